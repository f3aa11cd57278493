//! Reading and writing a view as the URL of its list (query string), whatever is listed.
//!
//! The URL is the view: [`View::parse`] reads one, [`View::to_query`] writes the shortest text that reads back the same.

use super::chosen::read_wanted;
use super::{ListFacet, ListUrl, Noun, On, PAGE_MAX, Period, SEARCH_MAX, SIZES, Scope, View};
use crate::columns::{Sort, read_columns, read_fields, write_columns, write_fields};
use crate::filter::Filter;
use crate::time::Date;
use std::borrow::Cow;

/// The longest name of a saved view in an address.
const VIEW_MAX: usize = 40;

/// Names and values of an address's parameters, in their order.
pub type Pairs = Vec<(Cow<'static, str>, String)>;

/// The ends of a range and the order while an address is read.
struct Read<C> {
    from: Option<Date>,
    to: Option<Date>,
    sort: Option<Sort<C>>,
}

impl<N: Noun> View<N> {
    /// Reads a query string. A known parameter with a bad value keeps its default and is named in the second part;
    /// unknown parameters are ignored; of a repeated one that takes a single value the last counts.
    pub fn parse(query: &str) -> (Self, Vec<String>) {
        let mut view = Self::default();
        let (mut refused, mut read) = (Vec::<String>::new(), Read { from: None, to: None, sort: None });
        for (name, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            if view.set(&name, &value, &mut read).is_none() && !refused.iter().any(|known| *known == name) {
                refused.push(name.into_owned());
            }
        }
        for facet in refused.iter().filter_map(|name| facet::<N>(name)) {
            view.chosen.clear(facet);
        }
        view.sort = read.sort.unwrap_or_else(|| view.usual_sort());
        view.set_range((read.from, read.to), &mut refused);
        view.normalize();
        (view, refused)
    }

    fn set(&mut self, name: &str, value: &str, read: &mut Read<N::Column>) -> Option<()> {
        if let Some(facet) = facet::<N>(name) {
            return self.chosen.read(facet, value);
        }
        if let Some(attribute) = N::ATTRIBUTES.and_then(|before| name.strip_prefix(before)) {
            return if value.is_empty() { Some(()) } else { read_wanted(&mut self.wanted, attribute, value) };
        }
        if !N::PARAMETERS.contains(&name) {
            return Some(());
        }
        match name {
            "scope" => self.scope = read_scope::<N>(value)?,
            "closed" => self.closed = read_flag(value)?,
            "unread" => self.unread = read_flag(value)?,
            "waiting" => self.waiting = read_flag(value)?,
            "q" => self.search = read_search(value)?,
            "in" => self.search_in = read_fields(value)?,
            "period" => self.period = or_none(value, Period::read_preset)?,
            "from" => read.from = or_none(value, Date::parse)?,
            "to" => read.to = or_none(value, Date::parse)?,
            "on" => self.on = On::parse(value)?,
            "filter" => self.filter = or_none(value, |text| Filter::<N::Field>::parse(text).ok())?,
            "cols" => self.columns = read_columns(value)?,
            "sort" => read.sort = Some(N::read_sort(value)?),
            "page" => self.page = value.parse().ok().filter(|page| (1..=PAGE_MAX).contains(page))?,
            "size" => self.size = value.parse().ok().filter(|size| SIZES.contains(size))?,
            "view" => self.view = read_view(value)?,
            _ => {}
        }
        Some(())
    }

    /// A range says more than a preset. One that ends before it begins is open at its end.
    fn set_range(&mut self, (from, mut to): (Option<Date>, Option<Date>), refused: &mut Vec<String>) {
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            if !refused.iter().any(|name| name == "to") {
                refused.push("to".to_owned());
            }
            to = None;
        }
        if from.is_some() || to.is_some() {
            self.period = Some(Period::Range { from, to });
        }
    }

    /// Name and value of everything that is not at its default.
    pub fn pairs(&self) -> Pairs {
        let default = Self::default();
        let mut pairs = self.narrowed_pairs();
        let mut differs = |differs: bool, name: &'static str, value: fn(&Self) -> String| {
            if differs {
                pairs.push(pair(name, value(self)));
            }
        };
        differs(self.on != default.on, "on", |view| view.on.as_str().to_owned());
        differs(self.closed, "closed", |_| "1".to_owned());
        differs(self.unread, "unread", |_| "1".to_owned());
        differs(self.waiting, "waiting", |_| "1".to_owned());
        differs(!self.search.is_empty(), "q", |view| view.search.clone());
        differs(self.search_in != default.search_in, "in", |view| write_fields(&view.search_in));
        differs(self.filter.is_some(), "filter", |view| {
            view.filter.as_ref().map(ToString::to_string).unwrap_or_default()
        });
        differs(!self.columns.is_empty(), "cols", |view| write_columns(&view.columns));
        differs(self.sort != self.usual_sort(), "sort", |view| view.sort.write());
        differs(self.page != default.page, "page", |view| view.page.to_string());
        differs(self.size != default.size, "size", |view| view.size.to_string());
        if !self.view.is_empty() {
            // A view's name alone stands for what is kept under it: one from which everything was taken off says so.
            if pairs.is_empty() {
                pairs.extend(N::EVERYTHING.first().map(|word| pair("scope", (*word).to_owned())));
            }
            pairs.push(pair("view", self.view.clone()));
        }
        pairs
    }

    /// What is chosen of the things themselves: whose, which and when.
    fn narrowed_pairs(&self) -> Pairs {
        let mut pairs = Pairs::new();
        if self.scope != Scope::default() {
            pairs.push(pair("scope", "mine".to_owned()));
        }
        for facet in <N::Facet as ListFacet>::ALL {
            let chosen = self.chosen.of(*facet).iter();
            pairs.extend(chosen.map(|slug| pair(ListFacet::name(*facet), slug.clone())));
        }
        for (before, wanted) in self.wanted.iter().filter_map(|wanted| N::ATTRIBUTES.map(|before| (before, wanted))) {
            for (name, value) in wanted.pairs() {
                pairs.push((format!("{before}{name}").into(), value.to_owned()));
            }
        }
        if let Some(period) = self.period {
            let (from, to) = period.ends();
            pairs.extend(period.preset().map(|preset| pair("period", preset.to_owned())));
            pairs.extend(from.map(|from| pair("from", from.to_string())));
            pairs.extend(to.map(|to| pair("to", to.to_string())));
        }
        pairs
    }

    /// The query string without `?`; what stands at its default is left out.
    pub fn to_query(&self) -> String {
        Self::query_of(self.pairs())
    }

    /// Pairs as a query string.
    pub fn query_of<P: AsRef<str>>(pairs: impl IntoIterator<Item = (P, String)>) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }

    /// The address in its parts.
    pub fn url(&self) -> ListUrl {
        ListUrl { path: N::PATH, pairs: self.pairs() }
    }

    /// The address of this view.
    pub fn address(&self) -> String {
        self.url().address()
    }

    /// The addresses of the page before this one and of the one after it, where there is more.
    pub fn beside(&self, more: bool) -> (Option<String>, Option<String>) {
        let at = |page: u32| self.at_page(page).address();
        let before = (self.page > 1).then(|| self.page - 1);
        (before.map(at), more.then(|| self.page + 1).map(at))
    }
}

fn facet<N: Noun>(name: &str) -> Option<N::Facet> {
    <N::Facet as ListFacet>::parse(name)
}

fn pair(name: &'static str, value: String) -> (Cow<'static, str>, String) {
    (name.into(), value)
}

/// An empty value is one that was left out.
fn or_none<T>(value: &str, read: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    if value.is_empty() { Some(None) } else { read(value).map(Some) }
}

fn read_scope<N: Noun>(value: &str) -> Option<Scope> {
    match value {
        "mine" => Some(Scope::Mine),
        value => N::EVERYTHING.contains(&value).then_some(Scope::Company),
    }
}

fn read_flag(value: &str) -> Option<bool> {
    match value {
        "1" => Some(true),
        "0" | "" => Some(false),
        _ => None,
    }
}

/// Letters and digits, as views are called in addresses.
fn read_view(value: &str) -> Option<String> {
    let fits = value.len() <= VIEW_MAX && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    fits.then(|| value.to_owned())
}

fn read_search(value: &str) -> Option<String> {
    let fits = value.chars().count() <= SEARCH_MAX && !value.contains('\0');
    fits.then(|| value.trim().to_owned())
}
