//! A view of the list: what its address names, looked up.

use super::attributes;
use super::filters::Filters;
use super::resolved_filter::ResolvedFilter;
use crate::actor::{Person, sees_view};
use crate::catalogue::Catalogue;
use crate::tickets::search::SearchQuery;
use crate::{Desk, Result};
use domain::listing::{Column, Listing, Sort};
use sea_orm::DbBackend;
use std::sync::Arc;

pub(super) struct View<'a> {
    pub person: &'a Person,
    pub catalogue: Arc<Catalogue>,
    pub backend: DbBackend,
    pub now: i64,
    pub listing: Listing,
    pub filters: Filters,
    /// What its filter asks.
    pub resolved_filter: Option<ResolvedFilter>,
    /// The terms that are looked for.
    pub search_query: SearchQuery,
    /// A good part of all tickets holds the terms.
    pub frequent: bool,
    /// The text that is looked for instead of the listing's, where that is nowhere and was probably misspelled.
    pub did_you_mean: Option<String>,
}

impl<'a> View<'a> {
    /// Reads an address's query string; the second part names what was refused.
    pub(super) async fn read(desk: &Desk, person: &'a Person, query: &str) -> Result<(Self, Vec<String>)> {
        let (mut listing, mut refused) = Listing::parse(query);
        let filters = Filters::resolve(desk, person, &mut listing, &mut refused).await?;
        let resolved_filter = ResolvedFilter::resolve(desk, person, &mut listing, &mut refused).await?;
        let (catalogue, backend, now) = (desk.catalogue(), desk.db().backend(), desk.now());
        refuse_unknown(person, &catalogue, &mut listing, &mut refused);
        if !listing.view.is_empty() && !sees_view(desk.db().read(), person, &listing.view).await? {
            listing.view.clear();
            refused.push("view".to_owned());
        }
        let search_query = SearchQuery::read(desk.db().read(), person, &listing.search, &listing.search_in).await?;
        let view = Self {
            person,
            catalogue,
            backend,
            now,
            listing,
            filters,
            resolved_filter,
            search_query,
            frequent: false,
            did_you_mean: None,
        };
        Ok((view, refused))
    }

    /// Looks for another text.
    pub(super) async fn set_query(&mut self, desk: &Desk, text: &str) -> Result<()> {
        let fields = &self.listing.search_in;
        self.search_query = SearchQuery::read(desk.db().read(), self.person, text, fields).await?;
        Ok(())
    }

    /// The attributes among the columns that are shown.
    pub(super) fn attributes(&self) -> Vec<Column> {
        self.listing.shown(&self.person.columns).iter().copied().filter(Column::is_attribute).collect()
    }

    /// Tickets before this page.
    pub(super) fn offset(&self) -> u64 {
        u64::from(self.listing.page - 1) * u64::from(self.listing.size)
    }

    /// Whether what fits the search best comes first.
    pub(super) fn is_ranked(&self) -> bool {
        self.listing.sort.column == Column::Match && !self.search_query.is_empty()
    }

    /// The order of the list where nothing is ranked: a text without words looks for nothing.
    pub(super) fn sort(&self) -> Sort {
        if self.listing.sort.column == Column::Match { Sort::default() } else { self.listing.sort }
    }
}

/// Columns of attributes that are not there for this person are refused like names that mean nothing.
fn refuse_unknown(person: &Person, catalogue: &Catalogue, listing: &mut Listing, refused: &mut Vec<String>) {
    let known = |column: &Column| attributes::is_offered(person, catalogue, *column);
    if !listing.columns.iter().all(known) {
        listing.columns.clear();
        refused.push("cols".to_owned());
    }
    if !known(&listing.sort.column) {
        listing.sort = Sort::default();
        refused.push("sort".to_owned());
    }
}
