//! The pages of the standalone console and their place in the address bar.

/// A page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Route {
    /// All integrations.
    #[default]
    Integrations,
    /// A new integration.
    NewIntegration,
    /// One saved integration, by id.
    Integration(String),
    /// The journey node.
    Node,
    /// What was sent and received, or one of its lists: `unmatched`, `unreadable`, `outbox`, `suppressions`.
    Activity(Option<String>),
    /// The sandbox's phone.
    Phone,
    /// The sandbox's faults.
    Faults,
}

impl Route {
    /// Reads the part of an address after `#`; what is unknown leads to the start.
    pub fn parse(hash: &str) -> Self {
        let path = hash.trim_start_matches('#').trim_matches('/');
        match path.split('/').collect::<Vec<_>>().as_slice() {
            ["integrations", "new"] => Self::NewIntegration,
            ["integrations", id] if !id.is_empty() => Self::Integration((*id).to_owned()),
            ["node"] => Self::Node,
            ["activity"] => Self::Activity(None),
            ["activity", list] if !list.is_empty() => Self::Activity(Some((*list).to_owned())),
            ["phone"] => Self::Phone,
            ["faults"] => Self::Faults,
            _ => Self::Integrations,
        }
    }

    /// The address, with `#`.
    pub fn href(&self) -> String {
        match self {
            Self::Integrations => "#/integrations".into(),
            Self::NewIntegration => "#/integrations/new".into(),
            Self::Integration(id) => format!("#/integrations/{id}"),
            Self::Node => "#/node".into(),
            Self::Activity(None) => "#/activity".into(),
            Self::Activity(Some(list)) => format!("#/activity/{list}"),
            Self::Phone => "#/phone".into(),
            Self::Faults => "#/faults".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn every_route_survives_the_address_bar() {
        for route in [
            Route::Integrations,
            Route::NewIntegration,
            Route::Integration("int_a1".into()),
            Route::Node,
            Route::Activity(None),
            Route::Activity(Some("suppressions".into())),
            Route::Phone,
            Route::Faults,
        ] {
            assert_eq!(Route::parse(&route.href()), route);
        }
        assert_eq!(Route::parse("#/nothing/here/at/all"), Route::Integrations);
    }
}
