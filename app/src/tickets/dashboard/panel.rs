//! The panels of the dashboard, of which one is open at a time. Without JavaScript the address says which (`open=queue`); with it
//! nothing is asked of the server but what the panel shows.

use crate::session::use_echo;
use crate::ui::panel::focus;
use crate::ui::query::use_query;
use domain::listing::{Facet, Listing};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Panel {
    Facet(Facet),
    Period,
    Columns,
    Export,
    Views,
}

impl Panel {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Facet(facet) => facet.as_str(),
            Self::Period => "period",
            Self::Columns => "columns",
            Self::Export => "export",
            Self::Views => "views",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        match name {
            "period" => Some(Self::Period),
            "columns" => Some(Self::Columns),
            "export" => Some(Self::Export),
            "views" => Some(Self::Views),
            facet => Facet::parse(facet).map(Self::Facet),
        }
    }

    pub(super) fn id(self) -> String {
        format!("panel-{}", self.name())
    }

    /// Where it is open.
    pub(super) fn address(self, listing: &Listing) -> String {
        let pairs = listing.pairs().into_iter().chain([("open", self.name().to_owned())]);
        format!("/tickets?{}", Listing::query_of(pairs))
    }

    pub(super) fn button_id(self) -> String {
        format!("open-{}", self.name())
    }
}

/// Which panel is open.
#[derive(Clone, Copy)]
pub(super) struct Open(RwSignal<Option<Panel>>);

impl Open {
    /// The one that the address names, or whose form came back, until something else is opened.
    pub(super) fn at_first() -> Self {
        let named = use_query().with_untracked(|query| query.get("open"));
        let returned = use_echo(COLUMNS).map(|_| Panel::Columns);
        let returned = returned.or(use_echo(VIEWS).map(|_| Panel::Views));
        Self(RwSignal::new(returned.or(named.and_then(|name| Panel::parse(&name)))))
    }

    pub(super) fn is(self, panel: Panel) -> bool {
        self.0.get() == Some(panel)
    }

    /// Opens a panel, or shuts it.
    pub(super) fn turn(self, panel: Panel) {
        if self.0.get_untracked() == Some(panel) { self.shut() } else { self.0.set(Some(panel)) }
    }

    /// Shuts the panel where it is.
    pub(super) fn leave(self) {
        self.0.set(None);
    }

    /// Shuts the panel and leads back to its button.
    pub(super) fn shut(self) {
        let panel = self.0.get_untracked();
        self.0.set(None);
        if let Some(panel) = panel {
            focus(&panel.button_id());
        }
    }
}

/// Where the columns are sent.
pub(super) const COLUMNS: &str = "/tickets/columns";

/// Where views are sent.
pub(super) const VIEWS: &str = "/views";
