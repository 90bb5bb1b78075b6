//! Three thousand clients that send a byte now and then, or none at all: whoever comes meanwhile is served, they are closed in time,
//! and they cost little memory.

#![cfg(target_os = "linux")]

use std::{
    process::Command,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

use crate::{
    kill::harness::callback,
    process::{Killed, command, started},
    support::client,
    webhooks::infobip_text,
};

const SLOW: usize = 3_000;
/// What the proxy gives a client for a head, and then for a body.
const LIMIT: Duration = Duration::from_secs(4);
/// How much later a connection may end on a busy machine.
const SLACK: Duration = Duration::from_secs(8);
/// What a slow connection may cost the proxy.
const BYTES_EACH: usize = 48 * 1024;

/// Allows a process so many open files, as far as the system lets us.
fn allow_files(process: u32) {
    let done = Command::new("prlimit").args([&format!("--pid={process}"), "--nofile=8192:"]).status();
    assert!(done.unwrap().success(), "8,192 open files are needed");
}

/// A figure of a process's memory, in bytes.
fn memory(process: u32, name: &str) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(&format!("{name}:"))).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

/// What a slow client does until it is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slow {
    /// Sends a byte of its head now and then.
    Head,
    /// The same of its body.
    Body,
    /// Says nothing.
    Silent,
}

/// Is slow until the proxy ends it; gives how long that took, and what it was told.
async fn be(slow: Slow, address: String, path: String) -> (Slow, Duration, String) {
    let stream = TcpStream::connect(&address).await.unwrap();
    let start = Instant::now();
    let (mut reading, mut writing) = stream.into_split();
    let head = format!("POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: 100000\r\n");
    let (at_once, bit) = match slow {
        Slow::Head => (head, "x"),
        Slow::Body => (format!("{head}\r\n{{"), " "),
        Slow::Silent => (String::new(), ""),
    };
    let dripping = tokio::spawn(async move {
        let mut next = at_once;
        while writing.write_all(next.as_bytes()).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(500)).await;
            next = bit.to_owned();
        }
    });
    let mut told = Vec::new();
    // A reset ends it as well.
    let ended = tokio::time::timeout(2 * LIMIT + SLACK, reading.read_to_end(&mut told)).await;
    dripping.abort();
    assert!(ended.is_ok(), "{slow:?} is still open after {:?}", start.elapsed());
    (slow, start.elapsed(), String::from_utf8(told).unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thousands_of_slow_clients_hinder_nobody_and_are_cut_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = callback(folder.path()).await.unwrap();
    let mut command = command(folder.path());
    command
        .env("WHATSAPP_PROXY_CONNECTIONS", "3200")
        .env("WHATSAPP_PROXY_CLIENT_TIMEOUT_S", LIMIT.as_secs().to_string());
    let (proxy, origin) = started(command);
    let proxy = Killed(proxy);
    let process = proxy.0.id();
    allow_files(process);
    allow_files(std::process::id());
    let post = async |number: usize| {
        // A client of its own, so that each needs a connection of its own.
        let body = infobip_text(&format!("m{number}"), "447400123456", "Hi").to_string();
        let start = Instant::now();
        let reply = client().post(format!("{origin}{path}")).body(body).send().await.unwrap();
        (reply.status().as_u16(), start.elapsed())
    };
    assert_eq!(post(0).await.0, 200);
    let before = memory(process, "VmRSS");

    let mut slow = JoinSet::new();
    let address = origin.trim_start_matches("http://").to_owned();
    for number in 0..SLOW {
        let kind = [Slow::Head, Slow::Body, Slow::Silent][number % 3];
        slow.spawn(be(kind, address.clone(), path.clone()));
        if number % 100 == 99 {
            // Where few may wait to be accepted, the system drops some of many at once, and this is not about that.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    // While they are there, and while they are cut off.
    let (start, mut took) = (Instant::now(), Vec::new());
    while start.elapsed() < LIMIT + Duration::from_secs(1) {
        let (status, time) = post(took.len() + 1).await;
        assert_eq!(status, 200);
        took.push(time);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    took.sort();
    assert!(took.len() > 20, "{took:?}");
    let (middle, longest) = (took[took.len() / 2], took[took.len() - 1]);
    assert!(
        middle < Duration::from_millis(500) && longest < Duration::from_secs(3),
        "{middle:?} {longest:?}"
    );
    let more = memory(process, "VmHWM").saturating_sub(before);
    assert!(more < SLOW * BYTES_EACH, "{} KiB for each", more / SLOW / 1024);

    let mut ended = 0;
    while let Some(one) = slow.join_next().await {
        let (slow, time, told) = one.unwrap();
        assert!(time < LIMIT + SLACK, "{slow:?} took {time:?}");
        match slow {
            Slow::Body => {
                assert!(told.starts_with("HTTP/1.1 503 ") && told.contains("\"body-too-slow\""), "{told}");
                assert!(told.to_lowercase().contains("retry-after: "), "{told}");
            }
            Slow::Head | Slow::Silent => assert_eq!(told, ""),
        }
        ended += 1;
    }
    assert_eq!(ended, SLOW);
    // Their places are free again, and they were counted.
    let figures = client().get(format!("{origin}/metrics")).send().await.unwrap().text().await.unwrap();
    let figure = |name: &str| {
        let line = figures.lines().find_map(|line| line.strip_prefix(&format!("whatsapp_proxy_{name} ")));
        line.unwrap_or_else(|| panic!("{name}: {figures}")).parse::<usize>().unwrap()
    };
    assert!(figure("connections") < 100, "{} are still served", figure("connections"));
    assert!(figure("connections_cut_total") > SLOW / 3, "{} were cut", figure("connections_cut_total"));
    eprintln!(
        "{SLOW} slow clients: others waited {middle:?} in the middle and {longest:?} at most; {} KiB for each",
        more / SLOW / 1024
    );
}
