//! Runs the sandbox by itself on the loopback address: `cargo run -p whatsapp-sandbox --example serve [port]`.
//! Without a port the system picks a free one; the address is printed.

use std::net::{Ipv4Addr, SocketAddr};
use whatsapp_sandbox::Sandbox;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).init();
    let port = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    let listener = tokio::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let sandbox = Sandbox::new();
    print!("{origin}/sandbox\n\n{}", sandbox.banner(&origin));
    let app = axum::Router::new().nest("/sandbox", sandbox.router());
    let stop = async move {
        // An error here means that no signal can be heard; the server then runs until it is killed.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        sandbox.close();
    };
    axum::serve(listener, app).with_graceful_shutdown(stop).await
}
