//! The panels of the dashboard, of which one is open at a time. Without JavaScript the address says which (`open=queue`); with it
//! nothing is asked of the server but what the panel shows.

use crate::session::use_form_state;
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

    /// Where it is open.
    pub(super) fn address(self, listing: &Listing) -> String {
        let mut place = listing.url();
        place.pairs.push(("open".into(), self.name().to_owned()));
        place.address()
    }

    /// The one that the address names, or whose form came back.
    pub(super) fn at_first() -> Option<Self> {
        let named = use_query().with_untracked(|query| query.get("open"));
        let returned = use_form_state(COLUMNS).map(|_| Self::Columns);
        let returned = returned.or(use_form_state(VIEWS).map(|_| Self::Views));
        returned.or(named.and_then(|name| Self::parse(&name)))
    }
}

/// Where the columns are sent.
pub(super) const COLUMNS: &str = "/tickets/columns";

/// Where views are sent.
pub(super) const VIEWS: &str = "/views";
