//! The settings of the proxy, read once at start.

mod access;
mod events;
mod read;
pub mod table;

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use url::Url;
use whatsapp_domain::Secret;

use crate::{access::token::TokenKeys, store::QueueLimits};

pub use events::EventsConfig;
pub use read::{ConfigError, Lookup, environment, file};

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// Where the key for stored secrets comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// Given as Base64 text.
    Given(Secret),
    /// In this file, which is made when it is not there.
    File(PathBuf),
}

/// The settings of the proxy; [`table::SETTINGS`] says what each means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Keys of the tokens that the host mints; none when the proxy is open to whoever is on this machine.
    pub tokens: Option<TokenKeys>,
    /// What opens the figures.
    pub metrics_token: Option<Secret>,
    /// Host names, lower case, by which the proxy may be called besides `localhost` and plain addresses.
    pub host_names: Vec<String>,
    /// Origins whose pages may call the API, besides the proxy's own.
    pub allowed_origins: Vec<String>,
    /// Folder of the database.
    pub data_dir: PathBuf,
    /// The key for stored secrets.
    pub key: KeySource,
    /// Folder of the console page.
    pub static_dir: Option<PathBuf>,
    /// Are the emulated providers on?
    pub sandbox: bool,
    /// Host names, lower case, allowed as provider hosts.
    pub extra_hosts: Vec<String>,
    /// Connections at once.
    pub connections: usize,
    /// Time in which a client has to send a request's head, and then its body, and to take some of an answer.
    pub client_timeout: Duration,
    /// Limits of outgoing calls.
    pub calls: CallLimits,
    /// Bytes that a request to the API may hold.
    pub body_limit: usize,
    /// Webhooks that may wait for the disk.
    pub webhook_queue: QueueLimits,
    /// Quick tests that an integration may send within any minute; 0 for no limit.
    pub quick_tests_per_minute: usize,
    /// Looks at media files within any minute; 0 for no limit.
    pub media_probes_per_minute: usize,
    /// Address under which providers reach the proxy, without a slash at its end.
    pub public_url: Option<Url>,
    /// The console's endpoint for events.
    pub events: Option<EventsConfig>,
    /// Days for which events are kept.
    pub events_kept_days: u32,
    /// Quick tests kept in the history.
    pub quick_tests_kept: u32,
    /// Time that running requests get to finish.
    pub shutdown: Duration,
    /// Log filter, as `tracing-subscriber` reads it.
    pub log: String,
    /// How log lines are written.
    pub log_format: LogFormat,
}

/// Limits of outgoing calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallLimits {
    /// For name look-up, connection and TLS.
    pub connect: Duration,
    /// For the whole call.
    pub whole: Duration,
    /// Bytes of an answer that are read.
    pub answer: usize,
}

