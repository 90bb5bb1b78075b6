//! Host names that lead inside, or nowhere.

use std::net::Ipv4Addr;

use crate::address::is_public;

/// Names, and the ends of names, that are not on the public internet. A name is refused if it equals one of these or
/// ends in a dot and one of these.
///
/// Sources: IANA Special-Use Domain Names (`alt`, `arpa`, `invalid`, `local`, `localhost`, `onion`, `test`); ICANN
/// (`internal` reserved for private use in 2024, `corp`, `home` and `mail` withheld in 2018 because private networks
/// use them); RFC 6762, appendix G (`intranet`, `private`, `lan`); names that common routers, clusters and
/// directories hand out inside. `home.arpa`, `in-addr.arpa` and `ipv4only.arpa` are part of `arpa`,
/// `metadata.google.internal` of `internal`, `cluster.local` of `local`.
///
/// Not here: `example`, `example.com` and their like, which stand in documentation and lead nowhere.
const RESERVED: &[&str] = &[
    "alt",
    "arpa",
    "bogon",
    "cluster",
    "consul",
    "corp",
    "default",
    "dhcp",
    "docker",
    "domain",
    "fritz.box",
    "home",
    "internal",
    "intern",
    "intra",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "localhost4",
    "localhost6",
    "localdomain4",
    "localdomain6",
    "localnet",
    "loopback",
    "mail",
    "onion",
    "priv",
    "private",
    "svc",
    "test",
    "workgroup",
    // Public names published to point at 127.0.0.1.
    "lacolhost.com",
    "localtest.me",
    "lvh.me",
    "vcap.me",
];

/// Services whose names answer with the address written in them, such as `10-0-0-1.nip.io`, now and then with another.
const ADDRESS_IN_NAME: &[&str] =
    &["1u.ms", "backname.io", "nip.io", "rbndr.us", "sslip.io", "traefik.me", "xip.io"];

/// Does this lower-case ASCII name (without a dot at its end) lead inside by its ending?
pub(super) fn is_reserved(name: &str) -> bool {
    ends_in_one_of(name, RESERVED)
}

/// Does the name spell an address that is not public?
///
/// Four numbers in a row between dots (`127.0.0.1.nip.io`, `www.10.0.0.1.example.com`) count under any name; with
/// dashes (`app-10-0-0-1.nip.io`), as eight hexadecimal digits (`7f000001.nip.io`) or as IPv6 (`--1.sslip.io`) only
/// under the services that answer with it, because hosting companies name public machines that way.
pub(super) fn embeds_inside_address(name: &str) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    if labels.windows(4).any(is_inside_quad) {
        return true;
    }
    ends_in_one_of(name, ADDRESS_IN_NAME) && labels.iter().any(|label| spells_inside(label))
}

fn ends_in_one_of(name: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| name.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

fn is_inside_quad(parts: &[&str]) -> bool {
    let octets: Option<Vec<u8>> = parts.iter().map(|part| decimal_octet(part)).collect();
    match octets.as_deref() {
        Some(&[a, b, c, d]) => !is_public(Ipv4Addr::new(a, b, c, d).into()),
        _ => false,
    }
}

fn decimal_octet(text: &str) -> Option<u8> {
    (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn spells_inside(label: &str) -> bool {
    let parts: Vec<&str> = label.split('-').collect();
    if parts.windows(4).any(is_inside_quad) {
        return true;
    }
    if parts.iter().any(|part| part.len() == 8 && hex_address(part).is_some_and(|ip| !is_public(ip.into()))) {
        return true;
    }
    // IPv6 with dashes for colons: at least two, or it is an ordinary word.
    label.matches('-').count() >= 2
        && label.replace('-', ":").parse::<std::net::Ipv6Addr>().is_ok_and(|ip| !is_public(ip.into()))
}

fn hex_address(text: &str) -> Option<Ipv4Addr> {
    text.bytes()
        .all(|b| b.is_ascii_hexdigit())
        .then(|| u32::from_str_radix(text, 16).ok())?
        .map(Ipv4Addr::from_bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_match_whole_labels() {
        for name in [
            "localhost",
            "a.localhost",
            "metadata.google.internal",
            "x.home.arpa",
            "printer.lan",
            "fritz.box",
        ] {
            assert!(is_reserved(name), "{name}");
        }
        for name in [
            "mylocalhost.com",
            "notlvh.me",
            "local.example.com",
            "corp.example.com",
            "lan.de",
            "cdn.shop.example",
        ] {
            assert!(!is_reserved(name), "{name}");
        }
    }

    #[test]
    fn names_that_spell_inside_addresses() {
        for name in [
            "127.0.0.1.nip.io",
            "www.10.0.0.1.example.com",
            "app-192-168-1-250.nip.io",
            "app-7f000001.nip.io",
            "--1.sslip.io",
            "fe80--1.sslip.io",
            "7f000001.08080808.rbndr.us",
        ] {
            assert!(embeds_inside_address(name), "{name}");
        }
        for name in [
            "8.8.8.8.nip.io",
            "8-8-8-8.nip.io",
            "2606-4700--1111.sslip.io",
            "ec2-10-0-0-1.compute.example.com",
            "v1.2.3.example.com",
            "deadbeef.example.com",
        ] {
            assert!(!embeds_inside_address(name), "{name}");
        }
    }
}
