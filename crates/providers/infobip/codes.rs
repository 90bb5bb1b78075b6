//! Infobip's codes in plain words. Sources: IB-ERR and IB-WEB ("Message status codes", "Error code reference"), IB-OAS.

use whatsapp_domain::Actor::{Administrator, Operator, Provider, Recipient, WhatsApp, You};

use crate::common::known::Known;

/// Codes of the error forms (`requestError.serviceException.messageId`, `errorCode`).
pub const REQUEST_ERRORS: &[&str] = &[
    "BAD_REQUEST",
    "UNAUTHORIZED",
    "FORBIDDEN",
    "NOT_FOUND",
    "TOO_MANY_REQUESTS",
    "GENERAL_ERROR",
    "E400",
    "E401",
    "E403",
    "E404",
    "E429",
    "E500",
];

/// What a group of statuses says of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Taken over (0, 1), or further on its way (3).
    Taken,
    /// Did not and will not arrive (2, 5).
    Refused,
    /// Ran out of time on its way (4): whether it arrived may be unknown.
    Expired,
    /// A group that we don't know; to be treated as pending.
    Unknown,
}

/// The group with this id.
pub fn group(id: i64) -> Group {
    match id {
        0 | 1 | 3 => Group::Taken,
        2 | 5 => Group::Refused,
        4 => Group::Expired,
        _ => Group::Unknown,
    }
}

/// Status 29: the network never told how it ended.
pub const EXPIRED_DLR_UNKNOWN: i64 = 29;
/// Status 23: the id was used before, so that message may well be on its way.
pub const REJECTED_DUPLICATE_MESSAGE_ID: i64 = 23;

/// What a status id other than "taken over" means; none for ids that we don't know: then the group has to do.
pub fn status(id: i64) -> Option<Known> {
    Some(match id {
        4 => Known::never(
            "undeliverable",
            Provider,
            "The operator rejected the message.",
            "Ask Infobip's support with the message id.",
        ),
        9 => Known::never(
            "undeliverable",
            Recipient,
            "The message could not be delivered to this number.",
            "Check that the number is on WhatsApp.",
        ),
        31 => Known::later(
            "undeliverable",
            Provider,
            "Infobip took the message, but did not send it on.",
            "Try again later; ask Infobip's support if it stays.",
        ),
        15 => Known::later(
            "expired",
            Recipient,
            "The phone could not be reached before the message ran out.",
            "Send it again if it still matters.",
        ),
        29 => Known::later(
            "delivery-unknown",
            WhatsApp,
            "No delivery report came before the message ran out, so nobody can tell whether it arrived.",
            "Look at the phone before sending again.",
        ),
        6 => Known::later(
            "network-refused",
            Provider,
            "The network rejected the message.",
            "Try again later; ask Infobip's support if it stays.",
        ),
        8 => Known::never(
            "recipient-refused",
            You,
            "The number's prefix is not served by Infobip.",
            "Check the country code of the recipient.",
        ),
        10 => Known::never(
            "recipient-blocked",
            Recipient,
            "The number is on a do-not-disturb list.",
            "Leave this customer out.",
        ),
        11 => Known::never(
            "sender-refused",
            Administrator,
            "Infobip does not accept this sender for the account.",
            "Check the sender in the integration: it must be registered for WhatsApp.",
        ),
        12 => Known::never(
            "no-credit",
            Administrator,
            "There is not enough credit in the Infobip account.",
            "Top up the account, then send again.",
        ),
        13 => Known::never(
            "sender-refused",
            Administrator,
            "The sender is blocked at Infobip.",
            "Ask Infobip's support why the sender is blocked.",
        ),
        14 => Known::never(
            "recipient-blocked",
            Administrator,
            "The number is on a blocklist of the Infobip account.",
            "Take it off the list in the Infobip portal if that is a mistake.",
        ),
        17 => Known::never(
            "no-credit",
            Administrator,
            "The prepaid package of the Infobip account has run out.",
            "Renew the package, then send again.",
        ),
        18 => Known::never(
            "recipient-not-registered",
            Administrator,
            "A trial account may only write to numbers registered with it.",
            "Register the number in the Infobip portal, or ask for a full account.",
        ),
        19 => Known::never(
            "route-not-available",
            Administrator,
            "The Infobip account has no way to reach this country over WhatsApp.",
            "Ask Infobip to open the route.",
        ),
        20 => Known::later(
            "rate-limited",
            You,
            "The same message went to this number too often, so Infobip's flood filter stopped it.",
            "Wait before sending it again.",
        ),
        21 => Known::later(
            "provider-error",
            Provider,
            "Infobip rejected the message because of a fault of its own.",
            "Send it again later.",
        ),
        23 => Known::never(
            "duplicate-message-id",
            You,
            "Infobip has already seen a message with this id, so this one was not taken. The earlier one may \
             be on its way.",
            "Look at the earlier test or at the phone before sending again.",
        ),
        24 => Known::never(
            "content-refused",
            You,
            "Infobip could not read a header of the message.",
            "Ask Infobip's support with the message id.",
        ),
        25 => Known::never("message-too-long", You, "The message is too long.", "Shorten it and send again."),
        51 => Known::never(
            "recipient-refused",
            You,
            "The recipient is missing.",
            "Check that the customer has a phone number.",
        ),
        52 => Known::never(
            "recipient-refused",
            You,
            "The recipient's number is not valid.",
            "Check the number and its country code.",
        ),
        87 => Known::never(
            "blocked-as-fraud",
            Provider,
            "Infobip's fraud protection stopped the message.",
            "Ask Infobip's support if the traffic is genuine.",
        ),
        99 => Known::never(
            "rejected",
            Provider,
            "Infobip rejected the message without saying why.",
            "Ask Infobip's support with the message id.",
        ),
        100 => Known::never(
            "undeliverable",
            WhatsApp,
            "WhatsApp rejected the message.",
            "Look at the error in the delivery report.",
        ),
        _ => return None,
    })
}

