//! Every setting in one table: the program reads it, `--help` and `docs/operating.md` are written from it.

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Name in the environment behind [`ENVIRONMENT_PREFIX`]; in a file the same in lower case.
    pub name: &'static str,
    /// Value when it is not set; empty for none.
    pub default: &'static str,
    /// What it does, in one or two sentences.
    pub meaning: &'static str,
}

/// What stands in front of every name in the environment.
pub const ENVIRONMENT_PREFIX: &str = "WHATSAPP_PROXY_";

const fn setting(name: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting { name, default, meaning }
}

/// All settings, in the order in which they are explained.
pub const SETTINGS: &[Setting] = &[
    setting("LISTEN", "127.0.0.1:8787", "Address and port to listen on. Port 0 takes a free one."),
    setting(
        "TOKEN_KEY",
        "",
        "Secret of the tokens (JWT, HS256) that the host's backend mints: Base64 of 32 bytes or more, or two of them, separated by a comma, while one takes the other's place. With it every call of the API needs a token. Without it and TOKEN_PUBLIC_KEY the proxy is open to whoever reaches it, and LISTEN has to be an address of this machine alone.",
    ),
    setting(
        "TOKEN_PUBLIC_KEY",
        "",
        "Instead of TOKEN_KEY: the public key (Ed25519, PEM or Base64) of tokens that are signed with EdDSA, or two of them.",
    ),
    setting("TOKEN_AUDIENCE", "", "What `aud` of a token has to be. Without it a token must have no `aud`."),
    setting(
        "METRICS_TOKEN",
        "",
        "Text of 24 characters or more that `/metrics` asks for as `Authorization: Bearer`. Without it `/metrics` is open where the API is, and closed where tokens are asked for.",
    ),
    setting(
        "HOST_NAMES",
        "",
        "Names, separated by commas, by which browsers may call the proxy besides `localhost` and plain addresses. A request for any other name is refused, which stops DNS rebinding.",
    ),
    setting(
        "ALLOWED_ORIGINS",
        "",
        "Origins, separated by commas, whose pages may call the API, such as `https://console.example.com`. The proxy's own page always may.",
    ),
    setting(
        "DATA_DIR",
        "./data",
        "Folder of the database and, unless KEY or KEY_FILE says otherwise, the key. Made at the first start. One proxy at a time.",
    ),
    setting(
        "KEY",
        "",
        "Key under which secrets are stored: 32 bytes in Base64. Best given by a secret store; wins over KEY_FILE.",
    ),
    setting(
        "KEY_FILE",
        "",
        "File with that key; `key` in DATA_DIR when empty. Made at the first start, readable by its owner only.",
    ),
    setting("STATIC_DIR", "", "Folder of the console page, served at `/`. No page when empty."),
    setting(
        "SANDBOX",
        "off",
        "`on` serves emulated providers and a phone at `/sandbox`, and lets integrations use them.",
    ),
    setting(
        "EXTRA_HOSTS",
        "",
        "Host names, separated by commas, that may serve as a provider's base URL besides the provider's own. The API key is sent there. They must have public addresses.",
    ),
    setting(
        "CONNECTIONS",
        "500",
        "Connections at once, 1 to 100000; whoever comes beyond that is answered 503. Each takes a file descriptor, and so does each call to a provider: the default fits the usual limit of 1,024 (`ulimit -n`).",
    ),
    setting(
        "CLIENT_TIMEOUT_S",
        "10",
        "Seconds in which a client has to send a request's head, and then its body, 1 to 300. A connection that is idle, or takes nothing of an answer, is closed after the same time.",
    ),
    setting("CONNECT_TIMEOUT_S", "5", "Seconds for name look-up, connection and TLS to a provider, 1 to 60."),
    setting("REQUEST_TIMEOUT_S", "30", "Seconds for a whole call to a provider, 1 to 300."),
    setting(
        "ANSWER_LIMIT_KIB",
        "64",
        "KiB of a provider's answer that are read, 1 to 1024; the rest is cut off.",
    ),
    setting("BODY_LIMIT_KIB", "256", "KiB that a request to the API may hold, 1 to 16384."),
    setting(
        "WEBHOOK_QUEUE",
        "32768",
        "Webhooks that may wait for the disk, 1 to 1000000; one integration may take half of it. Whoever comes beyond that is answered 503 with `Retry-After`, and providers come again.",
    ),
    setting("WEBHOOK_QUEUE_MIB", "64", "MiB that the bodies of these may take, 1 to 4096."),
    setting(
        "QUICK_TESTS_PER_MINUTE",
        "10",
        "Quick tests that each integration may send within any minute, 1 to 10000; 0 for no limit. Keeps whoever reaches the proxy from sending at will. A repeat with the same `id` sends nothing and does not count.",
    ),
    setting(
        "QUICK_TESTS_KEPT",
        "10000",
        "Quick tests kept in the history, 1 to 1000000; older ones are removed a few dozen at a time.",
    ),
    setting(
        "MEDIA_PROBES_PER_MINUTE",
        "60",
        "Looks at media files that the proxy makes within any minute, for all who ask together, 1 to 10000; 0 for no limit. Each is a call to an address that somebody typed.",
    ),
    setting(
        "PUBLIC_URL",
        "",
        "Address under which providers reach the proxy, such as `https://whatsapp.example.com`: what two-way registers with them begins with it. Where tokens are asked for, its host counts as one of HOST_NAMES. Without it only the sandbox can be registered.",
    ),
    setting(
        "EVENTS_URL",
        "",
        "The console's address for events: each is posted there, signed, at least once and in order for each customer. `https` at a public address. Without it events are only listed and streamed.",
    ),
    setting(
        "EVENTS_SECRET",
        "",
        "What events are signed with, by the Standard Webhooks scheme: `whsec_` and 24 to 64 bytes in Base64. Two, separated by a comma, both sign, so that the console can change over.",
    ),
    setting(
        "EVENTS_ALLOW_PRIVATE",
        "off",
        "`on` lets EVENTS_URL be `http`, have any port, and lead inside your network or to this machine.",
    ),
    setting("EVENTS_TIMEOUT_S", "15", "Seconds for one call of EVENTS_URL, 1 to 60."),
    setting(
        "EVENTS_RETRY_S",
        "5",
        "Seconds before the second try of an event, 1 to 3600; each further wait is three times as long, up to an hour.",
    ),
    setting(
        "EVENTS_TRIES",
        "30",
        "Tries of an event before it becomes a dead letter, 1 to 1000; 0 for no end. 30 are about a day.",
    ),
    setting(
        "EVENTS_AT_ONCE",
        "16",
        "Calls of EVENTS_URL at a time, 1 to 256. Events of one customer still go one after the other.",
    ),
    setting(
        "EVENTS_KEPT_DAYS",
        "30",
        "Days for which events are kept, 1 to 3650, delivered to the console or not.",
    ),
    setting(
        "SHUTDOWN_S",
        "10",
        "Seconds that running requests get to finish after SIGTERM or SIGINT, 0 to 300.",
    ),
    setting(
        "LOG",
        "info",
        "What is logged: `error`, `warn`, `info`, `debug`, `trace`, or a filter such as `info,whatsapp_proxy=debug`.",
    ),
    setting("LOG_FORMAT", "text", "`text` or `json`."),
];

