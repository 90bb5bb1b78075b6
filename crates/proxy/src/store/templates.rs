//! Templates as a provider listed them last.

use std::sync::Arc;

use sqlx::Row;
use whatsapp_domain::Template;

use super::{Store, StoreError, to_json};

/// A list of templates and when the provider gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTemplates {
    /// The templates, as the provider orders them.
    pub items: Vec<Template>,
    /// When the provider was asked, RFC 3339 in UTC.
    pub synced_at: String,
}

impl Store {
    /// The list kept of an integration, however old; none if there is none that this version can read.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn templates(&self, integration: &str) -> Result<Option<Arc<KeptTemplates>>, StoreError> {
        let changes = match self.templates.get(integration) {
            Ok(kept) => return Ok(kept),
            Err(changes) => changes,
        };
        let row = sqlx::query("SELECT synced_at, items_json FROM template_lists WHERE integration = ?")
            .bind(integration)
            .fetch_optional(&self.readers)
            .await?;
        let kept = match row {
            // What another version kept is only a copy: it is asked for anew.
            Some(row) => match serde_json::from_str(row.try_get("items_json")?) {
                Ok(items) => Some(Arc::new(KeptTemplates { items, synced_at: row.try_get("synced_at")? })),
                Err(error) => {
                    tracing::warn!(cause = %error, integration, "a kept list of templates can't be read");
                    None
                }
            },
            None => None,
        };
        self.templates.put(integration, kept.clone(), changes);
        Ok(kept)
    }

    /// Keeps a list instead of the one before, unless the integration is gone or was changed since `seen`, and tells
    /// whether it did.
    ///
    /// # Errors
    /// [`StoreError`]; then the one before stays.
    pub async fn keep_templates(
        &self,
        integration: &str,
        seen: &str,
        list: &KeptTemplates,
    ) -> Result<bool, StoreError> {
        let (id, seen) = (integration.to_owned(), seen.to_owned());
        let (synced_at, items) = (list.synced_at.clone(), to_json(&list.items)?);
        let done = self
            .write(move |connection| {
                let mut statement = connection.prepare_cached(
                    "INSERT OR REPLACE INTO template_lists (integration, synced_at, items_json)
                     SELECT id, ?, ? FROM integrations WHERE id = ? AND updated_at = ?",
                )?;
                Ok(statement.execute([&synced_at, &items, &id, &seen])? > 0)
            })
            .await;
        self.templates.drop_entry(integration);
        done
    }
}
