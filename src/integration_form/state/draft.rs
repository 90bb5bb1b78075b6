//! What of the form survives a reload. There is no room in it for a secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use whatsapp_domain::{Limits, Settings, TwoWay};

use super::State;

/// The form as it was left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// What people call it.
    pub name: String,
    /// Id of the provider.
    pub provider: String,
    /// What was typed, for each provider.
    pub settings: BTreeMap<String, Settings>,
    /// Replies.
    #[serde(default)]
    pub two_way: TwoWay,
    /// Limits.
    #[serde(default)]
    pub limits: Limits,
}

/// The draft's name in the page's store.
pub fn draft_key(id: Option<&str>) -> String {
    format!("integration:{}", id.unwrap_or("new"))
}

impl From<&State> for Draft {
    fn from(state: &State) -> Self {
        Self {
            name: state.name.clone(),
            provider: state.provider.clone(),
            settings: state.settings.clone(),
            two_way: state.two_way.clone(),
            limits: state.limits,
        }
    }
}

impl Draft {
    /// Puts what was kept back into the form.
    pub fn restore(self, state: &mut State) {
        state.name = self.name;
        state.provider = self.provider;
        state.settings = self.settings;
        state.two_way = self.two_way;
        state.words.clear();
        state.limits = self.limits;
    }
}
