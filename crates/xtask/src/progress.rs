//! Progress lines: seconds since the command was typed, then what is going on.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

static START: OnceLock<Instant> = OnceLock::new();

pub fn start_clock() {
    START.get_or_init(Instant::now);
}

/// Time since the command was typed.
pub fn elapsed() -> Duration {
    START.get_or_init(Instant::now).elapsed()
}

/// One line of progress.
pub fn say(text: impl AsRef<str>) {
    println!("[{:>6.1} s] {}", elapsed().as_secs_f64(), text.as_ref());
}

/// `34 s` or `2 min 5 s`.
pub fn words(time: Duration) -> String {
    match time.as_secs() {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        seconds @ 10..60 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_readable() {
        assert_eq!(words(Duration::from_millis(940)), "0.9 s");
        assert_eq!(words(Duration::from_secs(34)), "34 s");
        assert_eq!(words(Duration::from_secs(125)), "2 min 5 s");
    }
}
