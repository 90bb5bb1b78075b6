//! The ways in which an address can be written.

use std::net::{IpAddr, Ipv6Addr};

use url::Host;

/// The address that a text means to the software that may come to read it, or `None` if it means none.
///
/// Read are: the usual forms; IPv4 in decimal, octal and hexadecimal, in one to four parts, with a dot at the end, in
/// full-width and other digits that Unicode folds to ASCII, with ideographic full stops, percent-encoded (all of that
/// by the WHATWG URL rules); IPv6 with or without square brackets, with a zone id, with an IPv4 address at its end.
/// Space round the address is dropped.
pub fn parse_any_spelling(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    if text.contains(':') || text.starts_with('[') {
        return parse_v6(text).map(IpAddr::V6);
    }
    match Host::parse(text).ok()? {
        Host::Ipv4(ip) => Some(IpAddr::V4(ip)),
        Host::Ipv6(ip) => Some(IpAddr::V6(ip)),
        Host::Domain(_) => None,
    }
}

fn parse_v6(text: &str) -> Option<Ipv6Addr> {
    let inner = match text.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']')?,
        None => text,
    };
    // A zone id (`%eth0`, or `%25eth0` as in a URL) names a network card, not another address.
    let (address, zone) = inner.split_once('%').unwrap_or((inner, "0"));
    if zone.is_empty() || zone.contains([':', '[', ']', '/', ' ']) {
        return None;
    }
    // Zeros in front of a group are read by some and refused by others; to judge, read them.
    match Host::parse(&format!("[{}]", fold(address))).ok()? {
        Host::Ipv6(ip) => Some(ip),
        _ => None,
    }
}

/// Full-width forms and the full stops of East Asian scripts as their ASCII counterparts.
fn fold(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{3002}' | '\u{ff61}' => '.',
            _ => c,
        })
        .collect()
}
