//! Clients that take their time, and more of them than there is room for: over sockets, byte by byte.

use std::time::{Duration, Instant};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::Running;

const HEAD: &str = "GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n";

async fn connect(proxy: &Running) -> TcpStream {
    TcpStream::connect(proxy.origin.trim_start_matches("http://")).await.unwrap()
}

/// What comes until the other side closes.
async fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    // A reset ends it as well.
    let _ = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes)).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Reads one answer that has no body to wait for beyond what comes with its head.
async fn answer(stream: &mut TcpStream) -> String {
    let mut buffer = vec![0; 4096];
    let count =
        tokio::time::timeout(Duration::from_secs(20), stream.read(&mut buffer)).await.unwrap().unwrap();
    String::from_utf8_lossy(&buffer[..count]).into_owned()
}

#[tokio::test]
async fn a_head_that_drips_is_cut_and_others_are_served_meanwhile() {
    let proxy = Running::start(&[("CLIENT_TIMEOUT_S", "1")]).await;
    let start = Instant::now();
    let dripping: Vec<_> = (0..50)
        .map(|_| {
            let address = proxy.origin.trim_start_matches("http://").to_owned();
            tokio::spawn(async move {
                let mut stream = TcpStream::connect(address).await.unwrap();
                let drip = async |stream: &mut TcpStream| {
                    for byte in HEAD.as_bytes() {
                        if stream.write_all(&[*byte]).await.is_err() {
                            break;
                        }
                        tokio::time::sleep(Duration::from_millis(200)).await;
                    }
                };
                drip(&mut stream).await;
                (start.elapsed(), read(&mut stream).await)
            })
        })
        .collect();
    for _ in 0..5 {
        assert_eq!(proxy.call("GET", "/healthz", None).await.status, 200);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    for one in dripping {
        let (took, got) = one.await.unwrap();
        assert_eq!(got, "", "no answer to half a head");
        assert!(took < Duration::from_secs(5), "{took:?}");
    }
    // One that says nothing at all is cut as well.
    let mut silent = connect(&proxy).await;
    assert_eq!(read(&mut silent).await, "");
}

#[tokio::test]
async fn a_body_that_drips_is_answered_in_time() {
    let proxy = Running::start(&[("CLIENT_TIMEOUT_S", "1")]).await;
    for framing in ["content-length: 1000", "transfer-encoding: chunked"] {
        let mut stream = connect(&proxy).await;
        let head = format!(
            "POST /api/v1/integrations HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n{framing}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        let (start, chunk) = (Instant::now(), if framing.contains("chunked") { "1\r\n \r\n" } else { " " });
        let (mut reading, mut writing) = stream.into_split();
        let drip = tokio::spawn(async move {
            while writing.write_all(chunk.as_bytes()).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        // The answer, and then the end: what is left of the body is not waited for.
        let mut got = Vec::new();
        let _ = tokio::time::timeout(Duration::from_secs(10), reading.read_to_end(&mut got))
            .await
            .expect("still open");
        drip.abort();
        let got = String::from_utf8(got).unwrap();
        assert!(got.starts_with("HTTP/1.1 408 "), "{framing}: {got}");
        assert!(got.contains("\"body-too-slow\"") && got.contains("\"retry\":\"later\""), "{got}");
        assert!((900..5000).contains(&start.elapsed().as_millis()), "{:?}", start.elapsed());
    }
}

#[tokio::test]
async fn a_request_in_pieces_that_is_in_time_is_served() {
    let proxy = Running::start(&[("CLIENT_TIMEOUT_S", "5")]).await;
    let mut stream = connect(&proxy).await;
    stream.set_nodelay(true).unwrap();
    let request = "POST /api/v1/integrations HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 23\r\n\r\n{\"provider\":\"infobip\" }";
    for piece in request.as_bytes().chunks(40) {
        stream.write_all(piece).await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let got = read(&mut stream).await;
    assert!(got.starts_with("HTTP/1.1 422 "), "{got}");
}

#[tokio::test]
async fn an_idle_connection_is_closed_and_a_long_answer_is_not() {
    let proxy = Running::start(&[("CLIENT_TIMEOUT_S", "1")]).await;
    let mut idle = connect(&proxy).await;
    for _ in 0..3 {
        idle.write_all(HEAD.as_bytes()).await.unwrap();
        assert!(answer(&mut idle).await.starts_with("HTTP/1.1 200 "));
        tokio::time::sleep(Duration::from_millis(400)).await;
    }
    assert_eq!(read(&mut idle).await, "");
    // The event stream's client has said all it has to say.
    let mut stream = connect(&proxy).await;
    let head = "GET /sandbox/api/messages/stream HTTP/1.1\r\nhost: localhost\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    assert!(answer(&mut stream).await.starts_with("HTTP/1.1 200 "));
    tokio::time::sleep(Duration::from_secs(3)).await;
    let (_, id) = proxy.account("infobip").await;
    assert_eq!(proxy.post("/api/v1/quick-tests", crate::support::text_test(&id)).await.status, 201);
    assert!(answer(&mut stream).await.contains("data:"), "the message comes down the open stream");
}

#[tokio::test]
async fn connections_beyond_the_limit_are_told_so_and_served_when_there_is_room() {
    let proxy = Running::start(&[("CONNECTIONS", "3"), ("CLIENT_TIMEOUT_S", "2")]).await;
    // Three that hold their places without a word.
    let mut silent = Vec::new();
    for _ in 0..3 {
        silent.push(connect(&proxy).await);
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    for _ in 0..100 {
        let mut refused = connect(&proxy).await;
        refused.write_all(HEAD.as_bytes()).await.unwrap();
        let got = read(&mut refused).await;
        assert!(got.starts_with("HTTP/1.1 503 "), "{got}");
        let lower = got.to_lowercase();
        assert!(lower.contains("retry-after: 1\r\n") && lower.contains("connection: close\r\n"), "{got}");
        assert!(got.contains("\"too-many-connections\"") && got.contains("\"retry\":\"later\""), "{got}");
    }
    // One goes, one comes.
    drop(silent.pop());
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(proxy.call("GET", "/healthz", None).await.status, 200);
    // Those that never say a word lose their places; so do refused ones that say nothing, more than are refused at a time.
    let mut crowd = Vec::new();
    for _ in 0..200 {
        crowd.push(connect(&proxy).await);
    }
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(20) {
        let mut next = connect(&proxy).await;
        next.write_all(HEAD.as_bytes()).await.unwrap();
        if answer(&mut next).await.starts_with("HTTP/1.1 200 ") {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("no room after {:?}", start.elapsed());
}

#[tokio::test]
async fn silent_and_half_said_connections_do_not_hold_the_end_up() {
    let mut proxy = Running::start(&[("CLIENT_TIMEOUT_S", "2")]).await;
    let silent = connect(&proxy).await;
    let mut half = connect(&proxy).await;
    half.write_all(&HEAD.as_bytes()[..20]).await.unwrap();
    let mut idle = connect(&proxy).await;
    idle.write_all(HEAD.as_bytes()).await.unwrap();
    assert!(answer(&mut idle).await.starts_with("HTTP/1.1 200 "));
    let start = Instant::now();
    proxy.end();
    (&mut proxy.task).await.unwrap().unwrap();
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
    drop((silent, half, idle));
}

#[tokio::test]
async fn a_client_that_never_reads_loses_its_place() {
    let proxy = Running::start(&[("CONNECTIONS", "1"), ("CLIENT_TIMEOUT_S", "1")]).await;
    let greedy = connect(&proxy).await;
    let (unread, mut writing) = greedy.into_split();
    // Far more than fits between the two, however the system stretches its buffers.
    let asking = tokio::spawn(async move {
        let request = "GET /openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n".repeat(100);
        while writing.write_all(request.as_bytes()).await.is_ok() {}
    });
    // Its place is taken for as long as its answers go into buffers.
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(proxy.call("GET", "/healthz", None).await.status, 503);
    let start = Instant::now();
    while proxy.call("GET", "/healthz", None).await.status != 200 {
        assert!(start.elapsed() < Duration::from_secs(15), "it still has its place");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    tokio::time::timeout(Duration::from_secs(5), asking).await.unwrap().unwrap();
    drop(unread);
}
