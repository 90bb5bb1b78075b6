//! Integrations and their sealed secrets.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use sqlx::{Row, sqlite::SqliteRow};
use whatsapp_domain::{
    CheckReport, Integration, Limits, SecretView, Secrets, Settings, TwoWay, integration::INTEGRATION_VERSION,
};

use super::{Store, StoreError, from_json, tenants, to_json};
use crate::access::LOCAL;

/// An integration together with its opened secrets. Never serialised.
#[derive(Debug)]
pub struct Account {
    /// What may be shown.
    pub integration: Integration,
    /// What may not.
    pub secrets: Secrets,
}

/// What is saved of an integration. Secrets that are not in it are removed.
#[derive(Debug)]
pub struct SaveIntegration<'a> {
    /// What people call it.
    pub name: &'a str,
    /// Id of the provider.
    pub provider: &'a str,
    /// Normalised settings.
    pub settings: &'a Settings,
    /// All secrets it is to have.
    pub secrets: &'a Secrets,
    /// Replies.
    pub two_way: &'a TwoWay,
    /// Limits.
    pub limits: &'a Limits,
}

const COLUMNS: &str = "id, version, name, provider, settings_json, two_way_json, limits_json, created_at, updated_at, last_check_json";

impl Store {
    /// All integrations of a tenant, by name.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn integrations(&self, tenant: &str) -> Result<Vec<Integration>, StoreError> {
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT {COLUMNS} FROM integrations WHERE {} = ? ORDER BY name COLLATE NOCASE, created_at",
            tenants::of("integrations.id")
        ));
        let rows = sqlx::query(sql).bind(tenant).fetch_all(&self.readers).await?;
        let mut sealed: HashMap<String, Vec<SqliteRow>> = HashMap::new();
        for row in
            sqlx::query("SELECT integration, field, sealed FROM secrets").fetch_all(&self.readers).await?
        {
            sealed.entry(row.try_get("integration")?).or_default().push(row);
        }
        rows.iter()
            .map(|row| {
                let id: &str = row.try_get("id")?;
                let secrets = self.open_secrets(id, sealed.get(id).map_or(&[], Vec::as_slice))?;
                read(row, &secrets)
            })
            .collect()
    }

    /// One integration with its secrets; none if there is none with this id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn account(&self, id: &str) -> Result<Option<Arc<Account>>, StoreError> {
        let changes = match self.accounts.get(id) {
            Ok(account) => return Ok(Some(account)),
            Err(changes) => changes,
        };
        let sql = sqlx::AssertSqlSafe(format!("SELECT {COLUMNS} FROM integrations WHERE id = ?"));
        let mut transaction = self.readers.begin().await?;
        let Some(row) = sqlx::query(sql).bind(id).fetch_optional(&mut *transaction).await? else {
            return Ok(None);
        };
        let sealed = sqlx::query("SELECT field, sealed FROM secrets WHERE integration = ?")
            .bind(id)
            .fetch_all(&mut *transaction)
            .await?;
        let secrets = self.open_secrets(id, &sealed)?;
        let account = Arc::new(Account { integration: read(&row, &secrets)?, secrets });
        self.accounts.put(id, Arc::clone(&account), changes);
        Ok(Some(account))
    }

    /// Saves a new integration of a tenant.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing is saved.
    pub async fn create_integration(
        &self,
        id: &str,
        save: &SaveIntegration<'_>,
        now: &str,
        tenant: &str,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "INSERT INTO integrations (id, version, name, provider, settings_json, two_way_json, limits_json, created_at, updated_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(id)
        .bind(INTEGRATION_VERSION)
        .bind(save.name)
        .bind(save.provider)
        .bind(to_json(save.settings)?)
        .bind(to_json(save.two_way)?)
        .bind(to_json(save.limits)?)
        .bind(now)
        .bind(now)
        .execute(&mut *transaction)
        .await?;
        self.write_secrets(&mut transaction, id, save.secrets).await?;
        if tenant != LOCAL {
            sqlx::query("INSERT INTO tenants (integration, tenant) VALUES (?, ?)")
                .bind(id)
                .bind(tenant)
                .execute(&mut *transaction)
                .await?;
        }
        // First whose it is, then that it is there.
        self.tenants.add(id, tenant);
        transaction.commit().await?;
        self.known.add(id);
        Ok(())
    }

    /// Saves a changed integration, unless it is gone or was changed since `seen`, and tells whether it did. Its kept
    /// templates stay only if it is the `same_account` with the provider as before.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing is saved.
    pub async fn update_integration(
        &self,
        id: &str,
        save: &SaveIntegration<'_>,
        seen: &str,
        now: &str,
        same_account: bool,
    ) -> Result<bool, StoreError> {
        let mut transaction = self.writer.begin().await?;
        let done = sqlx::query(
            "UPDATE integrations SET version = ?, name = ?, provider = ?, settings_json = ?, two_way_json = ?,
             limits_json = ?, updated_at = ?, last_check_json = NULL WHERE id = ? AND updated_at = ?",
        )
        .bind(INTEGRATION_VERSION)
        .bind(save.name)
        .bind(save.provider)
        .bind(to_json(save.settings)?)
        .bind(to_json(save.two_way)?)
        .bind(to_json(save.limits)?)
        .bind(now)
        .bind(id)
        .bind(seen)
        .execute(&mut *transaction)
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("DELETE FROM secrets WHERE integration = ?").bind(id).execute(&mut *transaction).await?;
        self.write_secrets(&mut transaction, id, save.secrets).await?;
        if !same_account {
            sqlx::query("DELETE FROM template_lists WHERE integration = ?")
                .bind(id)
                .execute(&mut *transaction)
                .await?;
        }
        transaction.commit().await?;
        self.accounts.drop_entry(id);
        self.hooks.drop_entry(id);
        self.templates.drop_entry(id);
        Ok(true)
    }

    /// Keeps a connection check with the state of the integration that it looked at.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep_check(&self, id: &str, seen: &str, report: &CheckReport) -> Result<(), StoreError> {
        sqlx::query("UPDATE integrations SET last_check_json = ? WHERE id = ? AND updated_at = ?")
            .bind(to_json(report)?)
            .bind(id)
            .bind(seen)
            .execute(&self.writer)
            .await?;
        self.accounts.drop_entry(id);
        self.hooks.drop_entry(id);
        Ok(())
    }

    /// Deletes an integration and its secrets, and tells whether there was one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn delete_integration(&self, id: &str) -> Result<bool, StoreError> {
        let done =
            sqlx::query("DELETE FROM integrations WHERE id = ?").bind(id).execute(&self.writer).await?;
        self.accounts.drop_entry(id);
        self.hooks.drop_entry(id);
        self.templates.drop_entry(id);
        self.known.remove(id);
        Ok(done.rows_affected() > 0)
    }

    async fn write_secrets(
        &self,
        transaction: &mut sqlx::SqliteTransaction<'_>,
        id: &str,
        secrets: &Secrets,
    ) -> Result<(), StoreError> {
        for (field, secret) in secrets {
            sqlx::query("INSERT INTO secrets (integration, field, sealed) VALUES (?, ?, ?)")
                .bind(id)
                .bind(field)
                .bind(self.vault.seal(id, field, secret)?)
                .execute(&mut **transaction)
                .await?;
        }
        Ok(())
    }

    fn open_secrets(&self, id: &str, rows: &[SqliteRow]) -> Result<Secrets, StoreError> {
        rows.iter()
            .map(|row| {
                let field: String = row.try_get("field")?;
                let secret = self.vault.open(id, &field, row.try_get("sealed")?)?;
                Ok((field, secret))
            })
            .collect()
    }
}

/// What may be told about secrets.
pub(crate) fn views(secrets: &Secrets) -> BTreeMap<String, SecretView> {
    secrets.iter().map(|(key, secret)| (key.clone(), SecretView { set: true, hint: secret.hint() })).collect()
}

fn read(row: &SqliteRow, secrets: &Secrets) -> Result<Integration, StoreError> {
    let version: u32 = row.try_get("version")?;
    // Older versions will be migrated here; a newer one is not ours to guess.
    if version != INTEGRATION_VERSION {
        return Err(StoreError::Unreadable("integration"));
    }
    let last_check: Option<&str> = row.try_get("last_check_json")?;
    Ok(Integration {
        version,
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        provider: row.try_get("provider")?,
        settings: from_json(row.try_get("settings_json")?, "settings")?,
        secrets: views(secrets),
        two_way: from_json(row.try_get("two_way_json")?, "replies")?,
        limits: from_json(row.try_get("limits_json")?, "limits")?,
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
        last_check: last_check.and_then(|text| serde_json::from_str(text).ok()),
    })
}
