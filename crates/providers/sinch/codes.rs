//! Sinch's codes in plain words. Sources: SI-JAVA and SI-PY (models), SI-SK, SI-WEB.

use whatsapp_domain::Actor::{Administrator, Provider, Recipient, WhatsApp, You};

use crate::common::known::Known;

/// Words of `error.status`, the usual RPC names (README, U9), and of the token service's plain `error`.
pub const REQUEST_ERRORS: &[&str] = &[
    "INVALID_ARGUMENT",
    "FAILED_PRECONDITION",
    "OUT_OF_RANGE",
    "UNAUTHENTICATED",
    "PERMISSION_DENIED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "ABORTED",
    "RESOURCE_EXHAUSTED",
    "CANCELLED",
    "DATA_LOSS",
    "UNKNOWN",
    "INTERNAL",
    "UNIMPLEMENTED",
    "UNAVAILABLE",
    "DEADLINE_EXCEEDED",
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_scope",
    "unauthorized_client",
    "unsupported_grant_type",
    "access_denied",
];

/// Every documented `reason.code` of a failed message.
pub const REASONS: &[&str] = &[
    "UNKNOWN",
    "INTERNAL_ERROR",
    "RATE_LIMITED",
    "RECIPIENT_INVALID_CHANNEL_IDENTITY",
    "RECIPIENT_NOT_REACHABLE",
    "RECIPIENT_NOT_OPTED_IN",
    "OUTSIDE_ALLOWED_SENDING_WINDOW",
    "CHANNEL_FAILURE",
    "CHANNEL_BAD_CONFIGURATION",
    "CHANNEL_CONFIGURATION_MISSING",
    "MEDIA_TYPE_UNSUPPORTED",
    "MEDIA_TOO_LARGE",
    "MEDIA_NOT_REACHABLE",
    "NO_CHANNELS_LEFT",
    "TEMPLATE_NOT_FOUND",
    "TEMPLATE_INSUFFICIENT_PARAMETERS",
    "TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION",
    "DELIVERY_TIMED_OUT",
    "DELIVERY_REJECTED_DUE_TO_POLICY",
    "CONTACT_NOT_FOUND",
    "BAD_REQUEST",
    "UNKNOWN_APP",
    "NO_CHANNEL_IDENTITY_FOR_CONTACT",
    "CHANNEL_REJECT",
    "NO_PERMISSION",
    "NO_PROFILE_AVAILABLE",
    "UNSUPPORTED_OPERATION",
    "INACTIVE_CREDENTIAL",
    "MESSAGE_EXPIRED",
    "MESSAGE_SPLIT_REQUIRED",
    "DELIVERY_REPORT_TIME_OUT",
];

