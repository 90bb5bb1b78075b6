//! The ranges that are not, or not quite, the public internet.
//!
//! Sources: IANA IPv4 Special-Purpose Address Registry and IANA IPv6 Special-Purpose Address Registry, both as
//! updated on 2025-10-09 (names as there), IANA IPv4 Multicast Address Space (224.0.0.0/4) and RFC 4291 (IPv6
//! multicast, site-local, IPv4-compatible). `reachable` is the registries' column "Globally Reachable"; where that is
//! empty or "N/A" the range is refused, and so is every range whose addresses carry an IPv4 address, whatever the
//! column says. The most specific range that holds an address decides.

use std::net::{Ipv4Addr, Ipv6Addr};

/// One entry: a network of addresses of type `A`.
pub(super) struct Range<A> {
    network: A,
    /// Length of the prefix.
    pub(super) bits: u32,
    pub(super) name: &'static str,
    /// Can its addresses be reached on the public internet?
    pub(super) reachable: bool,
}

impl Range<Ipv4Addr> {
    pub(super) fn contains(&self, ip: Ipv4Addr) -> bool {
        let mask = u32::MAX.checked_shl(32 - self.bits).unwrap_or(0);
        (ip.to_bits() ^ self.network.to_bits()) & mask == 0
    }
}

impl Range<Ipv6Addr> {
    pub(super) fn contains(&self, ip: Ipv6Addr) -> bool {
        let mask = u128::MAX.checked_shl(128 - self.bits).unwrap_or(0);
        (ip.to_bits() ^ self.network.to_bits()) & mask == 0
    }
}

const fn v4(a: u8, b: u8, c: u8, d: u8, bits: u32, name: &'static str, reachable: bool) -> Range<Ipv4Addr> {
    Range { network: Ipv4Addr::new(a, b, c, d), bits, name, reachable }
}

const fn v6(head: [u16; 4], last: u16, bits: u32, name: &'static str, reachable: bool) -> Range<Ipv6Addr> {
    let [a, b, c, d] = head;
    Range { network: Ipv6Addr::new(a, b, c, d, 0, 0, 0, last), bits, name, reachable }
}

const YES: bool = true;
const NO: bool = false;

/// IPv4: what is in no range here is public.
pub(super) const RANGES_V4: &[Range<Ipv4Addr>] = &[
    v4(0, 0, 0, 0, 8, "This network", NO),
    v4(0, 0, 0, 0, 32, "This host on this network", NO),
    v4(10, 0, 0, 0, 8, "Private-Use", NO),
    v4(100, 64, 0, 0, 10, "Shared Address Space", NO),
    v4(127, 0, 0, 0, 8, "Loopback", NO),
    v4(169, 254, 0, 0, 16, "Link Local", NO),
    v4(172, 16, 0, 0, 12, "Private-Use", NO),
    v4(192, 0, 0, 0, 24, "IETF Protocol Assignments", NO),
    v4(192, 0, 0, 0, 29, "IPv4 Service Continuity Prefix", NO),
    v4(192, 0, 0, 8, 32, "IPv4 dummy address", NO),
    v4(192, 0, 0, 9, 32, "Port Control Protocol Anycast", YES),
    v4(192, 0, 0, 10, 32, "Traversal Using Relays around NAT Anycast", YES),
    v4(192, 0, 0, 170, 32, "NAT64/DNS64 Discovery", NO),
    v4(192, 0, 0, 171, 32, "NAT64/DNS64 Discovery", NO),
    v4(192, 0, 2, 0, 24, "Documentation (TEST-NET-1)", NO),
    v4(192, 31, 196, 0, 24, "AS112-v4", YES),
    v4(192, 52, 193, 0, 24, "AMT", YES),
    v4(192, 88, 99, 0, 24, "Deprecated (6to4 Relay Anycast)", NO),
    v4(192, 88, 99, 2, 32, "6a44-relay anycast address", NO),
    v4(192, 168, 0, 0, 16, "Private-Use", NO),
    v4(192, 175, 48, 0, 24, "Direct Delegation AS112 Service", YES),
    v4(198, 18, 0, 0, 15, "Benchmarking", NO),
    v4(198, 51, 100, 0, 24, "Documentation (TEST-NET-2)", NO),
    v4(203, 0, 113, 0, 24, "Documentation (TEST-NET-3)", NO),
    v4(224, 0, 0, 0, 4, "Multicast", NO),
    v4(240, 0, 0, 0, 4, "Reserved", NO),
    v4(255, 255, 255, 255, 32, "Limited Broadcast", NO),
];

