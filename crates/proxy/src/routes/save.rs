//! From what a client sends to what is saved or checked: provider, tidied settings, secrets, and what is wrong with them.

use axum::http::StatusCode;
use whatsapp_domain::{
    AddressPolicy, Finding, IntegrationInput, Limits, Secrets, Settings, TwoWay,
    integration::INTEGRATION_VERSION, integration::check_name, say,
};
use whatsapp_providers::Provider;

use crate::{
    problem::ApiError,
    store::{Account, SaveIntegration},
};

/// An integration as it is to be, with all its secrets.
pub(super) struct Draft {
    pub(super) provider: &'static dyn Provider,
    pub(super) name: String,
    pub(super) settings: Settings,
    pub(super) secrets: Secrets,
    pub(super) two_way: TwoWay,
    pub(super) limits: Limits,
}

impl Draft {
    /// Reads the input. Secrets that it leaves out come from `stored`, unless the provider is another one: no
    /// provider's secret ever goes to another provider. Settings and secrets that the provider doesn't have are dropped.
    pub(super) fn read(
        input: IntegrationInput,
        stored: Option<&Account>,
        policy: &AddressPolicy,
    ) -> Result<Self, ApiError> {
        if input.version != INTEGRATION_VERSION {
            return Err(ApiError::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "version-unknown",
                say!(
                    "This proxy knows version {known} of an integration, not {version}.",
                    known = INTEGRATION_VERSION,
                    version = input.version
                ),
            ));
        }
        let provider = whatsapp_providers::find(&input.provider).ok_or_else(|| {
            let known: Vec<_> =
                whatsapp_providers::ALL.iter().map(|provider| provider.schema().provider).collect();
            ApiError::invalid(vec![Finding::error(
                "provider-unknown",
                "provider",
                say!("There is no such provider. Known are: {providers}.", providers = known.join(", ")),
            )])
        })?;
        let schema = provider.schema();
        let mut settings = provider.normalise(&input.settings, policy);
        settings.retain(|key, _| schema.field(key).is_some_and(|field| !field.is_secret()));

        let mut secrets = input.secrets;
        secrets.retain(|key, secret| {
            !secret.is_empty() && schema.field(key).is_some_and(whatsapp_domain::Field::is_secret)
        });
        if let Some(stored) = stored.filter(|stored| stored.integration.provider == schema.provider) {
            for (key, secret) in &stored.secrets {
                secrets.entry(key.clone()).or_insert_with(|| secret.clone());
            }
        }
        let (two_way, limits) = (input.two_way, input.limits);
        Ok(Self { provider, name: input.name.trim().to_owned(), settings, secrets, two_way, limits })
    }

    /// What is wrong with settings and secrets.
    pub(super) fn check_settings(&self, policy: &AddressPolicy) -> Vec<Finding> {
        // All secrets are here, the stored ones too, so that their form is looked at again.
        self.provider.check_settings(&self.settings, &self.secrets, &|_| false, policy)
    }

    /// What is wrong with any of it.
    pub(super) fn check(&self, policy: &AddressPolicy) -> Vec<Finding> {
        let mut findings: Vec<_> = check_name(&self.name).into_iter().collect();
        findings.extend(self.check_settings(policy));
        findings.extend(self.two_way.check());
        findings.extend(self.limits.check());
        findings
    }

    /// Does it call the same account of the same provider in the same way as the stored one? Then what is known of the
    /// account stays true.
    pub(super) fn is_same_account(&self, stored: &Account) -> bool {
        self.provider.schema().provider == stored.integration.provider
            && self.settings == stored.integration.settings
            && self.secrets == stored.secrets
    }

    pub(super) fn to_save(&self) -> SaveIntegration<'_> {
        SaveIntegration {
            name: &self.name,
            provider: self.provider.schema().provider,
            settings: &self.settings,
            secrets: &self.secrets,
            two_way: &self.two_way,
            limits: &self.limits,
        }
    }
}
