//! What narrows a list beside the search: choices of one kind each, and a period.

use crate::time::Date;
use serde::{Deserialize, Serialize};

/// The most values one filter takes.
pub const CHOSEN_MAX: usize = 50;
/// The longest value, in characters.
const SLUG_MAX: usize = 100;

/// Stands for tickets that nobody is assigned to.
pub const NOBODY: &str = "none";
/// Stands for whoever asks.
pub const ME: &str = "me";

/// A filter whose values are chosen from a set. Several values of one widen it, several filters narrow each other.
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
}

/// The chosen values of each facet, as slugs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chosen([Vec<String>; 5]);

impl Chosen {
    pub fn of(&self, facet: Facet) -> &[String] {
        &self.0[facet as usize]
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }

    pub fn holds(&self, facet: Facet, slug: &str) -> bool {
        self.of(facet).iter().any(|chosen| chosen == slug)
    }

    pub fn clear(&mut self, facet: Facet) {
        self.0[facet as usize].clear();
    }

    /// Chooses a value, or takes it back.
    pub fn toggle(&mut self, facet: Facet, slug: &str) {
        let values = &mut self.0[facet as usize];
        match values.iter().position(|chosen| chosen == slug) {
            Some(place) => drop(values.remove(place)),
            None => values.push(slug.to_owned()),
        }
    }

    /// Adds a value read from an address; a second time counts once.
    pub(super) fn read(&mut self, facet: Facet, slug: &str) -> Option<()> {
        let values = &mut self.0[facet as usize];
        if slug.is_empty() || values.iter().any(|chosen| chosen == slug) {
            return Some(());
        }
        let fits = values.len() < CHOSEN_MAX && slug.chars().count() <= SLUG_MAX && !slug.contains('\0');
        fits.then(|| values.push(slug.to_owned()))
    }
}

/// Days in the reader's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Period {
    Today,
    /// Today and the days before it, so many together.
    Days(u16),
    /// Both days included; an end that is missing is open.
    Range {
        from: Option<Date>,
        to: Option<Date>,
    },
}

impl Period {
    pub const PRESETS: [Self; 4] = [Self::Today, Self::Days(7), Self::Days(30), Self::Days(90)];

    /// A preset's name in addresses; a range has none.
    pub fn preset(self) -> Option<&'static str> {
        match self {
            Self::Today => Some("today"),
            Self::Days(7) => Some("7d"),
            Self::Days(30) => Some("30d"),
            Self::Days(90) => Some("90d"),
            Self::Days(_) | Self::Range { .. } => None,
        }
    }

    pub fn read_preset(text: &str) -> Option<Self> {
        Self::PRESETS.into_iter().find(|period| period.preset() == Some(text))
    }

    /// The first and the last day of a range; a preset has neither.
    pub fn ends(self) -> (Option<Date>, Option<Date>) {
        match self {
            Self::Range { from, to } => (from, to),
            Self::Today | Self::Days(_) => (None, None),
        }
    }
}

/// Which instant a period is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum On {
    Created,
    #[default]
    Changed,
}

impl On {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Created, Self::Changed].into_iter().find(|on| on.as_str() == text)
    }
}
