//! Server-sent events from bytes, in whatever pieces they come (HTML Standard, section 9.2.6).

/// An event of the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What kind it is; empty for one without a name.
    pub event: String,
    /// What it says: its `data` lines, without the last line's end.
    pub data: String,
}

/// Reads a stream. What is left in it when the stream ends was cut off and is no event.
#[derive(Debug, Default)]
pub struct Decoder {
    line: Vec<u8>,
    /// Did the last piece end with a carriage return? A line feed after it belongs to the same end of a line.
    after_return: bool,
    /// Is the first line behind us? A mark of the byte order stands before it alone.
    begun: bool,
    event: String,
    data: String,
    /// As the lines so far say; counts once an event is complete.
    id: String,
    last: Option<String>,
    retry_ms: Option<u32>,
}

impl Decoder {
    /// The id of the last event that was complete, empty when it has none; none before the first.
    pub fn last_id(&self) -> Option<&str> {
        self.last.as_deref()
    }

    /// Milliseconds after which the server wants to be called again, if it said so.
    pub fn retry_ms(&self) -> Option<u32> {
        self.retry_ms
    }

    /// Reads the next piece and gives the events that are complete by it. Characters are put together from their bytes a
    /// line at a time, so a piece may end within one.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Message> {
        let mut found = Vec::new();
        for byte in bytes {
            let after_return = std::mem::take(&mut self.after_return);
            match byte {
                b'\n' if after_return => {}
                b'\n' => found.extend(self.end_of_line()),
                b'\r' => {
                    self.after_return = true;
                    found.extend(self.end_of_line());
                }
                _ => self.line.push(*byte),
            }
        }
        found
    }

    fn end_of_line(&mut self) -> Option<Message> {
        let bytes = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&bytes);
        let line = if self.begun { &*line } else { line.strip_prefix('\u{feff}').unwrap_or(&line) };
        self.begun = true;
        if line.is_empty() {
            return self.end_of_event();
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry_ms = value.parse().ok().or(self.retry_ms);
            }
            // A comment (no name), which says that somebody is there, or something newer.
            _ => {}
        }
        None
    }

    fn end_of_event(&mut self) -> Option<Message> {
        if self.last.is_some() || !self.id.is_empty() {
            self.last = Some(self.id.clone());
        }
        let (event, mut data) = (std::mem::take(&mut self.event), std::mem::take(&mut self.data));
        if data.is_empty() {
            return None;
        }
        data.pop();
        Some(Message { event, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> (Vec<(String, String)>, Decoder) {
        let mut decoder = Decoder::default();
        let found = decoder.feed(text.as_bytes());
        (found.into_iter().map(|message| (message.event, message.data)).collect(), decoder)
    }

    fn said(text: &str) -> Vec<String> {
        all(text).0.into_iter().map(|(_, data)| data).collect()
    }

    #[test]
    fn an_event_is_its_data_lines_up_to_an_empty_line() {
        assert_eq!(said("data: one\n\n"), ["one"]);
        assert_eq!(said("data: one\ndata: two\n\ndata:three\n\n"), ["one\ntwo", "three"]);
        assert_eq!(said("data:  two spaces\n\n"), [" two spaces"], "one space is the line's");
        assert_eq!(said("data\n\ndata\ndata\n\n"), ["", "\n"], "a name alone is an empty value");
        assert_eq!(said("data: {\"a\": \"b: c\"}\n\n"), ["{\"a\": \"b: c\"}"]);
        assert_eq!(said("data: cut off\n"), Vec::<String>::new());
        assert_eq!(said("event: only a name\n\n: alive\n\n\n\n"), Vec::<String>::new());
    }

    #[test]
    fn every_end_of_a_line_counts_once() {
        for end in ["\n", "\r", "\r\n"] {
            let text =
                "event: a\ndata: one\ndata: two\nid: 7\n\n: alive\n\ndata: three\n\n".replace('\n', end);
            let (found, decoder) = all(&text);
            let wanted = [("a".to_owned(), "one\ntwo".to_owned()), (String::new(), "three".to_owned())];
            assert_eq!(found, wanted, "{end:?}");
            assert_eq!(decoder.last_id(), Some("7"), "{end:?}");
        }
        assert_eq!(said("data: one\r\r\ndata: two\n\r\n"), ["one", "two"], "ends may be mixed");
    }

    #[test]
    fn a_stream_may_be_cut_anywhere() {
        let text = "\u{feff}id: evt_1\r\nevent: message\r\ndata: Grüße 👋🏽 مرحبا\r\ndata: two\r\n\r\n: alive\r\n\r\nretry: 2500\r\nid: evt_2\r\ndata: three\r\n\r\n";
        let whole = Decoder::default().feed(text.as_bytes());
        assert_eq!(whole.len(), 2);
        assert_eq!(whole[0].data, "Grüße 👋🏽 مرحبا\ntwo");
        for first in 0..=text.len() {
            for second in first..=text.len() {
                let mut decoder = Decoder::default();
                let bytes = text.as_bytes();
                let mut found = decoder.feed(&bytes[..first]);
                found.extend(decoder.feed(&bytes[first..second]));
                found.extend(decoder.feed(&bytes[second..]));
                assert_eq!(found, whole, "cut at {first} and {second}");
                assert_eq!((decoder.last_id(), decoder.retry_ms()), (Some("evt_2"), Some(2500)));
            }
        }
    }

    #[test]
    fn an_id_counts_when_its_event_is_complete() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.last_id(), None);
        decoder.feed(b"id: 1\ndata: a\n");
        assert_eq!(decoder.last_id(), None, "cut off here, it was not heard");
        decoder.feed(b"\ndata: no id\n\n");
        assert_eq!(decoder.last_id(), Some("1"), "an event without one keeps it");
        decoder.feed(b"id: a\0b\ndata: c\n\n");
        assert_eq!(decoder.last_id(), Some("1"), "this is none");
        decoder.feed(b"id\n\n");
        assert_eq!(decoder.last_id(), Some(""), "an empty one takes it back");
    }

    #[test]
    fn only_a_number_is_a_time_to_wait() {
        for (text, wanted) in [("retry: 10", Some(10)), ("retry: 1.5", None), ("retry: soon", None)] {
            assert_eq!(all(&format!("{text}\n\n")).1.retry_ms(), wanted, "{text}");
        }
        assert_eq!(all("retry: 10\nretry: 99999999999999\n\n").1.retry_ms(), Some(10));
        assert_eq!(all("retry: 10\nretry:\n\n").1.retry_ms(), Some(10));
    }

    #[test]
    fn bytes_that_are_no_text_do_no_harm() {
        let mut decoder = Decoder::default();
        let found = decoder.feed(b"data: a\xff\xfeb\n\n\xf0\x9f\ndata: c\n\n");
        assert_eq!(
            found.iter().map(|one| one.data.as_str()).collect::<Vec<_>>(),
            ["a\u{fffd}\u{fffd}b", "c"]
        );
    }
}
