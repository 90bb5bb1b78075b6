//! Which part of which provider's API a path belongs to, and that part's own form of the general errors.

use crate::faults::Reach;
use crate::message::Provider;
use crate::{infobip, sinch};
use axum::response::Response;

/// A part of an API with one form of errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surface {
    /// Infobip's sending, and its older list calls.
    Infobip {
        /// Sends a message.
        sends: bool,
    },
    /// Infobip's newer endpoints.
    InfobipNewer,
    /// Infobip's token exchange.
    InfobipToken,
    /// Sinch Conversation.
    Sinch {
        /// Sends a message.
        sends: bool,
    },
    /// Sinch Provisioning.
    SinchProvisioning,
    /// Sinch's token exchange.
    SinchToken,
}

impl Surface {
    /// From the path, with or without what the router is nested under.
    pub fn of(provider: Provider, path: &str) -> Self {
        match provider {
            Provider::Infobip if path.ends_with("/oauth2/token") => Self::InfobipToken,
            Provider::Infobip if path.ends_with("/whatsapp/1/templates") => Self::InfobipNewer,
            Provider::Infobip => Self::Infobip { sends: path.contains("/whatsapp/1/message/") },
            Provider::Sinch if path.ends_with("/oauth2/token") => Self::SinchToken,
            Provider::Sinch if path.contains("/provisioning/v1/") => Self::SinchProvisioning,
            Provider::Sinch => Self::Sinch { sends: path.ends_with("/messages:send") },
        }
    }

    /// What kind of request it is for a provider's switch.
    pub fn reach(self) -> Reach {
        match self {
            Self::Infobip { sends: true } | Self::Sinch { sends: true } => Reach::Send,
            Self::InfobipToken | Self::SinchToken => Reach::Token,
            _ => Reach::Api,
        }
    }

    /// 401: no or wrong credentials.
    pub fn unauthorized(self) -> Response {
        match self {
            Self::Infobip { .. } | Self::InfobipToken => {
                infobip::errors::unauthorized("Invalid login details")
            }
            Self::InfobipNewer => infobip::errors::newer_unauthorized(),
            Self::Sinch { .. } => sinch::errors::unauthenticated(),
            Self::SinchProvisioning => sinch::errors::provisioning_unauthorized(false),
            Self::SinchToken => sinch::errors::invalid_client(),
        }
    }

    /// 401: the token has run out.
    pub fn expired(self) -> Response {
        match self {
            Self::Infobip { .. } | Self::InfobipToken => infobip::errors::unauthorized("Unauthorized"),
            Self::InfobipNewer => infobip::errors::newer_unauthorized(),
            Self::Sinch { .. } => sinch::errors::expired(),
            Self::SinchProvisioning => sinch::errors::provisioning_unauthorized(true),
            Self::SinchToken => sinch::errors::invalid_client(),
        }
    }

    /// 429, without `Retry-After`.
    pub fn rate_limited(self) -> Response {
        match self {
            Self::Infobip { .. } | Self::InfobipToken => infobip::errors::rate_limited(),
            Self::InfobipNewer => infobip::errors::newer_rate_limited(),
            Self::Sinch { .. } => sinch::errors::rate_limited(),
            Self::SinchProvisioning => sinch::errors::provisioning_rate_limited(),
            Self::SinchToken => sinch::errors::oauth_rate_limited(),
        }
    }

    /// 500.
    pub fn server_error(self) -> Response {
        match self {
            Self::Infobip { .. } | Self::InfobipToken => infobip::errors::general(),
            Self::InfobipNewer => infobip::errors::newer_general(),
            Self::Sinch { .. } => sinch::errors::internal(),
            Self::SinchProvisioning => sinch::errors::provisioning_internal(),
            Self::SinchToken => sinch::errors::oauth_server_error(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_belong_where_they_should() {
        use Provider::{Infobip, Sinch};
        for (provider, path, expected) in [
            (Infobip, "/whatsapp/1/message/template", Surface::Infobip { sends: true }),
            (Infobip, "/sandbox/infobip/whatsapp/1/templates", Surface::InfobipNewer),
            (Infobip, "/whatsapp/2/senders/44/templates", Surface::Infobip { sends: false }),
            (Infobip, "/auth/1/oauth2/token", Surface::InfobipToken),
            (Sinch, "/eu/v1/projects/p/messages:send", Surface::Sinch { sends: true }),
            (Sinch, "/eu/v1/projects/p/apps/a", Surface::Sinch { sends: false }),
            (Sinch, "/provisioning/v1/projects/p/whatsapp/templates", Surface::SinchProvisioning),
            (Sinch, "/auth/oauth2/token", Surface::SinchToken),
        ] {
            assert_eq!(Surface::of(provider, path), expected, "{path}");
        }
    }
}
