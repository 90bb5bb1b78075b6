//! A child process that ends with its owner, whatever happens to the test.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Failure;

/// Time between asking a process to end and ending it by force.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asked to end (SIGTERM) when dropped, and killed if it does not listen.
pub struct Process {
    pub child: Child,
}

impl Process {
    pub fn start(mut command: Command) -> Result<Self, Failure> {
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .map_err(|reason| format!("cannot start {program}: {reason}"))?;
        Ok(Self { child })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        let _ = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.child.id())]).status();
        let asked = Instant::now();
        while asked.elapsed() < PATIENCE {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
