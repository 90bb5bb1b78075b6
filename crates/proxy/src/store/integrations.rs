//! Integrations and their sealed secrets.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use rusqlite::{Connection, ToSql, params, params_from_iter};
use serde_json::{Value, json};
use sqlx::{Row, sqlite::SqliteRow};
use whatsapp_domain::{
    CheckReport, Integration, IntegrationInput, Limits, SecretView, Secrets, Settings, TwoWay,
    integration::INTEGRATION_VERSION, version,
};

use super::{Noted, Store, StoreError, from_json, tenants, to_json};
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

    /// One integration to be looked at, of whatever version; none if there is none with this id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn integration(&self, id: &str) -> Result<Option<Integration>, StoreError> {
        match self.account(id).await {
            Ok(account) => Ok(account.map(|account| account.integration.clone())),
            Err(StoreError::OtherVersion { shown, .. }) => Ok(Some(*shown)),
            Err(error) => Err(error),
        }
    }

    /// One integration with its secrets, to be used; none if there is none with this id.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::OtherVersion`] for one that a newer proxy saved: nobody here knows what using it would mean.
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
        let integration = read(&row, &secrets)?;
        if integration.version != INTEGRATION_VERSION {
            return Err(StoreError::OtherVersion {
                found: integration.version,
                shown: Box::new(integration),
            });
        }
        let account = Arc::new(Account { integration, secrets });
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
        noted: Noted,
    ) -> Result<(), StoreError> {
        let row = self.to_row(id, save, now)?;
        let of = (tenant != LOCAL).then(|| tenant.to_owned());
        // First whose it is, then that it is there.
        self.tenants.add(id, tenant);
        self.write(move |connection| {
            connection.prepare_cached(
                "INSERT INTO integrations (id, version, name, provider, settings_json, two_way_json, limits_json, created_at, updated_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8)",
            )?
            .execute(row.values())?;
            row.write_secrets(connection)?;
            if let Some(tenant) = of {
                connection
                    .prepare_cached("INSERT INTO tenants (integration, tenant) VALUES (?, ?)")?
                    .execute([&row.id, &tenant])?;
            }
            noted.write(connection)
        })
        .await?;
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
        noted: Noted,
    ) -> Result<bool, StoreError> {
        let row = self.to_row(id, save, now)?;
        let seen = seen.to_owned();
        let done = self
            .write(move |connection| {
                let done = connection
                    .prepare_cached(
                        "UPDATE integrations SET version = ?2, name = ?3, provider = ?4, settings_json = ?5,
                         two_way_json = ?6, limits_json = ?7, updated_at = ?8, last_check_json = NULL
                         WHERE id = ?1 AND updated_at = ?9",
                    )?
                    .execute(params_from_iter(row.values().into_iter().chain([&seen as &dyn ToSql])))?;
                if done == 0 {
                    return Ok(false);
                }
                connection.prepare_cached("DELETE FROM secrets WHERE integration = ?")?.execute([&row.id])?;
                row.write_secrets(connection)?;
                if !same_account {
                    connection
                        .prepare_cached("DELETE FROM template_lists WHERE integration = ?")?
                        .execute([&row.id])?;
                }
                noted.write(connection)?;
                Ok(true)
            })
            .await;
        self.forget_cached(id);
        done
    }

    /// Keeps a connection check with the state of the integration that it looked at.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn keep_check(
        &self,
        id: &str,
        seen: &str,
        report: &CheckReport,
        noted: Noted,
    ) -> Result<(), StoreError> {
        let (key, seen, report) = (id.to_owned(), seen.to_owned(), to_json(report)?);
        let done = self
            .write(move |connection| {
                connection
                    .prepare_cached(
                        "UPDATE integrations SET last_check_json = ? WHERE id = ? AND updated_at = ?",
                    )?
                    .execute([&report, &key, &seen])?;
                noted.write(connection)
            })
            .await;
        self.forget_cached(id);
        done
    }

    /// Deletes an integration and its secrets, and tells whether there was one.
    ///
    /// # Errors
    /// [`StoreError`]; then it is still there.
    pub async fn delete_integration(&self, id: &str, noted: Noted) -> Result<bool, StoreError> {
        let key = id.to_owned();
        let done = self
            .write(move |connection| {
                let done =
                    connection.prepare_cached("DELETE FROM integrations WHERE id = ?")?.execute([&key])?;
                if done > 0 {
                    noted.write(connection)?;
                }
                Ok(done > 0)
            })
            .await;
        self.forget_cached(id);
        if done.is_ok() {
            self.known.remove(id);
        }
        done
    }

    /// What is kept in memory of an integration is read anew.
    fn forget_cached(&self, id: &str) {
        self.accounts.drop_entry(id);
        self.hooks.drop_entry(id);
        self.templates.drop_entry(id);
    }

    fn to_row(&self, id: &str, save: &SaveIntegration<'_>, now: &str) -> Result<SavedRow, StoreError> {
        let sealed = save.secrets.iter();
        let sealed = sealed
            .map(|(field, secret)| Ok((field.clone(), self.vault.seal(id, field, secret)?)))
            .collect::<Result<_, StoreError>>()?;
        Ok(SavedRow {
            id: id.to_owned(),
            name: save.name.to_owned(),
            provider: save.provider.to_owned(),
            settings: to_json(save.settings)?,
            two_way: to_json(save.two_way)?,
            limits: to_json(save.limits)?,
            now: now.to_owned(),
            sealed,
        })
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

/// An integration as it is written.
struct SavedRow {
    id: String,
    name: String,
    provider: String,
    settings: String,
    two_way: String,
    limits: String,
    now: String,
    /// Fields with their sealed values.
    sealed: Vec<(String, Vec<u8>)>,
}

impl SavedRow {
    /// In the order of the statements' parameters.
    fn values(&self) -> [&dyn ToSql; 8] {
        [
            &self.id,
            &INTEGRATION_VERSION,
            &self.name,
            &self.provider,
            &self.settings,
            &self.two_way,
            &self.limits,
            &self.now,
        ]
    }

    fn write_secrets(&self, connection: &Connection) -> rusqlite::Result<()> {
        let mut statement =
            connection.prepare_cached("INSERT INTO secrets (integration, field, sealed) VALUES (?, ?, ?)")?;
        for (field, sealed) in &self.sealed {
            statement.execute(params![self.id, field, sealed])?;
        }
        Ok(())
    }
}

/// What may be told about secrets.
pub(crate) fn views(secrets: &Secrets) -> BTreeMap<String, SecretView> {
    secrets.iter().map(|(key, secret)| (key.clone(), SecretView { set: true, hint: secret.hint() })).collect()
}

/// A row as an integration of this build's version. One of a version that is not known keeps its own, with what of it can be
/// read, to be looked at.
fn read(row: &SqliteRow, secrets: &Secrets) -> Result<Integration, StoreError> {
    let version: u32 = row.try_get("version")?;
    let last_check: Option<&str> = row.try_get("last_check_json")?;
    let mut integration = Integration {
        version,
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        provider: row.try_get("provider")?,
        settings: Settings::default(),
        secrets: views(secrets),
        two_way: TwoWay::default(),
        limits: Limits::default(),
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
        last_check: last_check.and_then(|text| serde_json::from_str(text).ok()),
    };
    let (settings, two_way, limits) =
        (row.try_get("settings_json")?, row.try_get("two_way_json")?, row.try_get("limits_json")?);
    let mut stored = json!({
        "version": version,
        "provider": integration.provider,
        "settings": from_json::<Value>(settings, "settings")?,
        "twoWay": from_json::<Value>(two_way, "replies")?,
        "limits": from_json::<Value>(limits, "limits")?,
    });
    if version::INTEGRATION.migrate(&mut stored).is_err() {
        integration.settings = from_json(settings, "settings").unwrap_or_default();
        integration.two_way = from_json(two_way, "replies").unwrap_or_default();
        integration.limits = from_json(limits, "limits").unwrap_or_default();
        return Ok(integration);
    }
    let input: IntegrationInput =
        serde_json::from_value(stored).map_err(|_| StoreError::Unreadable("integration"))?;
    integration.version = input.version;
    (integration.provider, integration.settings) = (input.provider, input.settings);
    (integration.two_way, integration.limits) = (input.two_way, input.limits);
    Ok(integration)
}
