//! How many webhooks a second the proxy takes durably (on the disk before the 2xx), beside a bare floor that is run in the same
//! minute: an axum route that checks an HMAC and hands the body to one SQLite writer that commits groups. Prints figures, judges
//! nothing.
//!
//! `cargo run --release -p whatsapp-proxy --example webhook_bench [-- SECONDS [CONNECTIONS]]`, with nothing else on the machine or
//! behind `nice -n -10`.

mod floor;
mod load;
mod server;

/// As in the proxy's own program, since it is started from here; the floor gets it too.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use std::{error::Error, ffi::OsString, process::ExitCode, time::Duration};

use load::{Figures, Target};
use server::Server;

/// Seconds of each measurement.
const SECONDS: u64 = 6;
/// Connections at once.
const CONNECTIONS: [usize; 3] = [64, 256, 10_000];

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next();
    match first.as_deref() {
        // The servers are this very program, started once more: processes of their own, so that their memory is their own.
        Some("serve") => whatsapp_proxy::command::main(["whatsapp-proxy", "serve"].map(OsString::from)),
        Some("floor") => ended(floor::serve(&arguments.next().unwrap_or_default())),
        Some("measure") => ended(measure(arguments.next().as_deref(), arguments.next().as_deref())),
        // Ten thousand connections need as many file descriptors, here and in the servers.
        seconds => {
            let connections = arguments.next().unwrap_or_default();
            ended(server::with_descriptors(&["measure", seconds.unwrap_or_default(), &connections]))
        }
    }
}

fn ended(result: Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("webhook_bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(seconds: Option<&str>, connections: Option<&str>) -> Result<()> {
    let seconds = Duration::from_secs(seconds.and_then(|text| text.parse().ok()).unwrap_or(SECONDS));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("webhooks taken durably, {} s each, load generator on the same machine", seconds.as_secs());
    println!("connections            a second   p50 ms   p99 ms   max ms   refused    memory after");
    let only = connections.and_then(|text| text.parse().ok()).map(|only| vec![only]);
    for (run, connections) in only.unwrap_or(CONNECTIONS.to_vec()).into_iter().enumerate() {
        let source = 10 + 2 * u8::try_from(run)?;
        let floor = Server::floor()?;
        let base = one(&runtime, "floor", &floor, floor.target()?, connections, seconds, source)?;
        drop(floor);
        let (proxy, target) = runtime.block_on(Server::proxy())?;
        let ours = one(&runtime, "proxy", &proxy, target, connections, seconds, source + 1)?;
        let kept = proxy.events()?;
        if kept < ours.accepted {
            return Err(
                format!("{} webhooks were acknowledged, and {kept} events are there", ours.accepted).into()
            );
        }
        println!("{connections:>11} ratio      {:>8.2}", ours.rate() / base.rate());
    }
    Ok(())
}

fn one(
    runtime: &tokio::runtime::Runtime,
    name: &str,
    server: &Server,
    target: Target,
    connections: usize,
    seconds: Duration,
    source: u8,
) -> Result<Figures> {
    let mut figures = runtime.block_on(load::run(target, connections, seconds, source))?;
    println!(
        "{connections:>11} {name:<10} {:>8.0} {:>8.1} {:>8.1} {:>8.1} {:>9} {:>9.0} MB (most {:.0})",
        figures.rate(),
        figures.at(50.0),
        figures.at(99.0),
        figures.at(100.0),
        figures.refused,
        server.memory("VmRSS"),
        server.memory("VmHWM"),
    );
    Ok(figures)
}
