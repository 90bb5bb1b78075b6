//! What the panel says.

use whatsapp_domain::{RoundTripPart, RoundTripVerdict};

pub const LOADING: &str = "Asking how this account is connected";
pub const TRY_AGAIN: &str = "Try again";
pub const CALLBACK: &str = "Callback URL";
pub const CALLBACK_HELP: &str =
    "The provider sends messages and reports here. Keep it to yourself: its last part is a secret.";
pub const COPY: &str = "Copy";
pub const ROTATE: &str = "New URL";
pub const ROTATE_ASK: &str = "Make a new callback URL?";
pub const ROTATE_TELLS: &str = "The old one is still taken for 24 hours, so nothing is lost in between. Register the new one with the provider before that.";
pub const ROTATE_YES: &str = "Make a new URL";
pub const KEEP: &str = "Keep it";
pub const LOCAL: &str = "Only this computer can call this address. That is enough for the sandbox.";
pub const UNSET: &str = "The provider can't call this address. Whoever runs the proxy has to set its public address (WHATSAPP_PROXY_PUBLIC_URL) first.";
pub const REGISTRATION: &str = "Registration";
pub const REGISTERED: &str = "Registered";
pub const NOT_REGISTERED: &str = "Not registered yet";
pub const OTHER_TARGET: &str = "Goes elsewhere";
pub const NOT_TOLD: &str = "Not known";
pub const REGISTER_AGAIN: &str = "Register again";
pub const REMOVE: &str = "Remove";
pub const REMOVE_YES: &str = "Remove it";
pub const OWN: &str = "This proxy";
pub const OTHER: &str = "Another target";
pub const BY_HAND: &str = "Do it by hand";
pub const PROOF: &str = "Prove it with a message";
pub const PROOF_HELP: &str = "Write a short code to your sender from your own phone. Its arrival proves that address, signature, sender and customer fit together, and opens the 24 hours in which free messages reach you.";
pub const PROVE: &str = "Start the check";
pub const PROVE_AGAIN: &str = "Start again";
pub const SCAN: &str = "Scan it with your phone and press send, or write this code to your sender:";
pub const QR_LABEL: &str = "QR code that opens WhatsApp with the code typed in";
pub const COPY_LINK: &str = "Copy link";
pub const WRITE: &str = "Write it from the sandbox phone";
pub const PROVEN: &str = "Proven. You can send free messages to this number for 24 hours.";
pub const NO_NUMBER: &str =
    "The sender's number is not known here, so there is no link. Write the code to it by hand.";

/// `Register with Acme`
pub fn register_with(provider: &str) -> String {
    format!("Register with {provider}")
}

/// While it is being registered.
pub fn asking(provider: &str) -> String {
    format!("Asking {provider}")
}

/// `Acme does not send here any more.`
pub fn remove_ask(provider: &str) -> String {
    format!(
        "{provider} stops sending messages and reports here. What customers write is lost to this console until you register again."
    )
}

/// Somebody else gets this sender's messages.
pub fn others(provider: &str, registered: bool) -> String {
    if registered {
        format!("{provider} also sends this sender's messages to another target:")
    } else {
        format!(
            "{provider} sends this sender's messages to another target, not here. If you register, look at what that other target is for first:"
        )
    }
}

/// `Read back at 10:24:02`
pub fn read_back(time: &str) -> String {
    format!("Read back from the provider at {time}.")
}

/// The old URL still works.
pub fn old_until(time: &str) -> String {
    format!("The URL before this one is still taken until {time}.")
}

/// Something came in.
pub fn last_inbound(time: &str) -> String {
    format!("Something came in last on {time}.")
}

/// The code is waited for.
pub fn until(time: &str) -> String {
    format!("Waiting for it until {time}.")
}

/// A step of the proof.
pub fn step(step: RoundTripPart) -> &'static str {
    match step {
        RoundTripPart::Address => "Address",
        RoundTripPart::Signature => "Signature",
        RoundTripPart::Sender => "Sender",
        RoundTripPart::Customer => "Customer",
    }
}

/// How a step stands.
pub fn verdict(verdict: RoundTripVerdict) -> &'static str {
    match verdict {
        RoundTripVerdict::Waiting => "waiting",
        RoundTripVerdict::Ok => "proven",
        RoundTripVerdict::Warning => "proven, look at this",
        RoundTripVerdict::Failed => "does not fit",
        RoundTripVerdict::Skipped => "nothing to prove",
    }
}
