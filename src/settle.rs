//! For tests of a state: carries an event to its end with the real engine, linked, and gives back what is left to do.

use crate::effect::Effect;

/// Sends an event and answers every question to the engine, until none is open.
pub fn send<S, E: 'static>(
    update: fn(&mut S, E) -> Vec<Effect<E>>,
    state: &mut S,
    event: E,
) -> Vec<Effect<E>> {
    let mut rest = Vec::new();
    for effect in update(state, event) {
        match effect {
            Effect::Ask { request, then, .. } => {
                let answer = then(whatsapp_providers::engine_api::dispatch(*request));
                rest.extend(send(update, state, answer));
            }
            other => rest.push(other),
        }
    }
    rest
}
