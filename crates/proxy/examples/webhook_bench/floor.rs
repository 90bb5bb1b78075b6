//! The floor: what a durable webhook costs when nothing is done with it.

use std::sync::Arc;

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::sync::{mpsc, oneshot};

use crate::Result;

/// What the bodies are signed with.
pub const SECRET: &str = "floor-secret";

type Job = (Bytes, oneshot::Sender<bool>);

struct Floor {
    mac: Hmac<Sha256>,
    jobs: mpsc::UnboundedSender<Job>,
}

/// Serves on a free port, which is printed, until it is killed.
pub fn serve(folder: &str) -> Result<()> {
    let connection = rusqlite::Connection::open(std::path::Path::new(folder).join("floor.sqlite"))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch("CREATE TABLE bodies (place INTEGER PRIMARY KEY, body BLOB NOT NULL)")?;
    let (jobs, inbox) = mpsc::unbounded_channel();
    std::thread::spawn(move || write(&connection, inbox));
    let floor = Arc::new(Floor { mac: Hmac::new_from_slice(SECRET.as_bytes())?, jobs });
    let app = Router::new().route("/floor", post(receive)).with_state(floor);
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        println!("http://{}", listener.local_addr()?);
        axum::serve(listener, app).await?;
        Ok(())
    })
}

async fn receive(State(floor): State<Arc<Floor>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let header = |name: &str| headers.get(name).map(|value| value.as_bytes()).unwrap_or_default();
    let mut mac = floor.mac.clone();
    mac.update(&body);
    mac.update(b".");
    mac.update(header("x-sinch-webhook-signature-nonce"));
    mac.update(b".");
    mac.update(header("x-sinch-webhook-signature-timestamp"));
    let Ok(signature) = STANDARD.decode(header("x-sinch-webhook-signature")) else {
        return StatusCode::UNAUTHORIZED;
    };
    if mac.verify_slice(&signature).is_err() {
        return StatusCode::UNAUTHORIZED;
    }
    let (answer, answered) = oneshot::channel();
    if floor.jobs.send((body, answer)).is_err() || !answered.await.unwrap_or(false) {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    StatusCode::OK
}

fn write(connection: &rusqlite::Connection, mut inbox: mpsc::UnboundedReceiver<Job>) {
    while let Some(first) = inbox.blocking_recv() {
        let mut group = vec![first];
        while group.len() < 1024
            && let Ok(next) = inbox.try_recv()
        {
            group.push(next);
        }
        let written = (|| -> rusqlite::Result<()> {
            connection.execute_batch("BEGIN IMMEDIATE")?;
            let mut insert = connection.prepare_cached("INSERT INTO bodies (body) VALUES (?)")?;
            for (body, _) in &group {
                insert.execute([&body[..]])?;
            }
            drop(insert);
            connection.execute_batch("COMMIT")
        })();
        for (_, answer) in group {
            let _ = answer.send(written.is_ok());
        }
    }
}
