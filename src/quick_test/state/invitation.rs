//! A free message outside the 24 hours is stopped. One way out: the tester writes first, which opens them.

use serde_json::Value;
use whatsapp_domain::{
    CampaignEvent, EventStatus, Problem,
    engine_api::{EngineRequest, EngineResponse, QrCode},
    two_way::RoundTrip,
};

use super::{Event, State};
use crate::{effect::Effect, load::Load};

/// What the tester needs to write first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Invitation {
    /// Code and link, on their way or there.
    pub told: Load<RoundTrip>,
    /// The link as a QR code.
    pub qr: Option<QrCode>,
    /// Did the code arrive?
    pub arrived: bool,
}

pub(super) fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::InvitePressed => {
            if state.invitation.as_ref().is_some_and(|invitation| invitation.told.problem().is_none()) {
                return Vec::new();
            }
            state.invitation = Some(Invitation { told: Load::Loading, ..Invitation::default() });
            let path = format!("/api/v1/integrations/{}/two-way/round-trip", state.account);
            vec![Effect::call("POST", path, Some(Value::Object(Default::default())), Event::Invited)]
        }
        Event::Invited(result) => invited(state, result.map(|told| *told)),
        Event::InvitationDrawn(response) => {
            if let (Some(invitation), EngineResponse::Qr { code }) = (&mut state.invitation, *response) {
                invitation.qr = code;
            }
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn invited(state: &mut State, result: Result<RoundTrip, Problem>) -> Vec<Effect<Event>> {
    let Some(invitation) = &mut state.invitation else { return Vec::new() };
    invitation.told = result.into();
    let link = invitation.told.ready().and_then(|told| told.link.clone());
    let draw =
        |text| Effect::ask(EngineRequest::Qr { text }, |drawn| Event::InvitationDrawn(Box::new(drawn)));
    link.map(draw).into_iter().collect()
}

/// A message to this account with the code in it: the tester wrote.
pub(super) fn heard(state: &mut State, event: &CampaignEvent) {
    let Some(invitation) = &mut state.invitation else { return };
    let Some(told) = invitation.told.ready() else { return };
    let said = event.message.as_deref().unwrap_or_default();
    if event.status == EventStatus::Inbound && event.integration == state.account && said.contains(&told.code)
    {
        invitation.arrived = true;
    }
}
