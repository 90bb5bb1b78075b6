//! Connections: how many at once, how long they may take over a request's head or an answer, and how they end. A client that sends a byte
//! a second holds a place for seconds, not for as long as it likes.

mod stalled;

use std::{io, sync::Arc, time::Duration};

use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};

use crate::{app::Front, metrics::Metrics};
use stalled::NotStalled;

/// Connections beyond the limit that are told so at a time. Further ones wait in the operating system's queue.
const REFUSED_AT_ONCE: usize = 128;
/// Time that such a connection has for a request's head, so that silent ones don't keep the answer from others.
const REFUSED_WITHIN: Duration = Duration::from_secs(1);
/// Longest head of a request, in bytes.
const HEAD_MAX: usize = 64 * 1024;
/// Pause after the operating system refused a connection for lack of something, mostly file descriptors.
const PAUSE: Duration = Duration::from_millis(200);

/// Limits of connections.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// At once.
    pub(crate) most: usize,
    /// For a request's head, counted from the connection's begin or the request before; and for taking any part of an answer.
    pub(crate) client: Duration,
}

/// Serves `app` until `ending` is there, then lets running requests finish. Beyond the limit, `busy` answers one request of a
/// connection.
pub(crate) async fn serve(
    listener: TcpListener,
    limits: Limits,
    app: Front,
    busy: Front,
    metrics: Arc<Metrics>,
    ending: impl Future<Output = ()>,
) {
    let http = |head: Duration| {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(head).max_buf_size(HEAD_MAX);
        http
    };
    let (serving, refusing) = (http(limits.client), http(limits.client.min(REFUSED_WITHIN)));
    let (seats, refusals) =
        (Arc::new(Semaphore::new(limits.most)), Arc::new(Semaphore::new(REFUSED_AT_ONCE)));
    let running = GracefulShutdown::new();
    let mut ending = std::pin::pin!(ending);
    loop {
        let (stream, refusal) = tokio::select! {
            next = next(&listener, &refusals) => next,
            () = &mut ending => break,
        };
        let (http, service, place) = match Arc::clone(&seats).try_acquire_owned() {
            Ok(seat) => (&serving, app.clone(), Some(seat)),
            Err(_) => {
                metrics.connection_refused();
                (&refusing, busy.clone(), refusal)
            }
        };
        let stream = TokioIo::new(NotStalled::new(stream, limits.client));
        let connection = running.watch(http.serve_connection(stream, service));
        let (metrics, counted) = (Arc::clone(&metrics), metrics.connected());
        tokio::spawn(async move {
            let (_place, _counted) = (place, counted);
            if let Err(error) = connection.await {
                metrics.connection_cut();
                // The other side went away, or was too slow, or did not speak HTTP.
                tracing::debug!(cause = %error, "a connection ended early");
            }
        });
    }
    // From now on the operating system refuses.
    drop(listener);
    running.shutdown().await;
}

/// The next connection, and a place among those that may be refused.
async fn next(
    listener: &TcpListener,
    refusals: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // Never closed, so there always is a place in the end.
    let refusal = Arc::clone(refusals).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are written in one piece; waiting for more to send would only delay them.
                let _ = stream.set_nodelay(true);
                return (stream, refusal);
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(cause = %error, "no connection can be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Did only the connection fail that was about to be accepted?
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}
