//! A host whose backend mints tokens, and pages under the strictest policy.

use crate::{Answer, Embedded, Failure};

/// 32 bytes, all of them 7.
const KEY: &str = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=";

/// What the host's backend would do: `mint` makes a token that ends in so many seconds. `asked` notes what the element asked
/// the host for, `calls` what went to the proxy, `changed` what of it was no mere look, `lines` the ends of
/// the lines of events.
const MINT: &str = r#"
    const part = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
    const text = (value) => part(new TextEncoder().encode(JSON.stringify(value)));
    window.asked = [];
    window.calls = [];
    window.lines = [];
    window.changed = [];
    window.mint = async (seconds, { key = 7, rights = ['view', 'edit', 'secrets', 'test'], tenant = 'acme', sub = 'ann' } = {}) => {
      const end = Math.floor(Date.now() / 1000) + seconds;
      const body = text({ alg: 'HS256', typ: 'JWT' }) + '.' + text({ tenant, rights, sub, exp: end });
      const secret = await crypto.subtle.importKey('raw', new Uint8Array(32).fill(key), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
      return body + '.' + part(new Uint8Array(await crypto.subtle.sign('HMAC', secret, new TextEncoder().encode(body))));
    };
    // The first token as `first` says, later ones as `then` says.
    window.host = (first, then) => async ({ renew }) => { asked.push(renew); return mint(...(asked.length === 1 ? first : then)); };
    window.call = async (method, path, body) => {
      const headers = { authorization: `Bearer ${await mint(600)}`, 'content-type': 'application/json' };
      const answer = await fetch(PROXY + path, { method, headers, body: body && JSON.stringify(body) });
      return answer.json();
    };
    const plain = window.fetch;
    window.fetch = (request, ...rest) => { calls.push(new URL(request.url ?? request, location).pathname); if (calls.at(-1) === '/api/v1/events' && request.signal) lines.push(request.signal); if ((request.method ?? rest[0]?.method ?? 'GET') !== 'GET') changed.push(calls.at(-1)); return plain(request, ...rest); };
"#;

/// The policy of the strictest page, and the proxy's address: that of the tests has no TLS.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' https: PROXY; connect-src 'self' PROXY; require-trusted-types-for 'script'";

impl Embedded {
    /// A page with this body that runs this script, which gives tokens: `host(first, then)` is a function for `token`, its
    /// arguments those of `mint`.
    ///
    /// # Errors
    /// When a part does not start or the page can't be opened.
    pub async fn with_tokens(body: &str, script: &str) -> Result<Self, Failure> {
        let page = Self::with_key(KEY).await?;
        page.shows_with_tokens(body, script).await?;
        Ok(page)
    }

    /// Opens such a page anew.
    ///
    /// # Errors
    /// When it can't be opened.
    pub async fn shows_with_tokens(&self, body: &str, script: &str) -> Result<(), Failure> {
        let mint = MINT.replace("PROXY", &format!("'{}'", self.stage.origin()));
        self.host.says("/mint.js", Answer::typed("text/javascript", mint.into_bytes()));
        self.host.says("/give.js", Answer::typed("text/javascript", script.as_bytes().to_vec()));
        let scripts =
            r#"<script type="module" src="/whatsapp/embed.js"></script><script src="/mint.js"></script>"#;
        self.shows(scripts, &format!("{body}<script src=\"/give.js\"></script>"), POLICY).await
    }

    /// Connects the sandbox's account as the tenant of the tokens, and gives back its id.
    ///
    /// # Errors
    /// When the proxy refuses it.
    pub async fn connects_with_token(&self, two_way: bool) -> Result<String, Failure> {
        let proxy = self.stage.origin();
        let script = format!(
            "const accounts = await (await fetch('{proxy}/sandbox/api/accounts')).json();
             const {{ name, provider, settings, secrets }} = accounts.find(one => one.provider === 'infobip');
             const made = await call('POST', '/api/v1/integrations', {{ name, provider, settings, secrets, twoWay: {{ enabled: {two_way} }} }});
             if ({two_way}) await call('POST', `/api/v1/integrations/${{made.id}}/two-way/register`);
             return made.id;"
        );
        let id = self.awaits(&script).await?;
        id.as_str().map(str::to_owned).ok_or_else(|| format!("no integration: {id}").into())
    }
}