/// Infobip's name of a status id, for answers that carry the number only.
pub fn status_name(id: i64) -> Option<&'static str> {
    Some(match id {
        2 => "DELIVERED_TO_OPERATOR",
        3 => "PENDING_WAITING_DELIVERY",
        4 => "UNDELIVERABLE_REJECTED_OPERATOR",
        5 => "DELIVERED_TO_HANDSET",
        6 => "REJECTED_NETWORK",
        7 => "PENDING_ENROUTE",
        8 => "REJECTED_PREFIX_MISSING",
        9 => "UNDELIVERABLE_NOT_DELIVERED",
        10 => "REJECTED_DND",
        11 => "REJECTED_SOURCE",
        12 => "REJECTED_NOT_ENOUGH_CREDITS",
        13 => "REJECTED_SENDER",
        14 => "REJECTED_DESTINATION_BLOCKLISTED",
        15 => "EXPIRED_EXPIRED",
        17 => "REJECTED_PREPAID_PACKAGE_EXPIRED",
        18 => "REJECTED_DESTINATION_NOT_REGISTERED",
        19 => "REJECTED_ROUTE_NOT_AVAILABLE",
        20 => "REJECTED_FLOODING_FILTER",
        21 => "REJECTED_SYSTEM_ERROR",
        23 => "REJECTED_DUPLICATE_MESSAGE_ID",
        24 => "REJECTED_INVALID_UDH",
        25 => "REJECTED_MESSAGE_TOO_LONG",
        26 => "PENDING_ACCEPTED",
        29 => "EXPIRED_DLR_UNKNOWN",
        31 => "UNDELIVERABLE_NOT_SENT",
        51 => "MISSING_TO",
        52 => "REJECTED_DESTINATION",
        87 => "SIGNALS_BLOCKED",
        99 => "REJECTED",
        100 => "UNDELIVERABLE_REJECTED_PLATFORM",
        _ => return None,
    })
}

