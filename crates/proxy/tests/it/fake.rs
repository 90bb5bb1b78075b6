//! A provider that misbehaves by script: raw bytes on a loopback port, and a record of what it got.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// What it does after a whole request has come.
#[derive(Debug, Clone)]
pub enum Step {
    Write(Vec<u8>),
    Wait(Duration),
    /// Writes these bytes again and again until the other side goes.
    Flood(Vec<u8>),
    /// Ends the connection with a reset.
    Reset,
}

/// A running fake provider.
pub struct Fake {
    pub address: SocketAddr,
    /// Whole requests, as they came.
    pub got: Arc<Mutex<Vec<String>>>,
    /// Connections, with or without a request.
    pub connections: Arc<Mutex<usize>>,
}

impl Fake {
    /// Answers every request with these steps, then closes.
    pub async fn start(steps: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (got, connections) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<Mutex<usize>>::default());
        let (record, count) = (got.clone(), connections.clone());
        tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else { return };
                *count.lock().unwrap() += 1;
                tokio::spawn(serve(stream, steps.clone(), record.clone()));
            }
        });
        Self { address, got, connections }
    }

    /// Answers with this status line and body.
    pub async fn answering(status: &str, headers: &str, body: &str) -> Self {
        let text = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len());
        Self::start(vec![Step::Write(text.into_bytes())]).await
    }

    /// Base URL of an Infobip account that leads here, while this address counts as the sandbox's.
    pub fn base_url(&self) -> String {
        format!("http://{}/sandbox/infobip", self.address)
    }

    pub fn requests(&self) -> Vec<String> {
        self.got.lock().unwrap().clone()
    }
}

async fn serve(mut stream: tokio::net::TcpStream, steps: Vec<Step>, record: Arc<Mutex<Vec<String>>>) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while !is_whole(&bytes) {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
        }
    }
    record.lock().unwrap().push(String::from_utf8_lossy(&bytes).into_owned());
    for step in steps {
        let written = match step {
            Step::Write(bytes) => stream.write_all(&bytes).await,
            Step::Wait(time) => {
                tokio::time::sleep(time).await;
                Ok(())
            }
            Step::Flood(bytes) => loop {
                if let Err(error) = stream.write_all(&bytes).await {
                    break Err(error);
                }
            },
            Step::Reset => {
                let _ = stream.set_zero_linger();
                return;
            }
        };
        if written.is_err() {
            return;
        }
    }
    let _ = stream.shutdown().await;
}

fn is_whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:"))
        .map_or(0, |length| length.trim().parse::<usize>().unwrap());
    body.len() >= length
}
