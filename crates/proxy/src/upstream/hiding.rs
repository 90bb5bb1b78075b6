//! What of an answer is not shown: tokens that a provider hands out, and our own credentials where it repeats them.

use whatsapp_domain::{Answer, Secret};

/// Stands in the place of a successful token answer's body.
pub(super) const TOKEN_BODY: &str = "(hidden: this answer may hold an access token)";
/// Stands in the place of credentials.
const MASK: &str = "***";
/// Shorter credentials are not looked for: they would be found in words that have nothing to do with them.
const SHORTEST: usize = 12;
/// Headers of a token answer that are shown; any other may hold a token too, a cookie above all.
const PLAIN_HEADERS: [&str; 3] = ["content-length", "content-type", "date"];

/// The answer to a token request as it may be shown. A refusal is shown as it came. A success holds a token even when
/// it can't be read: cut off, in another form, under another name.
pub(super) fn of_token_request(mut answer: Answer) -> Answer {
    if (200..300).contains(&answer.status) {
        answer.headers.retain(|name, _| PLAIN_HEADERS.contains(&name.as_str()));
        if !answer.body.is_empty() {
            answer.body = TOKEN_BODY.into();
        }
    }
    answer
}

/// The answer without the credentials that the request carried: some gateways repeat what they were sent.
pub(super) fn credentials(mut answer: Answer, sent: &Secret) -> Answer {
    let sent = sent.expose();
    if sent.len() < SHORTEST {
        return answer;
    }
    for text in answer.headers.values_mut().chain([&mut answer.body]) {
        if text.contains(sent) {
            *text = text.replace(sent, MASK);
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        let headers = [("content-type", "text/plain"), ("set-cookie", "session=planted-token")];
        Answer {
            headers: headers.map(|(name, value)| (name.into(), value.into())).into(),
            ..Answer::new(status, body)
        }
    }

    #[test]
    fn a_success_shows_nothing_that_may_be_a_token() {
        for status in [200, 201, 299] {
            let shown = of_token_request(answer(status, "token=planted-token"));
            assert_eq!((shown.status, shown.body.as_str()), (status, TOKEN_BODY));
            assert_eq!(shown.headers.into_keys().collect::<Vec<_>>(), ["content-type"]);
        }
        // That nothing came is worth knowing.
        assert_eq!(of_token_request(answer(200, "")).body, "");
    }

    #[test]
    fn a_refusal_is_shown_as_it_came() {
        for status in [199, 300, 401, 500] {
            assert_eq!(of_token_request(answer(status, "no")), answer(status, "no"));
        }
    }

    #[test]
    fn credentials_that_come_back_are_masked_wherever_they_stand() {
        let shown =
            credentials(answer(401, "planted-token is not planted-token2"), &Secret::new("planted-token"));
        assert_eq!(shown.body, "*** is not ***2");
        assert_eq!(shown.headers["set-cookie"], "session=***");
        let short = credentials(answer(400, "a field"), &Secret::new("field"));
        assert_eq!(short.body, "a field");
        assert_eq!(credentials(answer(400, "a field"), &Secret::new("")).body, "a field");
    }
}
