//! A list's URL in its parts, whatever is listed: what links, chips and forms of a page do with it.

use std::borrow::Cow;

/// Opens a panel, narrows what a panel shows: neither is part of a view.
const OF_PANELS: [&str; 2] = ["open", "find"];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListUrl {
    pub path: &'static str,
    pub pairs: Vec<(Cow<'static, str>, String)>,
}

impl ListUrl {
    /// Reads a query string. What was left empty is left out.
    pub fn parse(path: &'static str, query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
        let kept = pairs.filter(|(name, value)| !value.is_empty() && !OF_PANELS.contains(&name.as_ref()));
        Self { path, pairs: kept.map(|(name, value)| (name.into_owned().into(), value.into_owned())).collect() }
    }

    /// The query string without `?`.
    pub fn query(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.pairs).finish()
    }

    pub fn address(&self) -> String {
        match self.query() {
            query if query.is_empty() => self.path.to_owned(),
            query => format!("{}?{query}", self.path),
        }
    }

    /// The value of a parameter; of several the last.
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().rev().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.pairs.iter().any(|(known, held)| known == name && held == value)
    }

    /// The same from its first page on and without these parameters.
    #[must_use]
    pub fn without(mut self, names: &[&str]) -> Self {
        self.pairs.retain(|(known, _)| known != "page" && !names.contains(&known.as_ref()));
        self
    }

    /// The same from its first page on, and one parameter at this value.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl Into<String>) -> Self {
        let mut next = self.without(&[name]);
        next.pairs.push((name.into(), value.into()));
        next
    }

    /// The same without one value of a parameter that may have several.
    #[must_use]
    pub fn without_value(self, name: &str, value: &str) -> Self {
        let mut next = self.without(&[]);
        next.pairs.retain(|(known, held)| known != name || held != value);
        next
    }

    /// The same from its first page on, after what leads from `shown` to `next`: values are taken off, and parameters that have one
    /// value get another.
    #[must_use]
    pub fn after(self, shown: &Self, next: &Self) -> Self {
        let gone = shown.pairs.iter().filter(|pair| !next.pairs.contains(pair));
        let mut after = gone.fold(self.without(&[]), |place, (name, value)| place.without_value(name, value));
        for (name, value) in next.pairs.iter().filter(|pair| !shown.pairs.contains(pair)) {
            after.pairs.retain(|(known, _)| known != name);
            after.pairs.push((name.clone(), value.clone()));
        }
        after
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_changed_in_one_place_and_kept_elsewhere() {
        let place = ListUrl::parse("/assets", "?category=a&category=b&q=x+y&page=3&open=filters&size=");
        assert_eq!(place.address(), "/assets?category=a&category=b&q=x+y&page=3");
        assert_eq!(place.clone().without_value("category", "a").address(), "/assets?category=b&q=x+y");
        assert_eq!(place.clone().with("q", "é").address(), "/assets?category=a&category=b&q=%C3%A9");
        assert_eq!(place.clone().with("page", "2").address(), "/assets?category=a&category=b&q=x+y&page=2");
        assert_eq!(place.without(&["category", "q"]).address(), "/assets");
    }

    #[test]
    fn what_a_link_of_an_older_view_changes_is_changed_in_the_newer_one() {
        let place = |query: &str| ListUrl::parse("/tickets", query);
        let shown = place("queue=a&queue=b&type=c&sort=subject&page=3");
        let newer = place("queue=a&queue=b&sort=subject&closed=1");
        let after = |next: &str| newer.clone().after(&shown, &place(next)).query();
        assert_eq!(after("queue=a&type=c&sort=subject"), "queue=a&sort=subject&closed=1", "a value is taken off");
        assert_eq!(after("queue=a&queue=b&sort=subject"), newer.query(), "it is off already");
        assert_eq!(after("queue=a&queue=b&type=c&sort=-subject"), "queue=a&queue=b&closed=1&sort=-subject");
        assert_eq!(after("queue=a&queue=b&type=c&sort=subject&page=4"), format!("{}&page=4", newer.query()));
        assert_eq!(after(""), "closed=1");
    }
}
