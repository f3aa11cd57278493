//! The list of assets: its facets, and which parameters its address takes.

use super::column::ATTRIBUTE;
use super::{AssetColumn, AssetSearchIn, AssetSort};
use crate::filter::NoField;
use crate::listing::{ListFacet, Noun, View};

/// Assets, as something that is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assets;

impl Noun for Assets {
    type Column = AssetColumn;
    type SearchIn = AssetSearchIn;
    type Facet = AssetFacet;
    type Field = NoField;

    const PATH: &'static str = "/assets";
    const PARAMETERS: &'static [&'static str] =
        &["scope", "q", "in", "period", "from", "to", "on", "cols", "sort", "page", "size"];
    const EVERYTHING: &'static [&'static str] = &["all"];
    const SEARCH_IN: &'static [AssetSearchIn] = &[];
    const ATTRIBUTES: Option<&'static str> = Some(ATTRIBUTE);

    fn usual_sort(_: bool) -> AssetSort {
        AssetSort::default()
    }
}

/// One view of the assets. Its scope is what is assigned to whoever asks, or what they hold a seat of; or all they see.
pub type AssetListing = View<Assets>;

/// A filter of assets whose values are chosen from a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AssetFacet {
    Category,
    /// By slug or by name.
    Company,
}

impl ListFacet for AssetFacet {
    const ALL: &'static [Self] = &[Self::Category, Self::Company];
    const VALUE_MAX: usize = 250;

    fn name(self) -> &'static str {
        match self {
            Self::Category => "category",
            Self::Company => "company",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::{SIZES, Scope};
    use proptest::prelude::*;

    #[test]
    fn every_parameter_is_read() {
        let query = "scope=mine&q=+dock+&in=name&category=printers&category=printers&company=quayside&f.model=A&f.model=B\
                     &f.until.from=2026-01-01&from=2026-02-01&on=created&cols=name,f.model&sort=-f.model&page=2&size=50";
        let (listing, refused) = AssetListing::parse(query);
        assert_eq!(refused, Vec::<String>::new());
        assert!(listing.scope == Scope::Mine && listing.is_filtered() && listing.search == "dock");
        assert_eq!(listing.chosen.of(AssetFacet::Category), ["printers"]);
        assert_eq!((listing.wanted[0].name.as_str(), listing.wanted[0].values.len()), ("model", 2));
        assert_eq!(listing.wanted[1].from.as_deref(), Some("2026-01-01"));
        assert_eq!(listing.columns, [AssetColumn::Name, AssetColumn::Attribute("model".into())]);
        assert_eq!((listing.page, listing.size, listing.sort.descending), (2, 50, true));
        let address = listing.address();
        assert!(
            address
                .starts_with("/assets?scope=mine&category=printers&company=quayside&f.model=A&f.model=B&f.until.from=")
        );
        assert_eq!(AssetListing::parse(&listing.to_query()), (listing, vec![]));
    }

    #[test]
    fn bad_values_are_named_and_what_is_empty_is_left_out() {
        let query =
            "?page=0&sort=secret&size=7&f.A=1&f.a.b=1&cols=name,name&in=&scope=&utm=1&from=2026-02-02&to=2026-02-01";
        let (listing, refused) = AssetListing::parse(query);
        assert_eq!(refused, ["page", "sort", "size", "f.A", "f.a.b", "cols", "in", "scope", "to"]);
        assert!(listing.columns.is_empty() && listing.page == 1);
        assert_eq!(AssetListing::parse("category=&company=&f.model=&period=&from="), (AssetListing::default(), vec![]));
        assert_eq!(
            AssetListing::parse("closed=1&waiting=1&filter=x&view=y"),
            (AssetListing::default(), vec![]),
            "of other lists"
        );
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange_to_read(query in ".{0,200}") {
            let (listing, _) = AssetListing::parse(&query);
            prop_assert!(SIZES.contains(&listing.size) && listing.page >= 1);
        }
    }
}