/// IPv6: what is in no range here is public if it lies in 2000::/3.
pub(super) const RANGES_V6: &[Range<Ipv6Addr>] = &[
    v6([0, 0, 0, 0], 0, 96, "IPv4-compatible Address", NO),
    v6([0, 0, 0, 0], 0, 128, "Unspecified Address", NO),
    v6([0, 0, 0, 0], 1, 128, "Loopback Address", NO),
    Range {
        network: Ipv6Addr::new(0, 0, 0, 0, 0, 0xffff, 0, 0),
        bits: 96,
        name: "IPv4-mapped Address",
        reachable: NO,
    },
    Range {
        network: Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, 0, 0),
        bits: 96,
        name: "IPv4-translated Address",
        reachable: NO,
    },
    // The registry calls this one reachable; it is refused because it carries an IPv4 address.
    v6([0x64, 0xff9b, 0, 0], 0, 96, "IPv4-IPv6 Translat.", NO),
    v6([0x64, 0xff9b, 1, 0], 0, 48, "IPv4-IPv6 Translat.", NO),
    v6([0x100, 0, 0, 0], 0, 64, "Discard-Only Address Block", NO),
    v6([0x100, 0, 0, 1], 0, 64, "Dummy IPv6 Prefix", NO),
    v6([0x2001, 0, 0, 0], 0, 23, "IETF Protocol Assignments", NO),
    v6([0x2001, 0, 0, 0], 0, 32, "TEREDO", NO),
    v6([0x2001, 1, 0, 0], 1, 128, "Port Control Protocol Anycast", YES),
    v6([0x2001, 1, 0, 0], 2, 128, "Traversal Using Relays around NAT Anycast", YES),
    v6([0x2001, 1, 0, 0], 3, 128, "DNS-SD Service Registration Protocol Anycast", YES),
    v6([0x2001, 2, 0, 0], 0, 48, "Benchmarking", NO),
    v6([0x2001, 3, 0, 0], 0, 32, "AMT", YES),
    v6([0x2001, 4, 0x112, 0], 0, 48, "AS112-v6", YES),
    v6([0x2001, 0x10, 0, 0], 0, 28, "Deprecated (previously ORCHID)", NO),
    v6([0x2001, 0x20, 0, 0], 0, 28, "ORCHIDv2", YES),
    v6([0x2001, 0x30, 0, 0], 0, 28, "Drone Remote ID Protocol Entity Tags (DETs) Prefix", YES),
    v6([0x2001, 0xdb8, 0, 0], 0, 32, "Documentation", NO),
    v6([0x2002, 0, 0, 0], 0, 16, "6to4", NO),
    v6([0x2620, 0x4f, 0x8000, 0], 0, 48, "Direct Delegation AS112 Service", YES),
    v6([0x3fff, 0, 0, 0], 0, 20, "Documentation", NO),
    v6([0x5f00, 0, 0, 0], 0, 16, "Segment Routing (SRv6) SIDs", NO),
    v6([0xfc00, 0, 0, 0], 0, 7, "Unique-Local", NO),
    v6([0xfe80, 0, 0, 0], 0, 10, "Link-Local Unicast", NO),
    v6([0xfec0, 0, 0, 0], 0, 10, "Site-Local Unicast (deprecated)", NO),
    v6([0xff00, 0, 0, 0], 0, 8, "Multicast", NO),
];