/// The settings as a Markdown table.
pub fn markdown() -> String {
    let mut text = String::from("| setting | default | meaning |\n| --- | --- | --- |\n");
    for setting in SETTINGS {
        let default =
            if setting.default.is_empty() { "none".to_owned() } else { format!("`{}`", setting.default) };
        text += &format!("| `{ENVIRONMENT_PREFIX}{}` | {default} | {} |\n", setting.name, setting.meaning);
    }
    text
}

/// The settings as text for a terminal.
pub fn terminal() -> String {
    let mut text = String::new();
    for setting in SETTINGS {
        let default = if setting.default.is_empty() { "none" } else { setting.default };
        text += &format!("  {ENVIRONMENT_PREFIX}{} (default: {default})\n", setting.name);
        text += &wrapped(&setting.meaning.replace('`', ""), 6, 100);
    }
    text
}

fn wrapped(text: &str, indent: usize, width: usize) -> String {
    let mut lines = String::new();
    let mut line = " ".repeat(indent);
    for word in text.split(' ') {
        if line.chars().count() + 1 + word.chars().count() > width {
            lines += line.trim_end();
            lines.push('\n');
            line = " ".repeat(indent);
        }
        line += word;
        line.push(' ');
    }
    lines + line.trim_end() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGIN: &str = "<!-- settings: begin, written from crates/proxy/src/config/table.rs -->\n";
    const END: &str = "<!-- settings: end -->";

    #[test]
    fn the_operating_guide_lists_the_settings_as_they_are() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operating.md");
        let text = std::fs::read_to_string(path).unwrap();
        let (before, rest) = text.split_once(BEGIN).expect("the guide has the marker of the settings table");
        let (found, after) = rest.split_once(END).expect("the guide has the end marker");
        let fresh = markdown();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, format!("{before}{BEGIN}{fresh}{END}{after}")).unwrap();
        } else {
            assert_eq!(found, fresh, "run this test with UPDATE_DOCS=1 to write the table anew");
        }
    }

    #[test]
    fn help_names_each_setting_and_stays_in_the_terminal() {
        let text = terminal();
        for setting in SETTINGS {
            assert!(text.contains(&format!("WHATSAPP_PROXY_{} ", setting.name)), "{}", setting.name);
        }
        assert!(text.lines().all(|line| line.chars().count() <= 100));
    }
}