/// What a `reason.code` of a failed message means, as delivery reports carry it; none for codes that we don't know.
pub fn reason(code: &str) -> Option<Known> {
    Some(match code {
        "UNKNOWN" => Known::never(
            "rejected",
            Provider,
            "The message failed and Sinch does not say why.",
            "Ask Sinch's support with the message id.",
        ),
        "INTERNAL_ERROR" => {
            Known::later("provider-error", Provider, "Sinch had a fault of its own.", "Send it again later.")
        }
        "RATE_LIMITED" => Known::later(
            "rate-limited",
            You,
            "Too many messages at once.",
            "Lower the messages a second of the integration.",
        ),
        "RECIPIENT_INVALID_CHANNEL_IDENTITY" => Known::never(
            "recipient-refused",
            You,
            "The recipient's number is not valid for WhatsApp.",
            "Check the number and its country code.",
        ),
        "RECIPIENT_NOT_REACHABLE" => Known::never(
            "recipient-not-on-whatsapp",
            Recipient,
            "This number cannot be reached on WhatsApp.",
            "Reach this customer over another channel.",
        ),
        "RECIPIENT_NOT_OPTED_IN" => Known::never(
            "recipient-not-opted-in",
            Recipient,
            "This person has not agreed to get messages, or has taken that back.",
            "Leave this customer out until there is consent.",
        ),
        "OUTSIDE_ALLOWED_SENDING_WINDOW" => Known::never(
            "window-closed",
            You,
            "This person last wrote more than 24 hours ago, so only templates may be sent.",
            "Send a template message instead.",
        ),
        "CHANNEL_FAILURE" => Known::later(
            "whatsapp-error",
            WhatsApp,
            "WhatsApp had a fault of its own.",
            "Send it again later.",
        ),
        "CHANNEL_BAD_CONFIGURATION" => Known::never(
            "settings-refused",
            Administrator,
            "WhatsApp is set up wrongly in the Sinch app.",
            "Look at the app's WhatsApp channel in the Sinch dashboard.",
        ),
        "CHANNEL_CONFIGURATION_MISSING" => Known::never(
            "channel-missing",
            Administrator,
            "The Sinch app has no WhatsApp sender.",
            "Add the sender to the app in the Sinch dashboard.",
        ),
        "MEDIA_TYPE_UNSUPPORTED" => Known::never(
            "media-type-refused",
            You,
            "WhatsApp does not take this kind of file.",
            "Use JPEG or PNG, MP4 or 3GPP, or a document.",
        ),
        "MEDIA_TOO_LARGE" => Known::never(
            "media-too-large",
            You,
            "The file is too large for WhatsApp.",
            "Images may have 5 MB, videos 16 MB, documents 100 MB.",
        ),
        "MEDIA_NOT_REACHABLE" => Known::never(
            "media-not-reachable",
            You,
            "The media file could not be fetched.",
            "Check that the address opens without signing in.",
        ),
        "NO_CHANNELS_LEFT" => Known::never(
            "undeliverable",
            Recipient,
            "No channel was left over which the message could go.",
            "Check that the number is on WhatsApp.",
        ),
        "TEMPLATE_NOT_FOUND" => Known::never(
            "template-unknown",
            You,
            "Sinch does not know this template.",
            "Choose the template from the list.",
        ),
        "TEMPLATE_INSUFFICIENT_PARAMETERS" => Known::never(
            "template-values-refused",
            You,
            "The template has more placeholders than the step has values, or a value was empty.",
            "Give every placeholder a value and a fallback.",
        ),
        "TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION" => Known::never(
            "template-unknown",
            You,
            "The template does not exist in this language.",
            "Choose one of the template's languages.",
        ),
        "DELIVERY_TIMED_OUT" | "MESSAGE_EXPIRED" => Known::later(
            "expired",
            Recipient,
            "The phone could not be reached before the message ran out.",
            "Send it again if it still matters.",
        ),
        "DELIVERY_REPORT_TIME_OUT" => Known::later(
            "delivery-unknown",
            WhatsApp,
            "No delivery report came, so nobody can tell whether the message arrived.",
            "Look at the phone before sending again.",
        ),
        "DELIVERY_REJECTED_DUE_TO_POLICY" => Known::never(
            "content-refused",
            WhatsApp,
            "WhatsApp rejected the message because of its policies.",
            "Look at the quality and the limits of the sender and the template.",
        ),
        "CONTACT_NOT_FOUND" => Known::never(
            "recipient-refused",
            You,
            "Sinch does not know this contact.",
            "Check the recipient.",
        ),
        "BAD_REQUEST" => Known::never(
            "request-refused",
            You,
            "The message could not be read.",
            "Check the values of the message.",
        ),
        "UNKNOWN_APP" => Known::never(
            "app-unknown",
            Administrator,
            "Sinch does not know this app.",
            "Check the app ID and the region in the integration.",
        ),
        "NO_CHANNEL_IDENTITY_FOR_CONTACT" => Known::never(
            "recipient-refused",
            You,
            "Sinch has no WhatsApp number for this contact.",
            "Check the recipient.",
        ),
        "CHANNEL_REJECT" => Known::never(
            "rejected",
            WhatsApp,
            "WhatsApp rejected the message.",
            "Look at the channel's code in the report.",
        ),
        "NO_PERMISSION" => Known::never(
            "not-permitted",
            Administrator,
            "The account may not send this.",
            "Ask Sinch what the account lacks.",
        ),
        "NO_PROFILE_AVAILABLE" => Known::never(
            "recipient-refused",
            Recipient,
            "Nothing is known about this recipient on WhatsApp.",
            "Check that the number is on WhatsApp.",
        ),
        "UNSUPPORTED_OPERATION" => Known::never(
            "request-refused",
            You,
            "WhatsApp does not know this kind of message.",
            "Use a text, media or template message.",
        ),
        "INACTIVE_CREDENTIAL" => Known::never(
            "settings-refused",
            Administrator,
            "The WhatsApp sender of the Sinch app is not active.",
            "Look at the sender in the Sinch dashboard.",
        ),
        "MESSAGE_SPLIT_REQUIRED" => Known::never(
            "message-too-long",
            You,
            "The message is too long to go in one piece.",
            "Shorten it.",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{REASONS, reason};

    #[test]
    fn every_documented_reason_has_a_meaning() {
        for code in REASONS {
            assert!(reason(code).is_some(), "{code}");
        }
        assert!(reason("SOMETHING_NEW").is_none());
    }
}