/// What an `error.id` of a chat channel means (`EC_…`), as delivery reports carry it; none for ids that we don't know.
/// The report's own `permanent` outweighs the retry given here.
pub fn error(id: i64) -> Option<Known> {
    Some(match id {
        7001 => Known::never(
            "settings-refused",
            Administrator,
            "Infobip does not know the application that sent this.",
            "Check the application in the Infobip portal.",
        ),
        7002 => Known::never(
            "recipient-not-on-whatsapp",
            Recipient,
            "This number is not on WhatsApp.",
            "Reach this customer over another channel.",
        ),
        7003 => Known::never(
            "recipient-blocked",
            Recipient,
            "This person has blocked the sender.",
            "Leave this customer out.",
        ),
        7004 => Known::never(
            "key-refused",
            Administrator,
            "The account was not allowed in.",
            "Check the key and the sender with Infobip.",
        ),
        7005 => Known::never(
            "not-permitted",
            Administrator,
            "The account may not do this.",
            "Ask Infobip what the account lacks.",
        ),
        7006 => Known::never(
            "request-refused",
            You,
            "WhatsApp could not read the request.",
            "Check the values of the message.",
        ),
        7007 => Known::never(
            "content-refused",
            You,
            "This kind of message is not allowed for this sender or country.",
            "Use a template of another category.",
        ),
        7008 => Known::never(
            "template-values-refused",
            You,
            "The values do not fit the template: their number, their order or their form.",
            "Compare the step's values with the registered template.",
        ),
        7009 => Known::never(
            "template-unknown",
            You,
            "The template does not exist in this language, or is not approved.",
            "Choose an approved template and one of its languages.",
        ),
        7010 => Known::never(
            "window-closed",
            You,
            "This person last wrote more than 24 hours ago, so only templates may be sent.",
            "Send a template message instead.",
        ),
        7011 => Known::never(
            "account-issue",
            Administrator,
            "Something is wrong with the WhatsApp Business account.",
            "Look at the account in Meta's Business Manager; often a payment method is missing.",
        ),
        7012 => Known::later(
            "provider-error",
            Provider,
            "Infobip's set-up for this sender is faulty.",
            "Try again later; ask Infobip's support if it stays.",
        ),
        7013 => Known::later(
            "media-not-reachable",
            You,
            "The media file could not be fetched from where it is kept.",
            "Check that the address opens without signing in, then send again.",
        ),
        7014 => Known::later(
            "media-upload-failed",
            Provider,
            "The media file could not be uploaded to WhatsApp.",
            "Send it again later.",
        ),
        7015 => Known::never(
            "media-refused",
            You,
            "The media file's server does not say what kind of file it is, or says something wrong.",
            "Serve the file with the right content type and length.",
        ),
        7016 => Known::later(
            "spam-limit",
            WhatsApp,
            "WhatsApp holds the sender back because too many people blocked or reported it.",
            "Send less and only to people who asked for it.",
        ),
        7017 => Known::later(
            "rate-limited",
            You,
            "Too many messages at once.",
            "Lower the messages a second of the integration.",
        ),
        7018 => Known::never(
            "provider-error",
            Provider,
            "Infobip could not map the message.",
            "Ask Infobip's support with the message id.",
        ),
        7019 => Known::never(
            "no-credit",
            Administrator,
            "WhatsApp refuses to bill the account.",
            "Check the payment method of the WhatsApp Business account.",
        ),
        7020 => Known::never(
            "recipient-device",
            Recipient,
            "This person's phone cannot show the message.",
            "Send a simpler message.",
        ),
        7021 => Known::never(
            "limited-functionality",
            Provider,
            "This function is limited for the account.",
            "Ask Infobip which limit was hit.",
        ),
        7022 => Known::never(
            "media-type-refused",
            You,
            "WhatsApp does not take this kind of file.",
            "Use JPEG or PNG, MP4 or 3GPP, or a document.",
        ),
        7023 => Known::never(
            "request-refused",
            You,
            "Parts of the message do not fit each other.",
            "Check that the media kind and the file agree.",
        ),
        7024 => Known::later(
            "sending-time",
            You,
            "Sending is not allowed at this time of day.",
            "Send within the allowed hours.",
        ),
        7025 => Known::never(
            "recipient-device",
            Recipient,
            "This person's WhatsApp is too old for the message.",
            "Send a simpler message.",
        ),
        7026 => Known::never(
            "message-type-exhausted",
            You,
            "No more messages of this kind may go to this person for now.",
            "Wait until the person writes, or send another kind.",
        ),
        7027 => {
            Known::never("content-refused", You, "The content was blocked.", "Change the text or the media.")
        }
        7029 => Known::never(
            "recipient-identity-changed",
            Recipient,
            "This person's WhatsApp identity has changed.",
            "Confirm with the customer that the number is still theirs.",
        ),
        7030 => Known::never(
            "template-blocked-by-user",
            Recipient,
            "This person has blocked this template.",
            "Leave this customer out.",
        ),
        7031 => Known::never(
            "flow-refused",
            You,
            "The WhatsApp flow is not valid.",
            "Check the flow in Meta's Business Manager.",
        ),
        7032 => Known::later(
            "frequency-capped",
            WhatsApp,
            "WhatsApp held the message back: this person got many marketing messages lately.",
            "Wait at least a day.",
        ),
        7033 => Known::never(
            "marketing-opt-out",
            Recipient,
            "This person has stopped marketing messages.",
            "Leave this customer out of marketing.",
        ),
        7034 => Known::never(
            "sender-refused",
            Administrator,
            "The sender is not registered with WhatsApp.",
            "Finish the sender's registration in the Infobip portal.",
        ),
        7035 => Known::later(
            "call-permission-failed",
            WhatsApp,
            "The request for a call permission failed.",
            "Try again later.",
        ),
        7036 => Known::later(
            "template-not-synced",
            Provider,
            "The template has not reached all of Infobip's systems yet.",
            "Wait some minutes and send again.",
        ),
        7037 => Known::later(
            "template-not-available",
            WhatsApp,
            "The template cannot be used right now; WhatsApp may have paused it.",
            "Look at its status in the template list.",
        ),
        7038 => Known::never(
            "account-issue",
            Administrator,
            "The WhatsApp account is of the wrong type for this message.",
            "Ask Infobip which type is needed.",
        ),
        7050 => Known::later(
            "whatsapp-error",
            WhatsApp,
            "WhatsApp had a fault of its own.",
            "Send it again later.",
        ),
        7051 => Known::later(
            "whatsapp-error",
            WhatsApp,
            "WhatsApp did not answer in time.",
            "Look at the phone before sending again.",
        ),
        7052 => Known::never(
            "undeliverable",
            WhatsApp,
            "WhatsApp reported that the message failed, without saying why.",
            "Ask Infobip's support with the message id.",
        ),
        7080 => Known::never(
            "provider-error",
            Provider,
            "Infobip had a fault of its own.",
            "Ask Infobip's support with the message id.",
        ),
        7081 => Known::never(
            "provider-error",
            Provider,
            "The sender is set up wrongly at Infobip.",
            "Ask Infobip's support to look at the sender.",
        ),
        7082 => Known::later(
            "provider-error",
            Provider,
            "A gateway of Infobip's failed for a moment.",
            "Send it again later.",
        ),
        7083 => Known::never(
            "service-not-active",
            Administrator,
            "WhatsApp is not switched on for the Infobip account.",
            "Ask Infobip to switch it on.",
        ),
        7084 => Known::never(
            "sender-refused",
            Administrator,
            "Infobip lacks data about the sender.",
            "Finish the sender's registration in the Infobip portal.",
        ),
        7280 => Known::never(
            "duplicate-message-id",
            You,
            "This request was a repeat of an earlier one, so it was not taken again.",
            "Look at the earlier message.",
        ),
        7281 => Known::never(
            "not-permitted",
            Operator,
            "Infobip does not accept requests from this address.",
            "Add the proxy's address to the key's allowed addresses.",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_status_has_a_name_and_a_meaning() {
        let failed =
            [4, 6, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24, 25, 29, 31, 51, 52, 87, 99, 100];
        for id in failed {
            assert!(status(id).is_some() && status_name(id).is_some(), "{id}");
        }
        for id in [2, 3, 5, 7, 26] {
            assert!(status(id).is_none() && status_name(id).is_some(), "{id}");
        }
        assert!(status(1000).is_none() && error(7028).is_none());
    }

    #[test]
    fn temporary_errors_may_be_repeated_later() {
        use whatsapp_domain::Retry;
        for id in [7012, 7013, 7014, 7017, 7024, 7035, 7036, 7037, 7050, 7051] {
            assert_eq!(error(id).map(|known| known.retry), Some(Retry::Later), "{id}");
        }
        assert_eq!(error(7010).map(|known| known.retry), Some(Retry::Never));
    }
}
