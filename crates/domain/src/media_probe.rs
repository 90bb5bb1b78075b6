//! A look at a media file by the proxy: can it be fetched without a log-in, what is it really, how large, for how long.
//! The proxy brings the facts, and [`findings`] says what they mean for WhatsApp, which fetches the file in the same way.

pub mod findings;

use serde::{Deserialize, Serialize};

use crate::{finding::Finding, media::MediaPlace, message::MediaKind};

/// What to look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MediaProbeInput {
    /// The address, filled: no Jinja in it.
    pub url: String,
    /// As what it is to be sent.
    pub kind: MediaKind,
    /// Where it is to stand.
    pub place: MediaPlace,
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct MediaProbe {
    /// The address that answered, behind all redirects; without an answer the last one that was tried.
    pub url: String,
    /// Its HTTP status; none without an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The type that the server declares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// The type that the first bytes tell, such as `image/jpeg`; none when they tell none, or no file came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detected: Option<String>,
    /// Size of the file in bytes, when the server tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
    /// Width of a picture in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height of a picture in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// When the link ends, as far as it says so itself; RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// Milliseconds that the look took, all redirects together.
    pub duration_ms: u64,
    /// What stands against sending it; fields are `url`, and `kind` in repairs.
    #[serde(default)]
    pub findings: Vec<Finding>,
}

impl MediaKind {
    /// The largest file that WhatsApp takes, in bytes (Infobip's OpenAPI 3.210.0). A megabyte counts as 1,048,576 bytes,
    /// so that nothing is refused here that might pass.
    pub fn max_bytes(self) -> u64 {
        const MEGABYTE: u64 = 1_048_576;
        match self {
            Self::Image => 5 * MEGABYTE,
            Self::Video => 16 * MEGABYTE,
            Self::Document => 100 * MEGABYTE,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn the_json_has_the_documented_keys() {
        let input = json!({"url": "https://cdn.example.com/a.jpg", "kind": "image", "place": "header"});
        assert_eq!(to_value(from_value::<MediaProbeInput>(input.clone()).unwrap()).unwrap(), input);
        let whole = json!({"url": "https://cdn.example.com/a.jpg", "status": 206, "contentType": "image/jpeg",
            "detected": "image/jpeg", "bytes": 7, "width": 1, "height": 2, "expiresAt": "2026-01-01T00:00:00Z",
            "durationMs": 3, "findings": []});
        assert_eq!(to_value(from_value::<MediaProbe>(whole.clone()).unwrap()).unwrap(), whole);
        let least = json!({"url": "https://cdn.example.com/a.jpg", "durationMs": 3, "findings": []});
        assert_eq!(to_value(from_value::<MediaProbe>(least.clone()).unwrap()).unwrap(), least);
        assert!(
            from_value::<MediaProbeInput>(json!({"url": "x", "kind": "sticker", "place": "header"})).is_err()
        );
    }
}
