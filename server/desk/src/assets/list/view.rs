//! A view of the list, with everything that its address names resolved.

use super::super::parties;
use super::attributes::{ListAttribute, attributes};
use super::column_settings::{ColumnSetup, setup};
use super::conditions::{self, SearchCondition};
use crate::actor::Person;
use crate::catalogue::Catalogue;
use crate::{Desk, Result};
use domain::assets::{ATTRIBUTE, ActiveAssetFilter, AssetColumn, AssetFacet, AssetListing, AssetSearchIn, Wanted};
use domain::time::format_day;
use sea_orm::DbBackend;
use std::sync::Arc;

pub(super) struct AssetView<'a> {
    pub person: &'a Person,
    pub catalogue: Arc<Catalogue>,
    pub backend: DbBackend,
    pub listing: AssetListing,
    pub columns: Vec<AssetColumn>,
    pub named: Vec<ActiveAssetFilter>,
    pub search_in: Vec<AssetSearchIn>,
    pub category_ids: Vec<i64>,
    pub company_ids: Vec<i64>,
    pub since: Option<i64>,
    pub until: Option<i64>,
    /// The words and attributes that are looked for, those that the fewest assets have first.
    pub conditions: Vec<SearchCondition>,
    attributes: Vec<ListAttribute>,
}

impl<'a> AssetView<'a> {
    /// Reads an address's query string; the second part names what was refused.
    pub(super) async fn read(desk: &Desk, person: &'a Person, query: &str) -> Result<(Self, Vec<String>)> {
        let (listing, refused) = AssetListing::parse(query);
        let setup = setup(desk, person).await?;
        Self::of(desk, person, setup, listing, refused).await
    }

    /// The view of a listing that is known already.
    pub(super) async fn of(
        desk: &Desk,
        person: &'a Person,
        setup: ColumnSetup,
        listing: AssetListing,
        mut refused: Vec<String>,
    ) -> Result<(Self, Vec<String>)> {
        let catalogue = desk.catalogue();
        let ColumnSetup { columns, search_in } = setup;
        let (since, until) = crate::listing::period_bounds(listing.period, desk.now(), &person.zone);
        let mut view = Self {
            person,
            attributes: attributes(&catalogue, person),
            catalogue,
            backend: desk.db().backend(),
            columns,
            named: Vec::new(),
            search_in,
            category_ids: Vec::new(),
            company_ids: Vec::new(),
            since,
            until,
            conditions: Vec::new(),
            listing,
        };
        view.resolve(desk, &mut refused).await?;
        view.conditions = conditions::conditions(desk, &view).await?;
        Ok((view, refused))
    }

    /// Looks everything up that the address names. What does not exist and what this person does not see are both refused.
    async fn resolve(&mut self, desk: &Desk, refused: &mut Vec<String>) -> Result<()> {
        if !self.categories() {
            self.listing.chosen.clear(AssetFacet::Category);
            refused.push("category".into());
        }
        if !self.companies(desk).await? {
            self.listing.chosen.clear(AssetFacet::Company);
            refused.push("company".into());
        }
        for wanted in std::mem::take(&mut self.listing.wanted) {
            if self.wants(&wanted) {
                self.listing.wanted.push(wanted);
            } else {
                refused.push(format!("{ATTRIBUTE}{}", wanted.name));
            }
        }
        let listing = &mut self.listing;
        let is_known = |column: &AssetColumn| match column {
            AssetColumn::Attribute(name) => self.attributes.iter().any(|known| known.in_list && known.name == *name),
            _ => true,
        };
        if !listing.columns.iter().all(is_known) {
            listing.columns.clear();
            refused.push("cols".into());
        }
        if !is_known(&listing.sort.column) {
            listing.sort = Default::default();
            refused.push("sort".into());
        }
        if !listing.columns.is_empty() {
            self.columns.clone_from(&listing.columns);
        }
        self.columns.retain(is_known);
        if !listing.search_in.is_empty() {
            self.search_in.clone_from(&listing.search_in);
        }
        Ok(())
    }

    fn categories(&mut self) -> bool {
        for slug in self.listing.chosen.of(AssetFacet::Category) {
            let Some(found) = self.catalogue.asset_categories.iter().find(|category| category.slug == *slug) else {
                return false;
            };
            self.category_ids.push(found.id);
            self.named.push(active_filter("category", slug, "", &found.name));
        }
        true
    }

    async fn companies(&mut self, desk: &Desk) -> Result<bool> {
        for named in self.listing.chosen.of(AssetFacet::Company) {
            let (id, name) = if self.person.is_staff() {
                match parties::company(desk.db().read(), named).await? {
                    Ok(found) => (found.id, found.name),
                    Err(_) => return Ok(false),
                }
            } else {
                match self.person.companies.iter().find(|home| home.slug == *named || home.name == *named) {
                    Some(home) => (home.company_id, home.name.clone()),
                    None => return Ok(false),
                }
            };
            self.company_ids.push(id);
            self.named.push(active_filter("company", named, "", &name));
        }
        Ok(true)
    }

    fn wants(&mut self, wanted: &Wanted) -> bool {
        let Some(known) = self.attributes.iter().find(|known| known.in_filter && known.name == wanted.name) else {
            return false;
        };
        let name = format!("{ATTRIBUTE}{}", known.name);
        let mut named: Vec<ActiveAssetFilter> =
            wanted.values.iter().map(|value| active_filter(&name, value, &known.label, value)).collect();
        let end = |end: &str, mark: &str, value: &Option<String>| {
            let label = |value: &str| format!("{mark} {}", format_day(value));
            value.as_ref().map(|value| active_filter(&format!("{name}.{end}"), value, &known.label, &label(value)))
        };
        named.extend(end("from", "≥", &wanted.from));
        named.extend(end("to", "≤", &wanted.to));
        self.named.extend(named);
        true
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&ListAttribute> {
        self.attributes.iter().find(|known| known.name == name)
    }
}

fn active_filter(name: &str, value: &str, filter: &str, label: &str) -> ActiveAssetFilter {
    ActiveAssetFilter {
        name: name.to_owned(),
        value: value.to_owned(),
        filter: filter.to_owned(),
        label: label.to_owned(),
    }
}
