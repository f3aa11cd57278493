//! The address of the list of assets: filter, sort and page as the text of a URL.

use super::column::is_attribute;
use super::{Column, SearchIn, Sort};
use crate::columns::{read_columns, read_fields};
use crate::listing::{On, PAGE_MAX, Period, SIZES, or_none, read_search};
use crate::time::Date;

/// The most values of all filters together.
const VALUES_MAX: usize = 50;
/// The longest value of a filter, in characters.
const VALUE_MAX: usize = 250;

/// What an attribute must be: one of the values, or within the ends, which belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub name: String,
    pub values: Vec<String>,
    pub from: Option<String>,
    pub to: Option<String>,
}

/// One view of the assets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Only what is assigned to whoever asks, or what they hold a seat of.
    pub mine: bool,
    /// Words to find.
    pub search: String,
    /// Empty for what the person has set.
    pub search_in: Vec<SearchIn>,
    /// Slugs.
    pub categories: Vec<String>,
    pub companies: Vec<String>,
    pub period: Option<Period>,
    pub on: On,
    pub wanted: Vec<Wanted>,
    /// Empty for those that the person has set.
    pub columns: Vec<Column>,
    pub sort: Sort,
    /// From 1.
    pub page: u32,
    pub size: u32,
}

impl Default for Listing {
    fn default() -> Self {
        Self {
            mine: false,
            search: String::new(),
            search_in: Vec::new(),
            categories: Vec::new(),
            companies: Vec::new(),
            period: None,
            on: On::default(),
            wanted: Vec::new(),
            columns: Vec::new(),
            sort: Sort::default(),
            page: 1,
            size: SIZES[0],
        }
    }
}

impl Listing {
    /// Reads a query string. A known parameter with a bad value keeps its default and is named in the second part; unknown
    /// parameters are ignored.
    pub fn parse(query: &str) -> (Self, Vec<String>) {
        let mut listing = Self::default();
        let (mut refused, mut ends) = (Vec::<String>::new(), (None, None));
        for (name, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            if listing.set(&name, &value, &mut ends).is_none() && !refused.iter().any(|known| *known == name) {
                refused.push(name.into_owned());
            }
        }
        listing.set_range(ends, &mut refused);
        (listing, refused)
    }

    fn set(&mut self, name: &str, value: &str, ends: &mut (Option<Date>, Option<Date>)) -> Option<()> {
        match name {
            "scope" => self.mine = ["mine", "all"].contains(&value).then_some(value == "mine")?,
            "q" => self.search = read_search(value)?,
            "in" => self.search_in = read_fields(value)?,
            "category" => add(&mut self.categories, value)?,
            "company" => add(&mut self.companies, value)?,
            "period" => self.period = or_none(value, Period::read_preset)?,
            "from" => ends.0 = or_none(value, Date::parse)?,
            "to" => ends.1 = or_none(value, Date::parse)?,
            "on" => self.on = On::parse(value)?,
            "cols" => self.columns = read_columns(value)?,
            "sort" => self.sort = Sort::parse(value)?,
            "page" => self.page = value.parse().ok().filter(|page| (1..=PAGE_MAX).contains(page))?,
            "size" => self.size = value.parse().ok().filter(|size| SIZES.contains(size))?,
            name => {
                if let Some(attribute) = name.strip_prefix("f.").filter(|_| !value.is_empty()) {
                    self.want(attribute, value)?;
                }
            }
        }
        Some(())
    }

    /// `f.model=…` several times, `f.warranty.from=…`, `f.warranty.to=…`.
    fn want(&mut self, attribute: &str, value: &str) -> Option<()> {
        let (name, end) = attribute.split_once('.').unwrap_or((attribute, ""));
        if !is_attribute(name) || !fits(value) {
            return None;
        }
        let place = match self.wanted.iter().position(|wanted| wanted.name == name) {
            Some(place) => place,
            None if self.wanted.len() < VALUES_MAX => {
                self.wanted.push(Wanted { name: name.to_owned(), ..Wanted::default() });
                self.wanted.len() - 1
            }
            None => return None,
        };
        let wanted = &mut self.wanted[place];
        match end {
            "" => return add(&mut wanted.values, value),
            "from" => wanted.from = Some(value.to_owned()),
            "to" => wanted.to = Some(value.to_owned()),
            _ => return None,
        }
        Some(())
    }

    /// A range says more than a preset. One that ends before it begins is open at its end.
    fn set_range(&mut self, (from, to): (Option<Date>, Option<Date>), refused: &mut Vec<String>) {
        let turned = from.zip(to).is_some_and(|(from, to)| to < from);
        if turned {
            refused.push("to".to_owned());
        }
        let to = to.filter(|_| !turned);
        if from.is_some() || to.is_some() {
            self.period = Some(Period::Range { from, to });
        }
    }

    /// Whether anything narrows the list.
    pub fn is_filtered(&self) -> bool {
        self.mine
            || !self.search.is_empty()
            || !self.categories.is_empty()
            || !self.companies.is_empty()
            || self.period.is_some()
            || !self.wanted.is_empty()
    }
}

fn fits(value: &str) -> bool {
    value.chars().count() <= VALUE_MAX && !value.contains('\0')
}

/// Adds a value; a second time counts once, and an empty one is one that was left out.
fn add(values: &mut Vec<String>, value: &str) -> Option<()> {
    if value.is_empty() || values.iter().any(|known| known == value) {
        return Some(());
    }
    (values.len() < VALUES_MAX && fits(value)).then(|| values.push(value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_parameter_is_read() {
        let query = "scope=mine&q=+dock+&in=name&category=printers&category=printers&company=quayside&f.model=A&f.model=B\
                     &f.until.from=2026-01-01&from=2026-02-01&on=created&cols=name,f.model&sort=-f.model&page=2&size=50";
        let (listing, refused) = Listing::parse(query);
        assert_eq!(refused, Vec::<String>::new());
        assert!(listing.mine && listing.is_filtered() && listing.search == "dock");
        assert_eq!(listing.categories, ["printers"]);
        assert_eq!((listing.wanted[0].name.as_str(), listing.wanted[0].values.len()), ("model", 2));
        assert_eq!(listing.wanted[1].from.as_deref(), Some("2026-01-01"));
        assert_eq!(listing.columns, [Column::Name, Column::Attribute("model".into())]);
        assert_eq!((listing.page, listing.size, listing.sort.descending), (2, 50, true));
    }

    #[test]
    fn bad_values_are_named_and_what_is_empty_is_left_out() {
        let query =
            "?page=0&sort=secret&size=7&f.A=1&f.a.b=1&cols=name,name&in=&scope=&utm=1&from=2026-02-02&to=2026-02-01";
        let (listing, refused) = Listing::parse(query);
        assert_eq!(refused, ["page", "sort", "size", "f.A", "f.a.b", "cols", "in", "scope", "to"]);
        assert!(listing.columns.is_empty() && listing.page == 1);
        assert_eq!(Listing::parse("category=&company=&f.model=&period=&from="), (Listing::default(), vec![]));
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange_to_read(query in ".{0,200}") {
            let (listing, _) = Listing::parse(&query);
            prop_assert!(SIZES.contains(&listing.size) && listing.page >= 1);
        }
    }
}
