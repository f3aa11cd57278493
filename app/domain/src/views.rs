//! Saved views of the dashboard: a list under a name.

use crate::listing::Listing;
use crate::refusal::Reason;
use crate::text;
use crate::tickets::Total;
use serde::{Deserialize, Serialize};

/// The longest name, in characters.
pub const NAME_MAX: usize = 60;
/// The most views a person keeps, and the most that a menu shows.
pub const VIEWS_MAX: usize = 50;
/// Tickets of a view are counted no further.
pub const COUNTED_MAX: u64 = 99;

/// Whose menu a view stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ViewAudience {
    Me,
    /// Agents of the same role.
    Team,
    /// All agents.
    Everyone,
}

impl ViewAudience {
    pub const ALL: [Self; 3] = [Self::Me, Self::Team, Self::Everyone];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Me => "me",
            Self::Team => "team",
            Self::Everyone => "everyone",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.as_str() == text)
    }
}

/// A view as it stands in a person's menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedView {
    /// Random.
    pub slug: String,
    pub name: String,
    pub audience: ViewAudience,
    /// The address's query string, without page and view.
    pub query: String,
    /// The person may change it.
    pub own: bool,
    /// Opens with `/`.
    pub default: bool,
    /// How many tickets it holds for this person.
    pub count: Option<Total>,
}

impl SavedView {
    pub fn listing(&self) -> Listing {
        Listing { view: self.slug.clone(), ..Listing::parse(&self.query).0 }
    }

    /// Whether a listing shows something else than was kept. Its page is no part of a view.
    pub fn differs(&self, listing: &Listing) -> bool {
        stored_query(listing) != self.query
    }
}

/// What is kept of a listing.
pub fn stored_query(listing: &Listing) -> String {
    Listing { page: 1, view: String::new(), ..listing.clone() }.to_query()
}

/// A name as it is kept: one line.
///
/// # Errors
/// The [`Reason`] it is refused for.
pub fn check_name(sent: &str) -> Result<String, Reason> {
    let name = text::name(sent);
    match name.chars().count() {
        0 => Err(Reason::Missing),
        length if length > NAME_MAX => Err(Reason::TooLong { max: NAME_MAX }),
        _ => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_changed_when_its_filters_are_and_not_by_paging() {
        let view = SavedView {
            slug: "abc".into(),
            name: "Print".into(),
            audience: ViewAudience::Me,
            query: "queue=print".into(),
            own: true,
            default: false,
            count: None,
        };
        assert_eq!(view.listing().address(), "/tickets?queue=print&view=abc");
        assert!(!view.differs(&view.listing().at_page(3)));
        assert!(view.differs(&view.listing().with(|next| next.closed = true)));
        assert_eq!(Listing::parse("view=abc&queue=print&page=2").0, view.listing().at_page(2));
    }

    #[test]
    fn names_are_one_line_of_some_length() {
        assert_eq!(check_name("  My \n queue\0 "), Ok("My queue".into()));
        assert_eq!(check_name(" \n"), Err(Reason::Missing));
        assert_eq!(check_name(&"x".repeat(61)), Err(Reason::TooLong { max: NAME_MAX }));
    }
}
