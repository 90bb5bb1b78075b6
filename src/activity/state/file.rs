//! The file that came with a message. A page shows it by an address that the proxy makes for it: good for this one file and for
//! minutes, so that what can send no token (a picture, a link) needs none.

use whatsapp_domain::{MediaTicket, Problem};

use super::Event;
use crate::effect::Effect;

/// Where the file is found, as paths on the proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct File {
    /// What is drawn. It stays while it is on the page, whatever becomes of its address.
    pub shown: Option<String>,
    /// What a link leads to: always a good one.
    pub link: Option<String>,
    /// It can't be had.
    pub gone: bool,
    /// Was it tried with a second address?
    again: bool,
}

/// Asks for an address.
pub(super) fn address(id: String) -> Effect<Event> {
    let path = format!("/api/v1/messages/{id}/media/ticket");
    Effect::call("POST", path, None, move |result| Event::FileAddressed(id, result))
}

/// It came.
pub(super) fn addressed(file: &mut File, result: Result<MediaTicket, Problem>) -> Option<Effect<Event>> {
    match result {
        Ok(MediaTicket { path, seconds }) => {
            file.shown.get_or_insert_with(|| path.clone());
            file.link = Some(path.clone());
            // The next one is there before this one ends.
            let ms = seconds.max(5).saturating_mul(800);
            Some(Effect::After { ms, event: Event::FileOld(path) })
        }
        Err(_) => {
            file.gone = file.shown.is_none();
            None
        }
    }
}

/// It could not be shown. True when another address may help: the one it had may have ended before it was used.
pub(super) fn failed(file: &mut File) -> bool {
    file.gone = std::mem::replace(&mut file.again, true);
    if !file.gone {
        file.shown = None;
    }
    !file.gone
}
