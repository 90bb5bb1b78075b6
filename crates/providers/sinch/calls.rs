//! What Sinch is asked, and what its answers mean: the parts put together.

use whatsapp_domain::{Answer, CheckStep, Outcome, OutgoingRequest, Settings};

use super::{answer, probes, templates, token};
use crate::provider::{Calls, Probe, ProbeResult, TemplatePage, Token};

impl Calls for super::Sinch {
    fn read_token(&self, answer: &Answer) -> Result<Token, Box<Outcome>> {
        token::read(answer)
    }

    fn token_expired(&self, answer: &Answer) -> bool {
        token::expired(answer)
    }

    fn read_answer(&self, answer: &Answer) -> Outcome {
        answer::read(answer)
    }

    fn probes(&self, settings: &Settings) -> Vec<Probe> {
        probes::requests(settings)
    }

    fn read_probes(
        &self,
        settings: &Settings,
        token: Option<&Outcome>,
        results: &[ProbeResult],
    ) -> Vec<CheckStep> {
        probes::read(settings, token, results)
    }

    fn list_templates(&self, settings: &Settings) -> OutgoingRequest {
        templates::request(settings)
    }

    fn read_templates(
        &self,
        settings: &Settings,
        request: &OutgoingRequest,
        answer: &Answer,
    ) -> Result<TemplatePage, Box<Outcome>> {
        templates::read(settings, request, answer)
    }
}
