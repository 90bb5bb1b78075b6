//! A look at a media file: its first bytes, through a few redirects, each judged like the address itself. No key, no
//! cookie and nothing of the request that asked for it goes along.

use std::time::{Duration, Instant};

use reqwest::{
    Response, StatusCode,
    header::{ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, LOCATION, RANGE},
};
use url::Url;
use whatsapp_domain::media_probe::findings::Unreached;
use whatsapp_engine::url::UrlRefusal;

use super::{Failure, Upstream};

/// Bytes that are read of a file.
const BYTES_MAX: usize = 64 * 1024;
/// Redirects that are followed.
const REDIRECTS_MAX: usize = 3;
/// Time for all of it.
const WHOLE: Duration = Duration::from_secs(10);

/// The address of a media file that may be called.
#[derive(Debug, Clone)]
pub struct Judged(Url);

impl Judged {
    /// The address.
    pub fn url(&self) -> &Url {
        &self.0
    }
}

/// What a look brought.
#[derive(Debug)]
pub struct Look {
    /// The address that was called last.
    pub url: Url,
    /// Was it reached by a redirect?
    pub redirected: bool,
    /// The answer, or why there is none.
    pub file: Result<File, Unreached>,
    /// From the first byte out to the last byte in.
    pub duration: Duration,
}

/// An answer that is no redirect.
#[derive(Debug, Default)]
pub struct File {
    /// Its status.
    pub status: u16,
    /// The declared type.
    pub declared: Option<String>,
    /// The size of the whole file, where it is told or the whole of it came.
    pub size: Option<u64>,
    /// Its first bytes.
    pub bytes: Vec<u8>,
    /// Did they stop coming before their end?
    pub is_cut: bool,
}

impl Upstream {
    /// The address of a media file, judged from its text; nothing is looked up or connected.
    ///
    /// # Errors
    /// What stands against it.
    pub fn judge_media(&self, address: &str) -> Result<Judged, UrlRefusal> {
        self.caller.guard().judge_media(address).map(Judged)
    }

    /// Looks at the beginning of the file at an address.
    pub async fn look(&self, address: Judged) -> Look {
        let start = Instant::now();
        let whole = self.caller.whole.min(WHOLE);
        let Judged(mut url) = address;
        // What starts in public never ends in the sandbox.
        let is_sandbox = self.policy().is_sandbox_media(url.as_str());
        let mut redirects = 0;
        let file = loop {
            let Some(left) = whole.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) else {
                break Err(Unreached::Silent { seconds: whole.as_secs() });
            };
            let response = match self.first_bytes(&url, left).await {
                Ok(response) => response,
                Err(failure) => break Err(unreached(failure, whole)),
            };
            let Some(target) = target(&response) else { break Ok(read(response).await) };
            if redirects == REDIRECTS_MAX {
                break Err(Unreached::Redirects { followed: redirects });
            }
            match self.follow(&url, &target, is_sandbox) {
                Ok(next) => url = next,
                Err(why) => break Err(why),
            }
            redirects += 1;
        };
        let duration = start.elapsed();
        tracing::debug!(
            host = url.host_str().unwrap_or_default(),
            redirects,
            status = file.as_ref().ok().map(|file| file.status),
            duration_us = duration.as_micros(),
            "looked at a file"
        );
        Look { url, redirected: redirects > 0, file, duration }
    }

    async fn first_bytes(&self, url: &Url, left: Duration) -> Result<Response, Failure> {
        let request = self
            .caller
            .client
            .get(url.clone())
            .timeout(left)
            .header(RANGE, format!("bytes=0-{}", BYTES_MAX - 1))
            .header(ACCEPT_ENCODING, "identity");
        request.send().await.map_err(|error| Failure::of(&error))
    }

    fn follow(&self, from: &Url, target: &str, from_sandbox: bool) -> Result<Url, Unreached> {
        let mut next = from.join(target).map_err(|_| Unreached::Redirect)?;
        // A browser keeps it to itself.
        next.set_fragment(None);
        let judged = self.caller.guard().judge_media(next.as_str()).map_err(|refusal| {
            let inside = [
                "url-address-not-public",
                "url-reserved-name",
                "url-single-label",
                "url-name-embeds-address",
            ];
            if inside.contains(&refusal.code.as_str()) { Unreached::Inside } else { Unreached::Redirect }
        })?;
        if !from_sandbox && self.policy().is_sandbox_media(judged.as_str()) {
            return Err(Unreached::Inside);
        }
        Ok(judged)
    }
}

/// Where a redirect leads to.
fn target(response: &Response) -> Option<String> {
    let follows = matches!(
        response.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    let location = response.headers().get(LOCATION).filter(|_| follows)?;
    Some(String::from_utf8_lossy(location.as_bytes()).into_owned())
}

async fn read(mut response: Response) -> File {
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    let status = response.status();
    let told = match status {
        StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => {
            header(CONTENT_RANGE).and_then(|range| range.rsplit_once('/')?.1.trim().parse().ok())
        }
        _ => header(CONTENT_LENGTH).and_then(|length| length.trim().parse().ok()),
    };
    let declared = response.headers().get(CONTENT_TYPE);
    let declared = declared.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let mut bytes = Vec::new();
    let (ended, is_cut) = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = BYTES_MAX - bytes.len();
                bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if bytes.len() == BYTES_MAX {
                    break (false, false);
                }
            }
            Ok(None) => break (true, false),
            // The beginning is worth a look even so.
            Err(_) => break (false, true),
        }
    };
    // An empty file has no part to ask for, so that is what some servers answer about one.
    let status = match (status, told) {
        (StatusCode::RANGE_NOT_SATISFIABLE, Some(0)) => StatusCode::OK,
        _ => status,
    };
    if status == StatusCode::OK && bytes.is_empty() && told == Some(0) {
        return File { status: status.as_u16(), declared, size: Some(0), bytes, is_cut };
    }
    // Without a part asked for being sent, all that came is all there is.
    let size = told.or_else(|| (ended && status == StatusCode::OK).then_some(bytes.len() as u64));
    File { status: status.as_u16(), declared, size, bytes, is_cut }
}

fn unreached(failure: Failure, whole: Duration) -> Unreached {
    match failure {
        Failure::Blocked => Unreached::Inside,
        Failure::Name => Unreached::Name,
        Failure::Refused => Unreached::Refused,
        Failure::Tls => Unreached::Tls,
        Failure::ConnectTimeout | Failure::Unreachable => Unreached::Network,
        Failure::Timeout => Unreached::Silent { seconds: whole.as_secs() },
        Failure::Unsendable => Unreached::Redirect,
        Failure::Cut | Failure::BodyCut => Unreached::Cut,
    }
}
