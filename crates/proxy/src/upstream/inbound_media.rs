//! A file that a customer sent, fetched where the provider keeps it. The account's key goes along only to hosts that the
//! provider owns; any other public host is asked without it, and so is whatever a redirect leads to.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};
use reqwest::{
    Response,
    header::{ACCEPT_ENCODING, AUTHORIZATION, HeaderValue, LOCATION},
};
use url::Url;
use whatsapp_domain::{Authorization, Finding, Outcome, Secret};
use zeroize::Zeroizing;

use super::{Failure, Login, Sent, TokenKey, Upstream};

/// Bytes that a file may have: the most that WhatsApp lets anybody send, documents of 100 MB.
pub(crate) const BYTES_MAX: u64 = 100 * 1024 * 1024;
/// Redirects that are followed.
const REDIRECTS_MAX: usize = 3;
/// Time for all of it; large files on slow lines take a while.
const WHOLE: Duration = Duration::from_secs(300);
/// Bytes that are looked at to tell what it is.
const HEAD: usize = 4096;

/// A file on its way.
pub(crate) struct Fetched {
    /// Its first bytes.
    pub(crate) head: Vec<u8>,
    /// Its size, where it was told.
    pub(crate) size: Option<u64>,
    rest: Response,
}

/// Why there is no file.
#[derive(Debug)]
pub(crate) enum NoFile {
    /// The address may not be called.
    Blocked,
    /// The provider has it no more.
    Gone,
    /// It is larger than what may be.
    TooLarge,
    /// The provider did not give it.
    Refused(u16),
    /// No answer came.
    Failed(Failure),
    /// A secret is missing.
    NoSecret(Box<Finding>),
    /// No token could be had.
    NoToken(Box<Outcome>),
}

impl Upstream {
    /// Fetches a file for this account.
    ///
    /// # Errors
    /// [`NoFile`].
    pub(crate) async fn inbound_media(&self, login: Login<'_>, address: &str) -> Result<Fetched, NoFile> {
        let first = login.provider.media_request(login.settings, address).ok_or(NoFile::Blocked)?;
        let owns = |host: &str| login.provider.owns_host(host);
        let (mut next, mut with_key) = (first.request.url, first.authorized);
        for hop in 0..=REDIRECTS_MAX {
            // What has left the provider's hosts never comes back with the key.
            let own = self.caller.guard().judge(&next, &owns).ok().filter(|_| with_key);
            with_key = own.is_some();
            let url = match own {
                Some(url) => url,
                None => self.caller.guard().judge_media(&next).map_err(|_| NoFile::Blocked)?,
            };
            // What starts in public never ends in the sandbox.
            if hop > 0 && !with_key && self.policy().is_sandbox_media(url.as_str()) {
                return Err(NoFile::Blocked);
            }
            let response = self.get(login, &url, with_key).await?;
            let status = response.status().as_u16();
            match status {
                200 => return read(response).await,
                301 | 302 | 303 | 307 | 308 => {
                    let target = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
                    let target = target.and_then(|target| url.join(target).ok());
                    let mut target = target.ok_or(NoFile::Refused(status))?;
                    target.set_fragment(None);
                    next = target.into();
                }
                404 | 410 => return Err(NoFile::Gone),
                status => return Err(NoFile::Refused(status)),
            }
        }
        Err(NoFile::Refused(302))
    }

    async fn get(&self, login: Login<'_>, url: &Url, with_key: bool) -> Result<Response, NoFile> {
        let mut request =
            self.caller.client.get(url.clone()).timeout(WHOLE).header(ACCEPT_ENCODING, "identity");
        if with_key {
            request = request.header(AUTHORIZATION, self.key(login).await?);
        }
        request.send().await.map_err(|error| NoFile::Failed(Failure::of(&error)))
    }

    /// The header that proves whose account it is.
    async fn key(&self, login: Login<'_>) -> Result<HeaderValue, NoFile> {
        let found = login.provider.authorization(login.settings, login.secrets).map_err(NoFile::NoSecret)?;
        match found {
            Authorization::Header { scheme, credentials } => header(scheme, &credentials),
            Authorization::Token { request, scheme, credentials, cache_key } => {
                let key = TokenKey::new(&cache_key, &credentials);
                let fetch = || self.fetch_token(login.provider, &request, scheme, &credentials);
                match self.tokens.get(&key, None, fetch).await {
                    Ok((token, _)) => header("Bearer", &token),
                    Err(stopped) => Err(match *stopped {
                        Sent::NoToken { outcome, .. } => NoFile::NoToken(outcome),
                        Sent::Called(_) => NoFile::Failed(Failure::Cut),
                    }),
                }
            }
        }
    }
}

fn header(scheme: &str, credentials: &Secret) -> Result<HeaderValue, NoFile> {
    let text = Zeroizing::new(format!("{scheme} {}", credentials.expose()));
    let mut value = HeaderValue::from_str(&text).map_err(|_| NoFile::Failed(Failure::Unsendable))?;
    value.set_sensitive(true);
    Ok(value)
}

async fn read(mut response: Response) -> Result<Fetched, NoFile> {
    let size = response.content_length();
    if size.is_some_and(|size| size > BYTES_MAX) {
        return Err(NoFile::TooLarge);
    }
    let mut head = Vec::new();
    while head.len() < HEAD {
        match response.chunk().await {
            Ok(Some(chunk)) => head.extend_from_slice(&chunk),
            Ok(None) => break,
            Err(_) => return Err(NoFile::Failed(Failure::BodyCut)),
        }
    }
    Ok(Fetched { head, size, rest: response })
}

impl Fetched {
    /// The whole file, piece by piece. It breaks off where it gets longer than a file may be, or the provider does.
    pub(crate) fn into_stream(self) -> impl Stream<Item = std::io::Result<Bytes>> {
        let head = Bytes::from(self.head);
        let left = BYTES_MAX.saturating_sub(head.len() as u64);
        let rest = stream::unfold(Some((self.rest, left)), |state| async move {
            let (mut response, left) = state?;
            match response.chunk().await {
                Ok(Some(chunk)) => match left.checked_sub(chunk.len() as u64) {
                    Some(left) => Some((Ok(chunk), Some((response, left)))),
                    None => Some((Err(std::io::Error::other("the file is too large")), None)),
                },
                Ok(None) => None,
                Err(_) => Some((Err(std::io::ErrorKind::UnexpectedEof.into()), None)),
            }
        });
        stream::once(async { Ok(head) }).chain(rest)
    }
}
