use super::*;

/// A token with this end, as a host would mint it but for its signature.
fn token(exp: u64) -> Option<String> {
    Some(token_of("acme", "ann", "", exp))
}

/// The same of anybody.
fn token_of(tenant: &str, sub: &str, rights: &str, exp: u64) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let claims =
        format!("{{\"tenant\":\"{tenant}\",\"sub\":\"{sub}\",\"rights\":\"{rights}\",\"exp\":{exp}}}");
    let mut body = String::new();
    for three in claims.as_bytes().chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..=three.len() {
            body.push(char::from(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize]));
        }
    }
    format!("e30.{body}.tag-of-{exp}")
}

#[test]
fn a_token_is_asked_for_once_and_kept() {
    let mut login = Login::default();
    assert_eq!(login.need(1000.0), Need::Ask { renew: false });
    login.came(token(1600), 1000.0);
    assert_eq!(login.need(1000.0), Need::Held(token(1600)));
    assert_eq!(login.need(1569.0), Need::Held(token(1600)));
}

#[test]
fn it_is_renewed_a_little_before_its_end() {
    let mut login = Login::default();
    login.came(token(1600), 1000.0);
    assert_eq!(login.need(1570.0), Need::Ask { renew: true });
    // One that is good for a few seconds only is used for most of them.
    login.came(token(1010), 1000.0);
    assert_eq!(login.need(1007.9), Need::Held(token(1010)));
    assert_eq!(login.need(1008.0), Need::Ask { renew: true });
}

#[test]
fn a_clock_that_differs_does_not_make_it_ask_again_and_again() {
    let mut login = Login::default();
    login.came(token(1600), 9000.0);
    assert_eq!(login.need(9000.0), Need::Held(token(1600)), "the proxy decides");
    assert_eq!(login.need(99_000.0), Need::Held(token(1600)));
}

#[test]
fn what_is_over_is_renewed_once_and_the_new_one_stands_or_falls() {
    let mut login = Login::default();
    login.came(token(1600), 1000.0);
    let old = token(1600);
    assert_eq!(login.refused(old.as_deref(), true), Next::Renew);
    login.came(token(2600), 1000.0);
    // Another call that was on its way with the old one.
    assert_eq!(login.refused(old.as_deref(), true), Next::Again(token(2600)));
    // The new one is refused for good.
    assert_eq!(login.refused(token(2600).as_deref(), false), Next::Stop);
}

#[test]
fn what_is_refused_is_not_asked_for_anew() {
    let mut login = Login::default();
    login.came(Some("opaque".into()), 1000.0);
    assert_eq!(login.refused(Some("opaque"), false), Next::Stop);
    assert!(login.stop(), "news");
    assert!(!login.stop(), "told once");
    assert_eq!(login.need(2000.0), Need::Stopped);
    login.resume();
    assert_eq!(login.need(2000.0), Need::Ask { renew: false });
    login.came(None, 2000.0);
    assert_eq!(login.need(2000.0), Need::Held(None), "a host without tokens");
    assert_eq!(login.refused(None, true), Next::Stop, "and a proxy that wants one");
    login.stop();
    login.forget();
    assert_eq!(login.refused(None, false), Next::Anew, "the host gave one while the call was on its way");
    assert_eq!(login.need(2000.0), Need::Ask { renew: false });
}

#[test]
fn a_host_that_fails_is_told_once_and_asked_again() {
    let mut login = Login::default();
    assert!(login.failed());
    assert!(!login.failed());
    assert_eq!(login.need(1000.0), Need::Ask { renew: false });
    login.came(token(1600), 1000.0);
    assert!(login.failed(), "it worked in between");
}

#[test]
fn a_press_changes_nothing_while_nothing_was_refused() {
    let mut login = Login::default();
    login.came(token(1600), 1000.0);
    login.resume();
    assert_eq!(login.need(1000.0), Need::Held(token(1600)));
}

#[test]
fn tokens_of_the_same_person_speak_for_the_same() {
    let (mut one, mut other) = (Login::default(), Login::default());
    assert_eq!(one.who(), "");
    one.came(token(1600), 1000.0);
    other.came(token(1700), 1000.0);
    assert_eq!(one.who(), other.who());
    other.came(Some("opaque".into()), 1000.0);
    assert_ne!(one.who(), other.who());
}

#[test]
fn another_user_is_told_from_a_newer_token() {
    let mut login = Login::default();
    let mut comes = |tenant, sub, rights, exp| login.came(Some(token_of(tenant, sub, rights, exp)), 1000.0);
    assert_eq!(comes("acme", "ann", "view", 1600), Comer::Same, "nobody was there before");
    assert_eq!(comes("acme", "ann", "view", 1700), Comer::Same, "a newer one of the same");
    assert_eq!(comes("acme", "ann", "edit", 1700), Comer::OtherRights);
    assert_eq!(comes("acme", "ben", "edit", 1700), Comer::OtherPerson);
    assert_eq!(comes("globex", "ben", "edit", 1700), Comer::OtherTenant);
}

#[test]
fn who_was_there_is_known_when_the_host_says_that_it_has_another_token() {
    let mut login = Login::default();
    login.came(Some(token_of("acme", "ann", "", 1600)), 1000.0);
    login.forget();
    assert_eq!(login.need(1000.0), Need::Ask { renew: false });
    assert_eq!(login.came(Some(token_of("globex", "ann", "", 1600)), 1000.0), Comer::OtherTenant);
    // The host logs everybody out; whoever comes then finds nothing that has to go.
    login.forget();
    assert_eq!(login.came(None, 1000.0), Comer::OtherTenant);
    login.forget();
    assert_eq!(login.came(Some(token_of("acme", "ann", "", 1600)), 1000.0), Comer::Same);
    assert_eq!(login.came(Some("opaque".into()), 1000.0), Comer::OtherTenant, "nobody can tell whose it is");
}
