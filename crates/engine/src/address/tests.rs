use proptest::prelude::*;
use serde_json::json;

use super::*;

fn allowed(text: &str) -> bool {
    parse_any_spelling(text).is_some_and(is_public)
}

#[test]
fn public_addresses_are_allowed_in_every_spelling() {
    for text in [
        "8.8.8.8",
        " 8.8.8.8 ",
        "8.8.8.8.",
        "134744072",
        "0x08080808",
        "0x8.0x8.0x8.0x8",
        "010.010.010.010",
        "8.8.2056",
        "８.８.８.８",
        "8。8．8｡8",
        "%38.8.8.8",
        "100.63.255.255",
        "172.32.0.0",
        "192.0.0.9",
        "192.0.0.10",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "[2606:4700:4700::1111]",
        "[2606:4700:4700::1111%25eth0]",
        "2606:4700:4700::1111%eth0",
        "2606:4700:4700::11.11.11.11",
        "2001:1::1",
        "2001:1::3",
        "2001:3::1",
        "2001:4:112::1",
        "2001:20::1",
        "2001:200::1",
        "2620:4f:8000::1",
        "3ffe:ffff::1",
    ] {
        assert!(allowed(text), "{text}");
    }
}

#[test]
fn inside_addresses_are_refused_in_every_spelling() {
    for text in [
        "10.0.0.1",
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "017700000001",
        "2130706433",
        "0177.0.0.1",
        "0",
        "１２７.0.0.1",
        "①27.0.0.1",
        "127。0。0。1",
        "%31%32%37.0.0.1",
        "169.254.169.254",
        "0xa9fea9fe",
        "100.64.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.0.11",
        "192.88.99.1",
        "198.19.255.255",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "[::1]",
        "[::1%25lo]",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "::8.8.8.8",
        "::ffff:0:8.8.8.8",
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::1",
        "2002:a00:1::",
        "2002:808:808::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2606:4700::5efe:a00:1",
        "2606:4700::200:5efe:808:808",
        "2001:db8::1",
        "3fff:fff::1",
        "5f00::1",
        "100::1",
        "100:0:0:1::1",
        "2001:2::1",
        "2001:10::1",
        "2001:1::4",
        "2001:1ff:ffff::1",
        "4000::1",
        "1fff::1",
    ] {
        assert!(!allowed(text), "{text}");
    }
}

#[test]
fn what_is_no_address_is_refused() {
    for text in [
        "",
        " ",
        "example.com",
        "1.2.3.4.5",
        "256.1.1.1",
        "1.2.3.4:80",
        "1.2.3.4/8",
        "[8.8.8.8]",
        "[2606::1",
        "2606::1]",
        "2606::1%",
        ":::",
        "1::2::3",
        "8.8.8.8 8.8.8.8",
        "https://8.8.8.8",
        "+8.8.8.8",
        "8..8.8",
    ] {
        assert_eq!(parse_any_spelling(text), None, "{text}");
    }
}

#[test]
fn names_the_range() {
    assert_eq!(refused_as("192.0.0.170".parse().unwrap()), Some("NAT64/DNS64 Discovery"));
    assert_eq!(refused_as("::ffff:8.8.8.8".parse().unwrap()), Some("IPv4-mapped Address"));
    assert_eq!(refused_as("8.8.8.8".parse().unwrap()), None);
}

#[test]
fn answers_the_command_line() {
    assert_eq!(check_line(&json!({"address": "10.0.0.1"})), json!({"allowed": false}));
    assert_eq!(check_line(&json!({"address": "1.1.1.1"})), json!({"allowed": true}));
    assert_eq!(check_line(&json!({}))["error"]["code"], "bad-line");
}

proptest! {
    #[test]
    fn never_panics(text in "[0-9a-fx.:%\\[\\]１。 ]{0,40}|\\PC*") {
        let _ = parse_any_spelling(&text);
    }

    #[test]
    fn every_spelling_means_the_same(bits: u32) {
        let ip = Ipv4Addr::from_bits(bits);
        let [a, b, c, d] = ip.octets();
        for text in [
            ip.to_string(),
            format!("{bits}"),
            format!("{bits:#x}"),
            format!("0{bits:o}"),
            format!("{a:#x}.0{b:o}.{c}.{d}."),
            format!("{a}.{b}.{}", u32::from(c) << 8 | u32::from(d)),
            format!("{a}.{}", bits & 0xff_ffff),
        ] {
            prop_assert_eq!(parse_any_spelling(&text), Some(IpAddr::V4(ip)), "{}", text);
        }
    }

    #[test]
    fn ipv6_reads_back(bits: u128) {
        let ip = Ipv6Addr::from_bits(bits);
        prop_assert_eq!(parse_any_spelling(&ip.to_string()), Some(IpAddr::V6(ip)));
        prop_assert_eq!(parse_any_spelling(&format!("[{ip}%25eth0]")), Some(IpAddr::V6(ip)));
    }
}
