//! The list of tickets: its facets (filters with a set of values), and which parameters the dashboard's address takes.

use super::{BEST_MATCH, Column, Field, ListFacet, Noun, SearchIn, Sort};
use serde::{Deserialize, Serialize};

/// Stands for tickets that nobody is assigned to.
pub const NOBODY: &str = "none";
/// Stands for whoever asks.
pub const ME: &str = "me";

/// Tickets, as something that is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tickets;

impl Noun for Tickets {
    type Column = Column;
    type SearchIn = SearchIn;
    type Facet = Facet;
    type Field = Field;

    const PATH: &'static str = "/tickets";
    const PARAMETERS: &'static [&'static str] = &[
        "scope", "closed", "unread", "waiting", "q", "in", "period", "from", "to", "on", "filter", "cols", "sort",
        "page", "size", "view",
    ];
    const EVERYTHING: &'static [&'static str] = &["company", "all"];
    const SEARCH_IN: &'static [SearchIn] = &SearchIn::USUAL;
    const ATTRIBUTES: Option<&'static str> = None;

    fn usual_sort(searching: bool) -> Sort {
        if searching { BEST_MATCH } else { Sort::default() }
    }

    fn read_sort(text: &str) -> Option<Sort> {
        if text == Column::Match.as_str() { Some(BEST_MATCH) } else { Sort::parse(text) }
    }
}

/// A filter of tickets whose values are chosen from a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Facet {
    Queue,
    Kind,
    Status,
    Assignee,
    Company,
}

impl Facet {
    pub const ALL: [Self; 5] = [Self::Queue, Self::Kind, Self::Status, Self::Assignee, Self::Company];

    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Kind => "type",
            Self::Status => "status",
            Self::Assignee => "assignee",
            Self::Company => "company",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.as_str() == text)
    }

    /// What it asks for in the filter language.
    pub fn field(self) -> Field {
        match self {
            Self::Queue => Field::Queue,
            Self::Kind => Field::Kind,
            Self::Status => Field::Status,
            Self::Assignee => Field::Assignee,
            Self::Company => Field::Company,
        }
    }
}

impl ListFacet for Facet {
    const ALL: &'static [Self] = &Self::ALL;
    const VALUE_MAX: usize = 100;

    fn name(self) -> &'static str {
        self.as_str()
    }
}
