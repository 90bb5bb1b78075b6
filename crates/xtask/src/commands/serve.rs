//! `cargo xtask serve`: from a fresh clone to the running product at one address.

use std::process::ExitCode;

use super::{Command, unknown};
use crate::bundle::Build;
use crate::failure::{Context, Result};
use crate::paths;
use crate::product;
use crate::progress::{elapsed, say, words};
use crate::proxy::{self, Settings};

pub const COMMAND: Command = Command {
    name: "serve",
    usage: "[--port 8787] [--no-sandbox] [--dev-build]",
    about: "builds and runs everything: page, API and sandbox at one address",
    run,
};

#[derive(Debug, PartialEq)]
struct Options {
    port: u16,
    sandbox: bool,
    quick: bool,
}

fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options { port: 8787, sandbox: true, quick: false };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--port" => {
                let port = arguments.next().map_or("", String::as_str);
                options.port = port
                    .parse()
                    .context(format_args!("`--port {port}`: a number from 1 to 65535 is expected"))?;
            }
            "--no-sandbox" => options.sandbox = false,
            "--dev-build" => options.quick = true,
            other => return Err(unknown(&COMMAND, other)),
        }
    }
    Ok(options)
}

fn run(arguments: &[String]) -> Result<ExitCode> {
    let options = parse(arguments)?;
    proxy::check_port(options.port)?;
    let build = if options.quick { Build::Quick } else { Build::Shipped };
    let proxy = product::build(build)?;

    let data = paths::root().join("data");
    paths::create_dir(&data)?;
    let running = proxy::start(
        &proxy,
        &Settings { port: options.port, sandbox: options.sandbox, page: Some(&paths::dist()), data: &data },
    )?;
    say(format!("Ready after {}", words(elapsed())));
    println!("\n    http://{}\n\n    Ctrl-C stops it. What you enter is kept in data/.\n", running.address);
    let status = running.wait()?;
    if status.success() {
        say("Stopped");
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("The proxy ended with {status}.");
    Ok(ExitCode::FAILURE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(arguments: &[&str]) -> Result<Options> {
        parse(&arguments.iter().map(|argument| (*argument).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn without_arguments_the_sandbox_runs_on_the_usual_port() {
        assert_eq!(options(&[]).unwrap(), Options { port: 8787, sandbox: true, quick: false });
    }

    #[test]
    fn each_option_is_read() {
        let expected = Options { port: 9000, sandbox: false, quick: true };
        assert_eq!(options(&["--port", "9000", "--no-sandbox", "--dev-build"]).unwrap(), expected);
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert!(options(&["--port", "70000"]).unwrap_err().to_string().contains("70000"));
        assert!(options(&["--prot"]).unwrap_err().to_string().contains("--prot"));
    }
}
