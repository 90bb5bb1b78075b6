use serde_json::json;

use super::*;
use crate::access::testing::{self, SECRET, claims, now, public, shared, unsigned, with_ed25519, with_hmac};

fn read(keys: &TokenKeys, token: &str) -> Result<Caller, Refused> {
    keys.caller(token, now())
}

/// Good claims with one of them changed, or taken away by null.
fn changed(name: &str, value: serde_json::Value) -> serde_json::Value {
    let mut claims = claims("acme", &Right::ALL);
    match value {
        serde_json::Value::Null => drop(claims.as_object_mut().unwrap().remove(name)),
        value => claims[name] = value,
    }
    claims
}

#[test]
fn a_good_token_says_whom_it_speaks_for() {
    let claims = claims("acme", &[Right::View, Right::Test]);
    for caller in [
        read(&shared(), &with_hmac("HS256", &claims, SECRET)).unwrap(),
        read(&public(), &with_ed25519(&claims)).unwrap(),
    ] {
        assert_eq!((caller.tenant.as_str(), caller.who.as_deref()), ("acme", Some("ann@example.com")));
        let rights: Vec<_> = Right::ALL.into_iter().filter(|right| caller.may(*right)).collect();
        assert_eq!(rights, [Right::View, Right::Test]);
        assert_eq!(caller.until, Some(claims["exp"].as_i64().unwrap() + LEEWAY_S));
    }
}

#[test]
fn the_algorithm_is_the_key_s_and_never_the_token_s() {
    let claims = claims("acme", &Right::ALL);
    // Signed with the public key as if it were a secret, which the holder of no secret can do.
    let public_bytes = ring::signature::KeyPair::public_key(&testing::pair()).as_ref().to_vec();
    assert_eq!(read(&public(), &with_hmac("HS256", &claims, &public_bytes)), Err(Refused::Bad));
    assert_eq!(read(&public(), &with_hmac("EdDSA", &claims, &public_bytes)), Err(Refused::Bad));
    assert_eq!(read(&public(), &with_hmac("HS256", &claims, SECRET)), Err(Refused::Bad));
    assert_eq!(read(&shared(), &with_ed25519(&claims)), Err(Refused::Bad));
    for algorithm in ["none", "None", "NONE", "", "HS384", "HS512", "RS256", "ES256", "EdDSA", "hs256"] {
        for keys in [shared(), public()] {
            let text = unsigned(algorithm, &claims);
            for token in [format!("{text}."), text, with_hmac(algorithm, &claims, SECRET)] {
                assert_eq!(read(&keys, &token), Err(Refused::Bad), "{algorithm}");
            }
        }
    }
}

#[test]
fn foreign_keys_and_changed_tokens_are_refused() {
    let claims = claims("acme", &[Right::View]);
    assert_eq!(read(&shared(), &with_hmac("HS256", &claims, &[0; 32])), Err(Refused::Bad));
    assert_eq!(read(&shared(), &with_hmac("HS256", &claims, b"")), Err(Refused::Bad));
    let good = with_hmac("HS256", &claims, SECRET);
    assert!(read(&shared(), &good).is_ok());
    // Another tenant's claims under this signature.
    let other = unsigned("HS256", &testing::claims("other", &Right::ALL));
    let signature = good.rsplit('.').next().unwrap();
    assert_eq!(read(&shared(), &format!("{other}.{signature}")), Err(Refused::Bad));
    for place in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let token = String::from_utf8(bytes).unwrap();
        // The last character of a signature has two bits that mean nothing; a strict reader takes none but zeros there.
        assert!(read(&shared(), &token).is_err(), "{place}");
    }
    for bad in ["", ".", "..", "...", "a.b.c", "é.é.é", &good[..good.len() - 1], &format!("{good}.")] {
        assert_eq!(read(&shared(), bad), Err(Refused::Bad), "{bad}");
    }
    assert_eq!(read(&shared(), &"a".repeat(TOKEN_MAX + 1)), Err(Refused::Bad));
}

#[test]
fn a_token_has_a_time_and_not_a_long_one() {
    let now = now();
    let at = |exp: i64| shared().caller(&with_hmac("HS256", &changed("exp", json!(exp)), SECRET), now);
    assert!(at(now + 1).is_ok() && at(now + LONGEST_S + LEEWAY_S).is_ok());
    assert_eq!(at(now + LONGEST_S + LEEWAY_S + 1).unwrap_err(), Refused::Bad);
    assert_eq!(at(i64::MAX).unwrap_err(), Refused::Bad);
    // Clocks differ a little.
    assert!(at(now - LEEWAY_S + 1).is_ok());
    assert_eq!(at(now - LEEWAY_S).unwrap_err(), Refused::Expired);
    assert_eq!(at(0).unwrap_err(), Refused::Expired);
    let later = changed("nbf", json!(now + 300));
    assert_eq!(shared().caller(&with_hmac("HS256", &later, SECRET), now), Err(Refused::Bad));
    // That it is over is told only of tokens that were good once.
    let old = changed("exp", json!(0));
    assert_eq!(shared().caller(&with_hmac("HS256", &old, &[0; 32]), now), Err(Refused::Bad));
}

#[test]
fn what_has_to_be_in_it_has_to_be_right() {
    let refused = |name: &str, value: serde_json::Value| {
        let token = with_hmac("HS256", &changed(name, value.clone()), SECRET);
        assert_eq!(read(&shared(), &token), Err(Refused::Bad), "{name}: {value}");
    };
    for name in ["tenant", "rights", "sub", "exp"] {
        refused(name, json!(null));
    }
    for tenant in ["", "a/b", "a b", "ä", "a\u{0}", &"a".repeat(TENANT_MAX + 1)] {
        refused("tenant", json!(tenant));
    }
    for who in ["", "  ", "a\nb", &"a".repeat(WHO_MAX + 1)] {
        refused("sub", json!(who));
    }
    refused("exp", json!("1900000000"));
    refused("exp", json!({}));
    refused("rights", json!("view"));
    refused("tenant", json!(["acme"]));
    // A right that this version does not know gives nothing.
    let token = with_hmac("HS256", &changed("rights", json!(["View", "all", "*", "admin"])), SECRET);
    let caller = read(&shared(), &token).unwrap();
    assert!(Right::ALL.into_iter().all(|right| !caller.may(right)));
}

#[test]
fn the_audience_is_asked_for_where_there_is_one() {
    let ours = TokenKeys::shared(&testing::key(), Some("proxy".into())).unwrap();
    let of = |aud| with_hmac("HS256", &changed("aud", aud), SECRET);
    assert!(read(&ours, &of(json!("proxy"))).is_ok() && read(&ours, &of(json!(["a", "proxy"]))).is_ok());
    for bad in [json!(null), json!("other"), json!([])] {
        assert_eq!(read(&ours, &of(bad.clone())), Err(Refused::Bad), "{bad}");
    }
    // Minted for somebody else.
    assert_eq!(read(&shared(), &of(json!("other"))), Err(Refused::Bad));
}

#[test]
fn while_keys_change_over_both_are_taken() {
    use base64::{Engine, engine::general_purpose::STANDARD};
    let keys = TokenKeys::shared(&format!("{}, {}", testing::key(), STANDARD.encode([9; 40])), None).unwrap();
    let claims = claims("acme", &[]);
    assert!(read(&keys, &with_hmac("HS256", &claims, SECRET)).is_ok());
    assert!(read(&keys, &with_hmac("HS256", &claims, &[9; 40])).is_ok());
    assert_eq!(read(&keys, &with_hmac("HS256", &claims, &[9; 32])), Err(Refused::Bad));
}
