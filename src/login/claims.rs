//! What can be read in a token without its key. It is believed for what is convenient (when to renew, which lines to share)
//! and for nothing else.

use serde_json::Value;

/// Of a token.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Claims {
    /// Its end in seconds since 1970, when it tells.
    pub exp: Option<f64>,
    /// Whom it speaks for: tenant, rights and person; the token itself when it does not tell.
    pub who: String,
    /// The tenant and the person alone, when it tells them.
    pub person: Option<Person>,
}

/// Somebody who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Whose data it is.
    pub tenant: String,
    /// Who of them; empty when the token does not tell.
    pub sub: String,
}

impl Claims {
    /// Reads a token of any kind.
    pub fn read(token: &str) -> Self {
        let mut parts = token.split('.');
        let body = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(_), Some(body), Some(_), None) => decode(body),
            _ => None,
        };
        let Some(body) = body.and_then(|body| whatsapp_domain::json::bytes::<Value>(&body).ok()) else {
            return Self { who: token.to_owned(), ..Self::default() };
        };
        let who = match (&body["tenant"], &body["sub"]) {
            (Value::String(_), Value::String(_)) => {
                format!("{} {} {}", body["tenant"], body["sub"], body["rights"])
            }
            _ => token.to_owned(),
        };
        let person = body["tenant"].as_str().map(|tenant| Person {
            tenant: tenant.to_owned(),
            sub: body["sub"].as_str().unwrap_or_default().to_owned(),
        });
        Self { exp: body["exp"].as_f64(), who, person }
    }
}

/// Base64 for addresses (RFC 4648, section 5), without the signs at its end.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_tells_its_end_and_whom_it_speaks_for() {
        // {"alg":"HS256"} and {"tenant":"acme","rights":["view"],"sub":"ann@ü.example","exp":1700000000}
        let token = "eyJhbGciOiJIUzI1NiJ9.eyJ0ZW5hbnQiOiJhY21lIiwicmlnaHRzIjpbInZpZXciXSwic3ViIjoiYW5uQMO8LmV4YW1wbGUiLCJleHAiOjE3MDAwMDAwMDB9.x";
        let claims = Claims::read(token);
        assert_eq!(claims.exp, Some(1_700_000_000.0));
        assert_eq!(claims.who, "\"acme\" \"ann@ü.example\" [\"view\"]");
        assert_eq!(claims.person, Some(Person { tenant: "acme".into(), sub: "ann@ü.example".into() }));
    }

    #[test]
    fn what_is_no_such_token_is_itself() {
        for text in ["", "opaque", "a.b", "a.b.c.d", "a.!.c", "e30.bm8.x", "e30.e30.x"] {
            let nobody = Claims { who: text.to_owned(), ..Claims::default() };
            assert_eq!(Claims::read(text), nobody, "{text}");
        }
    }

    #[test]
    fn base64_of_every_length() {
        for (text, wanted) in [("", ""), ("Zg", "f"), ("Zm8", "fo"), ("Zm9v", "foo"), ("Zm9vYmFy", "foobar")]
        {
            assert_eq!(decode(text).unwrap(), wanted.as_bytes());
        }
        assert_eq!(decode("-_8"), Some(vec![0xfb, 0xff]));
        assert_eq!(decode("Zg=="), None);
    }
}
