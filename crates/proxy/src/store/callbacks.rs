//! The addresses that providers call: their tokens, and what providers sign with.

use sha2::{Digest, Sha256};
use sqlx::Row;
use whatsapp_domain::Secret;

use super::{Noted, Store, StoreError};
use crate::{clock, ids};

/// SHA-256 of a token.
pub(crate) type TokenDigest = [u8; 32];

/// The address of an integration's callback, and what its provider signs with. Never serialised.
#[derive(Debug, Clone)]
pub struct Callback {
    /// The last part of the address: 130 random bits.
    pub token: Secret,
    /// What the provider is to sign with, where it can.
    pub secret: Secret,
    /// Until when the address before the last rotation is taken, RFC 3339 in UTC.
    pub old_until: Option<String>,
}

/// An address that is taken.
#[derive(Debug, Clone)]
pub(crate) struct Accepted {
    pub(crate) digest: TokenDigest,
    pub(crate) secret: Secret,
    /// Milliseconds since 1970; none for the one in use.
    pub(crate) ends_at: Option<i64>,
}

/// What is compared with.
pub(crate) fn digest(token: &str) -> TokenDigest {
    Sha256::digest(token.as_bytes()).into()
}

const OWNER: &str = "callback";

impl Store {
    /// The callback of an integration, made when there is none yet; none when there is no such integration.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn callback(&self, integration: &str) -> Result<Option<Callback>, StoreError> {
        if let Some(found) = self.find_callback(integration).await? {
            return Ok(Some(found));
        }
        self.put_callback(integration, None, None).await?;
        self.find_callback(integration).await
    }

    /// Gives the integration's callback a new token and a new secret; those before are taken for `overlap_ms` more. None when
    /// there is no such integration.
    ///
    /// # Errors
    /// [`StoreError`]; then all is as before.
    pub async fn rotate_callback(
        &self,
        integration: &str,
        overlap_ms: i64,
        noted: Noted,
    ) -> Result<Option<Callback>, StoreError> {
        self.put_callback(integration, Some(overlap_ms), Some(noted)).await?;
        self.find_callback(integration).await
    }

    async fn find_callback(&self, integration: &str) -> Result<Option<Callback>, StoreError> {
        let rows = sqlx::query(
            "SELECT token, secret, ends_at FROM callbacks WHERE integration = ? ORDER BY ends_at IS NOT NULL, ends_at DESC",
        )
        .bind(integration)
        .fetch_all(&self.readers)
        .await?;
        let Some(row) = rows.first() else { return Ok(None) };
        if row.try_get::<Option<i64>, _>("ends_at")?.is_some() {
            return Ok(None);
        }
        let old: Option<i64> = rows.get(1).map(|row| row.try_get("ends_at")).transpose()?.flatten();
        Ok(Some(Callback {
            token: self.vault.open(integration, &field("token"), row.try_get("token")?)?,
            secret: self.vault.open(integration, &field("secret"), row.try_get("secret")?)?,
            old_until: old.filter(|until| *until > clock::now_ms()).map(clock::at_ms),
        }))
    }

    /// Makes a new one. Without an overlap only if there is none in use, which is nothing to be noted: it comes with the integration.
    async fn put_callback(
        &self,
        integration: &str,
        overlap_ms: Option<i64>,
        noted: Option<Noted>,
    ) -> Result<(), StoreError> {
        let (token, secret) = (Secret::new(ids::new_id("")?), Secret::new(ids::new_id("")?));
        let digest = digest(token.expose());
        let sealed_token = self.vault.seal(integration, &field("token"), &token)?;
        let sealed_secret = self.vault.seal(integration, &field("secret"), &secret)?;
        let id = integration.to_owned();
        self.write(move |connection| {
            let now = clock::now_ms();
            if let Some(overlap) = overlap_ms {
                connection.execute(
                    "UPDATE callbacks SET ends_at = ?2 WHERE integration = ?1 AND ends_at IS NULL",
                    rusqlite::params![id, now + overlap],
                )?;
                connection.execute("DELETE FROM callbacks WHERE ends_at <= ?1", [now])?;
            }
            connection.execute(
                "INSERT INTO callbacks (integration, digest, token, secret, made_at)
                 SELECT id, ?2, ?3, ?4, ?5 FROM integrations WHERE id = ?1
                 AND NOT EXISTS (SELECT 1 FROM callbacks WHERE integration = ?1 AND ends_at IS NULL)",
                rusqlite::params![id, digest, sealed_token, sealed_secret, now],
            )?;
            noted.map_or(Ok(()), |noted| noted.write(connection))
        })
        .await?;
        self.hooks.drop_entry(integration);
        Ok(())
    }

    /// The addresses of an integration that are taken, or were and may still be.
    pub(super) async fn accepted_callbacks(&self, integration: &str) -> Result<Box<[Accepted]>, StoreError> {
        let rows = sqlx::query("SELECT digest, secret, ends_at FROM callbacks WHERE integration = ?")
            .bind(integration)
            .fetch_all(&self.readers)
            .await?;
        rows.iter()
            .map(|row| {
                let digest: &[u8] = row.try_get("digest")?;
                Ok(Accepted {
                    digest: digest.try_into().map_err(|_| StoreError::Unreadable("callback"))?,
                    secret: self.vault.open(integration, &field("secret"), row.try_get("secret")?)?,
                    ends_at: row.try_get("ends_at")?,
                })
            })
            .collect()
    }
}

pub(super) fn field(name: &str) -> String {
    format!("{OWNER}.{name}")
}
