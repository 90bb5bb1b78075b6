//! The load: connections that are kept, requests written as bytes, signed as the provider signs them.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

use crate::Result;

/// Customers that write.
const CUSTOMERS: u64 = 50_000;
/// Measured only after this.
const WARM_UP: Duration = Duration::from_millis(1000);

/// Where to send and what to sign with.
#[derive(Clone)]
pub struct Target {
    pub address: SocketAddr,
    pub path: String,
    pub app: String,
    pub project: String,
    pub secret: String,
}

/// What came of it.
pub struct Figures {
    pub accepted: u64,
    pub refused: u64,
    seconds: f64,
    /// Microseconds, of those that were measured.
    times: Vec<u32>,
}

impl Figures {
    /// Accepted a second.
    pub fn rate(&self) -> f64 {
        self.times.len() as f64 / self.seconds
    }

    /// A percentile in milliseconds.
    pub fn at(&mut self, percent: f64) -> f64 {
        self.times.sort_unstable();
        let place = (self.times.len() as f64 * percent / 100.0) as usize;
        let place = place.min(self.times.len().saturating_sub(1));
        self.times.get(place).map_or(0.0, |time| f64::from(*time) / 1e3)
    }
}

struct Shared {
    target: Target,
    /// Makes each message id its own.
    next: AtomicU64,
    run: u64,
    mac: Hmac<Sha256>,
    measured_from: Instant,
    until: Instant,
}

/// Sends for so long over so many connections, from an address of loopback of its own.
pub async fn run(target: Target, connections: usize, seconds: Duration, source: u8) -> Result<Figures> {
    let mut streams = Vec::with_capacity(connections);
    for _ in 0..connections {
        let socket = TcpSocket::new_v4()?;
        socket.bind((Ipv4Addr::new(127, 0, 0, source), 0).into())?;
        let stream = socket.connect(target.address).await?;
        stream.set_nodelay(true)?;
        streams.push(stream);
    }
    let run = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis() as u64;
    let mac = Hmac::<Sha256>::new_from_slice(target.secret.as_bytes())?;
    let start = Instant::now();
    let measured_from = start + WARM_UP;
    let until = measured_from + seconds;
    let shared = Arc::new(Shared { target, next: AtomicU64::new(0), run, mac, measured_from, until });
    let tasks: Vec<_> =
        streams.into_iter().map(|stream| tokio::spawn(connection(stream, Arc::clone(&shared)))).collect();
    let mut figures = Figures { accepted: 0, refused: 0, seconds: seconds.as_secs_f64(), times: Vec::new() };
    for task in tasks {
        let one = task.await?.map_err(|error| format!("a connection ended: {error}"))?;
        figures.accepted += one.accepted;
        figures.refused += one.refused;
        figures.times.extend(one.times);
    }
    Ok(figures)
}

async fn connection(mut stream: TcpStream, shared: Arc<Shared>) -> std::io::Result<Figures> {
    let mut figures = Figures { accepted: 0, refused: 0, seconds: 0.0, times: Vec::new() };
    let mut request = Vec::with_capacity(1600);
    let mut answer = Vec::with_capacity(512);
    while Instant::now() < shared.until {
        write_request(&shared, shared.next.fetch_add(1, Ordering::Relaxed), &mut request);
        let start = Instant::now();
        stream.write_all(&request).await?;
        let status = read_status(&mut stream, &mut answer).await?;
        let end = Instant::now();
        if status == 200 {
            figures.accepted += 1;
            if end >= shared.measured_from && end < shared.until {
                figures.times.push(u32::try_from((end - start).as_micros()).unwrap_or(u32::MAX));
            }
        } else {
            figures.refused += 1;
        }
    }
    Ok(figures)
}

/// A message of a customer, as the provider sends it.
fn write_request(shared: &Shared, number: u64, request: &mut Vec<u8>) {
    use std::io::Write;
    let Target { path, app, project, address, .. } = &shared.target;
    let customer = 447_400_000_000 + number.wrapping_mul(7919) % CUSTOMERS;
    let body = format!(
        "{{\"app_id\":\"{app}\",\"project_id\":\"{project}\",\"accepted_time\":\"2026-02-03T04:05:07.123456Z\",\
         \"event_time\":\"2026-02-03T04:05:06Z\",\"message_metadata\":\"\",\"correlation_id\":\"\",\
         \"message\":{{\"id\":\"{id}\",\"direction\":\"TO_APP\",\
         \"contact_message\":{{\"text_message\":{{\"text\":\"Where is my parcel {number}?\"}},\"reply_to\":null}},\
         \"channel_identity\":{{\"channel\":\"WHATSAPP\",\"identity\":\"{customer}\",\"app_id\":\"\"}},\
         \"conversation_id\":\"01EKA07N79THJ20WSN6AS30TMW\",\"contact_id\":\"01EKA07N79THJ20WSN6AS30TTT\",\"metadata\":\"\",\
         \"accept_time\":\"2026-02-03T04:05:07.12Z\",\"sender_id\":\"447860099299\",\"processing_mode\":\"CONVERSATION\",\
         \"injected\":false}}}}",
        id = ulid(number, shared.run),
    );
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let nonce = format!("{:X}N{number:012}", shared.run);
    let mut mac = shared.mac.clone();
    mac.update(body.as_bytes());
    mac.update(format!(".{nonce}.{now}").as_bytes());
    let signature = STANDARD.encode(mac.finalize().into_bytes());
    request.clear();
    // Writing into a vector does not fail.
    let _ = write!(
        request,
        "POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         x-sinch-webhook-signature: {signature}\r\nx-sinch-webhook-signature-timestamp: {now}\r\n\
         x-sinch-webhook-signature-nonce: {nonce}\r\nx-sinch-webhook-signature-algorithm: HmacSHA256\r\n\
         content-length: {}\r\n\r\n{body}",
        body.len()
    );
}

/// An id as the provider makes them: 10 characters of time, 16 that look random and are different for each number.
fn ulid(number: u64, run: u64) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_millis() as u64);
    // Odd, so that each number leads to another one.
    let mixed = number.wrapping_add(run).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let rest = u128::from(mixed) << 16 | u128::from(number & 0xffff);
    let character = |value: u128, place: u32| char::from(ALPHABET[(value >> (5 * place) & 31) as usize]);
    (0..10)
        .rev()
        .map(|place| character(time.into(), place))
        .chain((0..16).rev().map(|place| character(rest, place)))
        .collect()
}

/// Reads one answer to its end and gives its status.
async fn read_status(stream: &mut TcpStream, answer: &mut Vec<u8>) -> std::io::Result<u16> {
    answer.clear();
    loop {
        if stream.read_buf(answer).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        let Some(head) = answer.windows(4).position(|part| part == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&answer[..head]);
        let length = text.lines().find_map(|line| {
            line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok()
        });
        if answer.len() >= head + 4 + length.unwrap_or(0) {
            return Ok(text.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0));
        }
    }
}