impl Config {
    /// Reads the settings; the first lookup that has a value wins.
    ///
    /// # Errors
    /// A value that can't be read, or one that would be unsafe, with the name of the setting.
    pub fn read(lookups: &[Lookup<'_>]) -> Result<Self, ConfigError> {
        let values = read::Values::new(lookups);
        let listen: SocketAddr = values.parse("LISTEN", "an address and a port, such as 127.0.0.1:8787")?;
        let tokens = access::tokens(&values)?;
        access::judge_listen(listen, tokens.as_ref())?;
        let public_url = events::public_url(&values)?;
        let mut host_names = values.list("HOST_NAMES");
        if tokens.is_some() {
            // Providers call webhooks by this name in any case; a proxy that asks nobody for a token answers nothing else by it.
            host_names.extend(public_url.as_ref().and_then(Url::host_str).map(str::to_owned));
        }
        let data_dir = PathBuf::from(values.text("DATA_DIR"));
        let key = match (values.text("KEY"), values.text("KEY_FILE")) {
            (key, _) if !key.is_empty() => KeySource::Given(Secret::new(key)),
            (_, file) if !file.is_empty() => KeySource::File(file.into()),
            _ => KeySource::File(data_dir.join("key")),
        };
        Ok(Self {
            listen,
            tokens,
            metrics_token: access::metrics_token(&values)?,
            host_names,
            allowed_origins: values.origins("ALLOWED_ORIGINS")?,
            data_dir,
            key,
            static_dir: Some(values.text("STATIC_DIR")).filter(|text| !text.is_empty()).map(PathBuf::from),
            sandbox: values.switch("SANDBOX")?,
            extra_hosts: values.list("EXTRA_HOSTS"),
            connections: usize::try_from(values.number("CONNECTIONS", 1, 100_000)?).unwrap_or(usize::MAX),
            client_timeout: Duration::from_secs(values.number("CLIENT_TIMEOUT_S", 1, 300)?),
            calls: CallLimits {
                connect: Duration::from_secs(values.number("CONNECT_TIMEOUT_S", 1, 60)?),
                whole: Duration::from_secs(values.number("REQUEST_TIMEOUT_S", 1, 300)?),
                answer: values.kib("ANSWER_LIMIT_KIB", 1024)?,
            },
            body_limit: values.kib("BODY_LIMIT_KIB", 16384)?,
            webhook_queue: QueueLimits {
                webhooks: usize::try_from(values.number("WEBHOOK_QUEUE", 1, 1_000_000)?)
                    .unwrap_or(usize::MAX),
                bytes: values.mib("WEBHOOK_QUEUE_MIB", 4096)?,
            },
            quick_tests_per_minute: usize::try_from(values.number("QUICK_TESTS_PER_MINUTE", 0, 10_000)?)
                .unwrap_or(usize::MAX),
            media_probes_per_minute: usize::try_from(values.number("MEDIA_PROBES_PER_MINUTE", 0, 10_000)?)
                .unwrap_or(usize::MAX),
            public_url,
            events: events::endpoint(&values)?,
            events_kept_days: u32::try_from(values.number("EVENTS_KEPT_DAYS", 1, 3650)?).unwrap_or(u32::MAX),
            quick_tests_kept: u32::try_from(values.number("QUICK_TESTS_KEPT", 1, 1_000_000)?)
                .unwrap_or(u32::MAX),
            shutdown: Duration::from_secs(values.number("SHUTDOWN_S", 0, 300)?),
            log: values.text("LOG"),
            log_format: match values.text("LOG_FORMAT").as_str() {
                "text" => LogFormat::Text,
                "json" => LogFormat::Json,
                other => {
                    return Err(ConfigError::new(
                        "LOG_FORMAT",
                        format!("\"{other}\" is neither text nor json"),
                    ));
                }
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let find =
            |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Config::read(&[&find])
    }

    #[test]
    fn without_settings_the_defaults_hold() {
        let config = read(&[]).unwrap();
        assert_eq!(config.listen, "127.0.0.1:8787".parse().unwrap());
        assert_eq!(config.key, KeySource::File("./data/key".into()));
        assert_eq!((config.calls.connect.as_secs(), config.calls.whole.as_secs()), (5, 30));
        assert_eq!((config.calls.answer, config.body_limit), (64 * 1024, 256 * 1024));
        assert_eq!((config.connections, config.client_timeout.as_secs()), (500, 10));
        assert_eq!((config.quick_tests_per_minute, config.media_probes_per_minute), (10, 60));
        assert!(!config.sandbox && config.static_dir.is_none() && config.extra_hosts.is_empty());
    }

    #[test]
    fn values_that_can_t_be_read_name_their_setting() {
        for (name, value) in [
            ("LISTEN", "8787"),
            ("SANDBOX", "maybe"),
            ("CONNECTIONS", "0"),
            ("CLIENT_TIMEOUT_S", "0"),
            ("CONNECT_TIMEOUT_S", "0"),
            ("REQUEST_TIMEOUT_S", "301"),
            ("BODY_LIMIT_KIB", "lots"),
            ("QUICK_TESTS_PER_MINUTE", "-1"),
            ("QUICK_TESTS_PER_MINUTE", "10001"),
            ("LOG_FORMAT", "xml"),
            ("ALLOWED_ORIGINS", "*"),
            ("ALLOWED_ORIGINS", "https://console.example.com/path"),
        ] {
            assert_eq!(read(&[(name, value)]).unwrap_err().setting, name, "{value}");
        }
    }

    #[test]
    fn the_first_lookup_wins() {
        let first = |name: &str| (name == "SANDBOX").then(|| "on".to_owned());
        let second = |name: &str| match name {
            "SANDBOX" => Some("off".to_owned()),
            "EXTRA_HOSTS" => Some("API.Example.com, other.example.com".to_owned()),
            _ => None,
        };
        let config = Config::read(&[&first, &second]).unwrap();
        assert!(config.sandbox);
        assert_eq!(config.extra_hosts, ["api.example.com", "other.example.com"]);
    }

    #[test]
    fn a_given_key_is_not_told() {
        let config = read(&[("KEY", "c2VjcmV0LXNlY3JldC1zZWNyZXQ=")]).unwrap();
        assert!(!format!("{config:?}").contains("c2Vj"));
    }
}
