//! Listening, until a signal asks to end.

use std::{future::Future, io, time::Duration};

use tokio::net::{TcpListener, TcpSocket};

use crate::{
    app::Front,
    config::Config,
    connections::{self, Limits},
    housekeeping, outbox,
    state::{AppState, StartError},
};

/// Why serving ended otherwise than asked.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address can't be listened on.
    #[error("{0} can't be listened on: {1}")]
    Listen(std::net::SocketAddr, io::Error),
    /// A part of the proxy does not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The page's folder is not there.
    #[error("STATIC_DIR: {0} has no index.html")]
    NoPage(std::path::PathBuf),
    /// The operating system refuses what serving needs.
    #[error("the operating system refuses: {0}")]
    Io(#[from] io::Error),
}

/// Serves until `end` is there, then lets running requests finish within the settings' time. `started` is told the
/// state and the address that was got.
///
/// # Errors
/// [`ServeError`].
pub async fn serve(
    config: Config,
    end: impl Future<Output = ()> + Send + 'static,
    started: impl FnOnce(&AppState, std::net::SocketAddr),
) -> Result<(), ServeError> {
    if let Some(folder) = &config.static_dir
        && !folder.join("index.html").is_file()
    {
        return Err(ServeError::NoPage(folder.clone()));
    }
    let listen = config.listen;
    let grace = config.shutdown;
    let listener = listen_on(listen).map_err(|error| ServeError::Listen(listen, error))?;
    let address = listener.local_addr()?;
    let state = AppState::open(config, address).await?;
    started(&state, address);
    run(listener, state, end, grace).await
}

/// Connections that may wait to be accepted, as far as the system lets us. Thousands that come at once are not told to come again.
const BACKLOG: u32 = 4096;

fn listen_on(address: std::net::SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // As everywhere but on Windows, where it means something else: connections that ended just now don't keep the address.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

async fn run(
    listener: TcpListener,
    state: AppState,
    end: impl Future<Output = ()> + Send + 'static,
    grace: Duration,
) -> Result<(), ServeError> {
    let asked = state.clone();
    let graceful = async move {
        end.await;
        tracing::info!("ending: no new requests, running ones may finish");
        asked.ending.send_replace(true);
    };
    let mut is_asked = state.ending.subscribe();
    let limits = Limits { most: state.config.connections, client: state.config.client_timeout };
    let worker = outbox::start(&state);
    let tidying = housekeeping::start(&state);
    let serving = connections::serve(
        listener,
        limits,
        Front::whole(&state),
        Front::busy(),
        state.store.shared_metrics(),
        graceful,
    );
    let out_of_time = async move {
        // The sender lives as long as the state, which is held here.
        let _ = is_asked.wait_for(|asked| *asked).await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        () = serving => {}
        () = out_of_time => tracing::warn!("some requests did not finish in time"),
    }
    tidying.abort();
    if let Some(worker) = worker {
        // What is on its way to the console is noted before the database closes.
        worker.ended(grace).await;
    }
    state.store.close().await;
    tracing::info!("ended");
    Ok(())
}

/// The signal for a file that may not grow any further (SIGXFSZ), as Linux, macOS and the BSDs number it.
#[cfg(unix)]
const FILE_SIZE: i32 = 25;

/// Takes SIGTERM and SIGINT (Ctrl-C) over from now on; what is returned waits for one of them. From now on, too, a write beyond the
/// system's limit for a file is an error of that write and not the end of the process. Called within a runtime.
///
/// # Errors
/// The operating system gives no handler.
#[cfg(unix)]
pub fn signals() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    // Taken over once is enough: it stays so.
    drop(signal(SignalKind::from_raw(FILE_SIZE))?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Waits for Ctrl-C.
///
/// # Errors
/// None here.
#[cfg(not(unix))]
pub fn signals() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        // Without a handler there is nothing to wait for.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
