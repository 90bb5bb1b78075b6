//! Whose each integration is, and with it everything that hangs on it. An integration that stands not in the table is
//! [`LOCAL`]'s; the row outlives the integration, as do its events and quick tests.

use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

use sqlx::{Row, SqlitePool};

use super::{Store, StoreError};
use crate::access::LOCAL;

/// The table in memory: the proxy is the only one to change the database.
#[derive(Debug, Default)]
pub(super) struct Tenants(RwLock<HashMap<String, String>>);

impl Tenants {
    pub(super) async fn read(readers: &SqlitePool) -> Result<Self, StoreError> {
        let rows = sqlx::query("SELECT integration, tenant FROM tenants").fetch_all(readers).await?;
        let all = rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?)));
        Ok(Self(RwLock::new(all.collect::<Result<_, sqlx::Error>>()?)))
    }

    /// Before the commit: nobody else can know the id.
    pub(super) fn add(&self, integration: &str, tenant: &str) {
        if tenant != LOCAL {
            let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
            all.insert(integration.to_owned(), tenant.to_owned());
        }
    }
}

impl Store {
    /// Is this integration the tenant's? One that never was is nobody's but [`LOCAL`]'s, who finds nothing of it.
    pub fn belongs(&self, integration: &str, tenant: &str) -> bool {
        self.tenant_of(integration).as_deref().unwrap_or(LOCAL) == tenant
    }

    /// Whose it is; none for [`LOCAL`].
    pub(crate) fn tenant_of(&self, integration: &str) -> Option<String> {
        let all = self.tenants.0.read().unwrap_or_else(PoisonError::into_inner);
        all.get(integration).cloned()
    }

    /// Is this quick test the tenant's?
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn test_belongs(&self, test: &str, tenant: &str) -> Result<bool, StoreError> {
        let row = sqlx::query("SELECT integration FROM quick_tests WHERE id = ?")
            .bind(test)
            .fetch_optional(&self.readers)
            .await?;
        let integration: Option<String> = row.map(|row| row.try_get(0)).transpose()?;
        Ok(integration.is_some_and(|integration| self.belongs(&integration, tenant)))
    }
}

/// SQL for the tenant of a row whose integration stands in this column, which has to be named with its table.
pub(super) fn of(column: &str) -> String {
    format!("coalesce((SELECT t.tenant FROM tenants t WHERE t.integration = {column}), '{LOCAL}')")
}

/// SQL that holds for a tenant's rows, and for all when the parameter is null.
pub(super) fn is(column: &str, parameter: &str) -> String {
    format!("({parameter} IS NULL OR {} = {parameter})", of(column))
}
