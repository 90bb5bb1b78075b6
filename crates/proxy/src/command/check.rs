//! JSON lines in, JSON lines out: one answer for each line, in order, whatever the line.

use std::io::{self, BufRead, BufReader, Read, Write};

use serde_json::Value;

/// Longest line, in bytes.
pub const LINE_MAX: usize = 1024 * 1024;

/// Answers each line of `input` on `output`; of a line that can't be read `answer` gets what is wrong with it. What is answered is flushed whenever more input has to be waited for, so
/// that a program at the other end of two pipes gets its answer.
///
/// # Errors
/// Reading or writing failed.
pub fn run(
    input: impl Read,
    output: impl Write,
    answer: &dyn Fn(Result<&Value, &str>) -> Value,
) -> io::Result<()> {
    let mut input = BufReader::with_capacity(64 * 1024, input);
    let mut output = io::BufWriter::with_capacity(64 * 1024, output);
    let mut line = Vec::new();
    let mut too_long = false;
    loop {
        if input.buffer().is_empty() {
            output.flush()?;
        }
        let chunk = input.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let part = &chunk[..end.unwrap_or(chunk.len())];
        let used = part.len() + usize::from(end.is_some());
        if line.len() + part.len() > LINE_MAX {
            // The rest of it is read past without being kept.
            too_long = true;
            line.clear();
        } else if !too_long {
            line.extend_from_slice(part);
        }
        input.consume(used);
        if end.is_some() {
            write_answer(&mut output, &line, too_long, answer)?;
            line.clear();
            too_long = false;
        }
    }
    // A last line without a line break counts too.
    if too_long || !line.is_empty() {
        write_answer(&mut output, &line, too_long, answer)?;
    }
    output.flush()
}

fn write_answer(
    output: &mut impl Write,
    line: &[u8],
    too_long: bool,
    answer: &dyn Fn(Result<&Value, &str>) -> Value,
) -> io::Result<()> {
    let read = if too_long { Err(format!("The line is longer than {LINE_MAX} bytes.")) } else { parse(line) };
    serde_json::to_writer(&mut *output, &answer(read.as_ref().map_err(String::as_str)))?;
    output.write_all(b"\n")
}

fn parse(line: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(line)
        .map_err(|error| format!("The line is not UTF-8 from byte {} on.", error.valid_up_to() + 1))?;
    // A byte order mark at the start of a file is no part of its first line.
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        // Answered like any other, so that the answers' numbers stay those of the lines.
        return Err("The line is empty.".into());
    }
    serde_json::from_str(text).map_err(|error| {
        // For the parser each line is a text of its own, so the number that it gives is always 1.
        format!("The line is not JSON: {}.", error.to_string().replace(" at line 1 column ", " at column "))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn run_all(input: &[u8]) -> Vec<Value> {
        let mut output = Vec::new();
        let answer = |line: Result<&Value, &str>| match line {
            Ok(line) => json!({"got": line}),
            Err(text) => json!({"bad": text}),
        };
        run(input, &mut output, &answer).unwrap();
        let text = String::from_utf8(output).unwrap();
        assert!(text.is_empty() || text.ends_with('\n'));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn each_line_has_its_answer_in_order() {
        let mut input = b"1\n{\"a\":2}\r\nnot json\n\n\xff\n".to_vec();
        input.extend(std::iter::repeat_n(b'9', LINE_MAX + 1));
        input.extend(b"\n\"last\"");
        let answers = run_all(&input);
        assert_eq!(answers.len(), 7);
        assert_eq!((&answers[0]["got"], &answers[1]["got"]["a"]), (&json!(1), &json!(2)));
        let bad: Vec<_> = answers[2..6].iter().map(|answer| answer["bad"].as_str().unwrap()).collect();
        assert_eq!(
            bad,
            [
                "The line is not JSON: expected ident at column 2.",
                "The line is empty.",
                "The line is not UTF-8 from byte 1 on.",
                "The line is longer than 1048576 bytes."
            ]
        );
        assert_eq!(answers[6]["got"], "last");
        assert_eq!(run_all(b""), [] as [Value; 0]);
    }

    #[test]
    fn a_line_as_long_as_allowed_passes_and_a_deep_one_is_no_crash() {
        let mut input = vec![b'"'];
        input.extend(std::iter::repeat_n(b'a', LINE_MAX - 2));
        input.extend(b"\"\n");
        assert!(run_all(&input)[0]["got"].is_string());
        let deep = [vec![b'['; 100_000], b"\n1\n".to_vec()].concat();
        let answers = run_all(&deep);
        assert!(answers[0]["bad"].as_str().unwrap().contains("recursion limit"), "{}", answers[0]);
        assert_eq!(answers[1]["got"], 1);
    }

    /// Gives its parts one by one and remembers how much had been written when more was asked for.
    struct Slow<'a> {
        parts: Vec<&'static [u8]>,
        written: &'a std::cell::RefCell<Vec<u8>>,
        seen: &'a std::cell::RefCell<Vec<usize>>,
    }

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.seen.borrow_mut().push(self.written.borrow().len());
            if self.parts.is_empty() {
                return Ok(0);
            }
            let part = self.parts.remove(0);
            buffer[..part.len()].copy_from_slice(part);
            Ok(part.len())
        }
    }

    struct Shared<'a>(&'a std::cell::RefCell<Vec<u8>>);

    impl Write for Shared<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn answers_are_out_before_more_is_waited_for() {
        let (written, seen) = Default::default();
        let slow = Slow { parts: vec![b"1\n", b"2\n3", b"\n"], written: &written, seen: &seen };
        run(slow, Shared(&written), &|line| line.unwrap().clone()).unwrap();
        assert_eq!(*seen.borrow(), [0, 2, 4, 6]);
    }
}
