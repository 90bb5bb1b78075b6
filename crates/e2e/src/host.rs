//! A page of somebody else's, on an origin of its own: what an element is embedded in.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::{Failure, given};

/// Where the package's files stand on the host's page.
pub const PACKAGE: &str = "/whatsapp/";
/// Where they stand a second time, as in a page that loads the elements twice.
pub const COPY: &str = "/copy/";

/// One answer of the host.
#[derive(Debug, Clone)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Header lines, name and value.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A page.
    #[must_use]
    pub fn page(html: &str) -> Self {
        Self::typed("text/html; charset=utf-8", html.as_bytes().to_vec())
    }

    /// Something of a media type.
    #[must_use]
    pub fn typed(media_type: &str, body: Vec<u8>) -> Self {
        Self { status: 200, headers: vec![("content-type".into(), media_type.into())], body }
    }

    /// An answer without a body.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

type Answers = Arc<Mutex<BTreeMap<String, Answer>>>;
/// Folders whose files are answered, by the beginning of their paths.
type Folders = Arc<Mutex<BTreeMap<String, PathBuf>>>;
/// Where calls of the API go that the page makes to its own origin.
type Behind = Arc<Mutex<Option<SocketAddr>>>;

/// A server that ends with the test. What the test did not say is answered from the built page's folder.
pub struct Host {
    /// Where it listens.
    pub address: SocketAddr,
    answers: Answers,
    behind: Behind,
    folders: Folders,
    task: tokio::task::JoinHandle<()>,
}

impl Host {
    /// Starts on a free port.
    pub async fn start() -> Result<Self, Failure> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let files = given("WHATSAPP_E2E_PAGE")?;
        let answers = Answers::default();
        if let Ok(mut known) = answers.lock() {
            // Browsers ask for it, whatever the page says.
            known.insert("/favicon.ico".into(), Answer::status(204));
        }
        let behind = Behind::default();
        let folders = Folders::default();
        let inside = Inside {
            answers: Arc::clone(&answers),
            behind: Arc::clone(&behind),
            folders: Arc::clone(&folders),
        };
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, inside.clone()));
            }
        });
        let host = Self { address, answers, behind, folders, task };
        host.serves(PACKAGE, files.clone());
        host.serves(COPY, files);
        Ok(host)
    }

    /// `http://127.0.0.1:4000`
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Hands `/api` and `/sandbox` on to a proxy, as a server in front of both does.
    pub fn stands_before(&self, proxy: SocketAddr) {
        if let Ok(mut behind) = self.behind.lock() {
            *behind = Some(proxy);
        }
    }

    /// Answers paths with this beginning from a folder.
    pub fn serves(&self, beginning: &str, folder: PathBuf) {
        if let Ok(mut folders) = self.folders.lock() {
            folders.insert(beginning.to_owned(), folder);
        }
    }

    /// Answers a path like this from now on.
    pub fn says(&self, path: &str, answer: Answer) {
        if let Ok(mut answers) = self.answers.lock() {
            answers.insert(path.to_owned(), answer);
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What an answer is made from.
#[derive(Clone)]
struct Inside {
    answers: Answers,
    behind: Behind,
    folders: Folders,
}

async fn answer(mut stream: TcpStream, inside: Inside) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        if head.len() > 64 * 1024 || stream.read(&mut byte).await? == 0 {
            return Ok(());
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head);
    let path = head.split(' ').nth(1).and_then(|target| target.split('?').next()).unwrap_or("/").to_owned();
    let proxy = inside.behind.lock().ok().and_then(|behind| *behind);
    if let Some(proxy) = proxy.filter(|_| path.starts_with("/api/") || path.starts_with("/sandbox/")) {
        return hand_on(stream, &head, proxy).await;
    }
    let said = inside.answers.lock().ok().and_then(|answers| answers.get(&path).cloned());
    let answer = said.unwrap_or_else(|| file(&inside.folders, &path));
    let mut text = format!(
        "HTTP/1.1 {} -\r\nconnection: close\r\ncontent-length: {}\r\n",
        answer.status,
        answer.body.len()
    );
    for (name, value) in &answer.headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("\r\n");
    stream.write_all(text.as_bytes()).await?;
    stream.write_all(&answer.body).await?;
    stream.shutdown().await
}

/// The same request to the proxy under its own name, one for each connection, and its answer back.
async fn hand_on(mut stream: TcpStream, head: &str, proxy: SocketAddr) -> std::io::Result<()> {
    let mut behind = TcpStream::connect(proxy).await?;
    let kept = head.lines().take_while(|line| !line.is_empty()).filter(|line| {
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        name != "host" && name != "connection"
    });
    let mut request: String = kept.map(|line| format!("{line}\r\n")).collect();
    request.push_str(&format!("host: {proxy}\r\nconnection: close\r\n\r\n"));
    behind.write_all(request.as_bytes()).await?;
    tokio::io::copy_bidirectional(&mut stream, &mut behind).await.map(drop)
}

/// A file of one of the folders.
fn file(folders: &Folders, path: &str) -> Answer {
    let folders = folders.lock().map(|folders| folders.clone()).unwrap_or_default();
    let found =
        folders.iter().find_map(|(beginning, folder)| Some((folder, path.strip_prefix(beginning.as_str())?)));
    let Some((folder, name)) = found.filter(|(_, name)| !name.split('/').any(|part| part.starts_with('.')))
    else {
        return Answer::status(404);
    };
    let media_type = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    };
    std::fs::read(folder.join(name))
        .map_or_else(|_| Answer::status(404), |body| Answer::typed(media_type, body))
}
