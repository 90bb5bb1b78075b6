//! A URL taken apart from how the browser's own WHATWG parser writes it.
//!
//! In a browser, the parser of the crate `url` would be a second one, and most of it is Unicode's tables for names in other
//! scripts: a tenth of the module. `URL` reads the same by the same rules. What it writes is unambiguous, so what the judge
//! asks of a URL is cut out of that. Outside of browsers, and wherever a call is made, the crate reads.

use std::net::{Ipv4Addr, Ipv6Addr};

/// A host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Host<S = String> {
    /// A name in lower-case ASCII.
    Domain(S),
    /// An address.
    Ipv4(Ipv4Addr),
    /// An address, written in square brackets.
    Ipv6(Ipv6Addr),
}

#[cfg(target_arch = "wasm32")]
impl Host<&str> {
    pub fn to_owned(&self) -> Host {
        match *self {
            Self::Domain(name) => Host::Domain(name.into()),
            Self::Ipv4(ip) => Host::Ipv4(ip),
            Self::Ipv6(ip) => Host::Ipv6(ip),
        }
    }
}

/// A URL with an authority, such as those of `https`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    text: String,
    /// Where the host begins.
    host: usize,
    /// Where it ends.
    host_end: usize,
    /// Where the path begins.
    path: usize,
    /// Where it ends: at a `?`, a `#` or the end.
    path_end: usize,
}

impl Url {
    /// The text as the browser reads it.
    #[cfg(target_arch = "wasm32")]
    pub fn parse(text: &str) -> Result<Self, ()> {
        super::browser::parse(text).and_then(Self::of).ok_or(())
    }

    /// A URL as a parser wrote it; none without an authority.
    pub fn of(text: String) -> Option<Self> {
        let authority = text.find("://")? + 3;
        let ends =
            |from: usize, signs: &[char]| text[from..].find(signs).map_or(text.len(), |length| from + length);
        let path = ends(authority, &['/', '?', '#']);
        let host = text[authority..path].rfind('@').map_or(authority, |at| authority + at + 1);
        let bracket = text[host..path].find(']').unwrap_or_default();
        let host_end = text[host + bracket..path].find(':').map_or(path, |colon| host + bracket + colon);
        let path_end = ends(path, &['?', '#']);
        Some(Self { host, host_end, path, path_end, text })
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub fn scheme(&self) -> &str {
        self.text.split(':').next().unwrap_or_default()
    }

    /// What stands before the host: nothing, or a user name with what belongs to it.
    pub fn username(&self) -> &str {
        &self.text[self.scheme().len() + 3..self.host]
    }

    /// Part of [`Self::username`] here.
    #[cfg(target_arch = "wasm32")]
    pub fn password(&self) -> Option<&str> {
        None
    }

    pub fn host_str(&self) -> Option<&str> {
        Some(&self.text[self.host..self.host_end]).filter(|host| !host.is_empty())
    }

    pub fn host(&self) -> Option<Host<&str>> {
        let host = self.host_str()?;
        if let Some(inner) = host.strip_prefix('[') {
            return inner.strip_suffix(']')?.parse().ok().map(Host::Ipv6);
        }
        Some(host.parse().map_or(Host::Domain(host), Host::Ipv4))
    }

    pub fn port(&self) -> Option<u16> {
        self.text[self.host_end..self.path].strip_prefix(':')?.parse().ok()
    }

    pub fn path(&self) -> &str {
        &self.text[self.path..self.path_end]
    }

    pub fn query(&self) -> Option<&str> {
        self.text[self.path_end..].strip_prefix('?')?.split('#').next()
    }

    pub fn fragment(&self) -> Option<&str> {
        self.text[self.path_end..].split_once('#').map(|(_, fragment)| fragment)
    }

    /// Puts in a path that is encoded as it should be.
    pub fn set_path(&mut self, path: &str) {
        self.text.replace_range(self.path..self.path_end, path);
        self.path_end = self.path + path.len();
    }

    /// Puts in a name that a parser wrote, or a part of one.
    pub fn set_host(&mut self, name: Option<&str>) -> Result<(), ()> {
        let name = name.ok_or(())?;
        self.text.replace_range(self.host..self.host_end, name);
        let text = std::mem::take(&mut self.text);
        *self = Self::of(text).ok_or(())?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the crate reads, and what is cut out of what it writes.
    fn compare(text: &str) {
        let Ok(mut url) = url::Url::parse(text) else { return };
        let Some(mut cut) = Url::of(url.as_str().to_owned()) else {
            assert!(!url.has_authority(), "{text}");
            return;
        };
        let same = |url: &url::Url, cut: &Url| {
            assert_eq!(cut.as_str(), url.as_str());
            assert_eq!(cut.scheme(), url.scheme(), "{text}");
            assert_eq!(
                cut.username().is_empty(),
                url.username().is_empty() && url.password().is_none(),
                "{text}"
            );
            assert_eq!((cut.host_str(), cut.port()), (url.host_str(), url.port()), "{text}");
            assert_eq!(
                (cut.path(), cut.query(), cut.fragment()),
                (url.path(), url.query(), url.fragment()),
                "{text}"
            );
            let host = url.host().map(|host| match host {
                url::Host::Domain(name) => Host::Domain(name),
                url::Host::Ipv4(ip) => Host::Ipv4(ip),
                url::Host::Ipv6(ip) => Host::Ipv6(ip),
            });
            assert_eq!(cut.host(), host, "{text}");
        };
        same(&url, &cut);
        let path = url.path().replace('^', "%5E");
        url.set_path(&path);
        cut.set_path(&path);
        same(&url, &cut);
        if let Some(url::Host::Domain(name)) = url.host()
            && let Some(name) = name.strip_suffix('.').map(str::to_owned).filter(|name| !name.is_empty())
            && url.set_host(Some(&name)).is_ok()
        {
            assert_eq!(cut.set_host(Some(&name)), Ok(()));
            same(&url, &cut);
        }
    }

    #[test]
    fn what_is_cut_out_is_what_the_crate_reads() {
        for text in [
            "https://cdn.example.com",
            "https://CDN.example.com.:443/a^b/../c^d?e^f",
            "https://me:word@cdn.example.com:8443/a@b:c?d@e:f",
            "https://me@cdn.example.com/#a?b",
            "https://:word@cdn.example.com/?#",
            "https://cdn.example.com?x=1/2",
            "https://[2606:4700::1]:8443/[x]:1",
            "https://[2606:4700::1]/",
            "https://0x08080808",
            "https://münchen.example.com./é?é",
        ] {
            assert!(url::Url::parse(text).is_ok(), "{text}");
            compare(text);
        }
    }

    proptest! {
        #[test]
        fn the_same_of_any_url(text in "https://[a-z0-9.:@%\\[\\]é-]{0,12}[/?#a-z0-9.:@^\\[\\]é-]{0,20}") {
            compare(&text);
        }
    }
}
