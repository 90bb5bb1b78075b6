//! What every provider answers to about the calls that are made to it: what a connection check asks, and what the answers
//! mean. Pure, as [`super::Provider`] is. A trait of its own, because a browser makes none of these calls: what stands in the
//! same table of functions is linked whether it is called or not.

use whatsapp_domain::{Answer, CheckStep, Outcome, OutgoingRequest, Secret, Settings, Template};

/// A bearer token that a provider handed out.
pub struct Token {
    /// The token itself.
    pub value: Secret,
    /// Seconds that it lasts from now on.
    pub expires_in_s: u64,
}

/// A request that a connection check makes; it never sends a message.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// Names the probe to [`Calls::read_probes`].
    pub id: &'static str,
    /// The request.
    pub request: OutgoingRequest,
}

/// What a probe brought back.
#[derive(Debug, Clone, PartialEq)]
pub struct ProbeResult {
    /// The probe's id.
    pub id: &'static str,
    /// The answer, or none when nothing came back.
    pub answer: Option<Answer>,
    /// Milliseconds it took.
    pub duration_ms: u64,
}

/// One page of a template list.
pub struct TemplatePage {
    /// The templates of this page.
    pub templates: Vec<Template>,
    /// The request for the next page; none on the last.
    pub next: Option<OutgoingRequest>,
}

/// What is asked of a provider, and what its answers mean. `settings` are normalised, as with [`super::Provider`].
pub trait Calls {
    /// Reads the answer to an [`whatsapp_domain::Authorization::Token`] request.
    fn read_token(&self, answer: &Answer) -> Result<Token, Box<Outcome>>;

    /// Does this answer say that the bearer token has expired, so that one retry with a new one makes sense?
    fn token_expired(&self, answer: &Answer) -> bool;

    /// What the answer to [`super::Provider::send`] means; `ids` as they were sent.
    fn read_answer(&self, answer: &Answer) -> Outcome;

    /// The requests of a connection check, after address and reachability.
    fn probes(&self, settings: &Settings) -> Vec<Probe>;

    /// The steps `key`, `scope`, `sender` / `app` from what the probes brought back. `token` is the outcome of the token
    /// exchange, where there was one that failed (then no probe ran).
    fn read_probes(
        &self,
        settings: &Settings,
        token: Option<&Outcome>,
        results: &[ProbeResult],
    ) -> Vec<CheckStep>;

    /// The request for the first page of the account's templates.
    fn list_templates(&self, settings: &Settings) -> OutgoingRequest;

    /// Reads one page of templates; `request` is the one that was answered.
    fn read_templates(
        &self,
        settings: &Settings,
        request: &OutgoingRequest,
        answer: &Answer,
    ) -> Result<TemplatePage, Box<Outcome>>;
}
