//! Which IP addresses the proxy may talk to: those on the public internet, and no others.
//!
//! [`is_public`] judges an address, whatever way it was written or looked up. [`parse_any_spelling`] reads the many
//! ways in which an address can be written.

mod ranges;
#[cfg(not(target_arch = "wasm32"))]
mod spelling;

#[cfg(test)]
mod tests;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

#[cfg(not(target_arch = "wasm32"))]
use serde_json::{Value, json};

#[cfg(not(target_arch = "wasm32"))]
pub use spelling::parse_any_spelling;

#[cfg(not(target_arch = "wasm32"))]
use crate::check;
use ranges::{RANGES_V4, RANGES_V6};

/// May the proxy connect to this address?
///
/// No, if the most specific entry of IANA's special-purpose registries says so, if it is multicast or reserved, or if
/// it is IPv6 with an IPv4 address inside (even a public one: what happens to it depends on translators that can't be
/// seen from here).
pub fn is_public(ip: IpAddr) -> bool {
    refused_as(ip).is_none()
}

/// The name of the range that makes this address not public, or `None` if it is public.
pub fn refused_as(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => refused_v4(ip),
        IpAddr::V6(ip) => refused_v6(ip),
    }
}

fn refused_v4(ip: Ipv4Addr) -> Option<&'static str> {
    let range = RANGES_V4.iter().filter(|range| range.contains(ip)).max_by_key(|range| range.bits)?;
    (!range.reachable).then_some(range.name)
}

fn refused_v6(ip: Ipv6Addr) -> Option<&'static str> {
    if is_isatap(ip) {
        return Some("ISATAP interface identifier");
    }
    match RANGES_V6.iter().filter(|range| range.contains(ip)).max_by_key(|range| range.bits) {
        Some(range) if range.reachable => None,
        Some(range) => Some(range.name),
        // Global unicast is the only part of the space that IANA hands out (RFC 4291, section 2.4).
        None if ip.segments()[0] & 0xe000 == 0x2000 => None,
        None => Some("outside global unicast 2000::/3"),
    }
}

/// An interface identifier `0000:5efe:a.b.c.d` or `0200:5efe:a.b.c.d` under any prefix (RFC 5214, section 6.1).
fn is_isatap(ip: Ipv6Addr) -> bool {
    let [_, _, _, _, flags, kind, _, _] = ip.segments();
    flags & !0x0200 == 0 && kind == 0x5efe
}

/// `whatsapp-proxy check address`: `{"address":"10.0.0.1"}` becomes `{"allowed":bool}`. What is no address in any
/// spelling is not allowed.
#[cfg(not(target_arch = "wasm32"))]
pub fn check_line(line: &Value) -> Value {
    match check::text(line, "address") {
        Ok(address) => json!({ "allowed": parse_any_spelling(address).is_some_and(is_public) }),
        Err(bad) => bad,
    }
}
