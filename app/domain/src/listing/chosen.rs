//! Chosen filters of a list: values of facets, and what attributes must be.

use super::ListFacet;
use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// The most values one filter takes.
pub const CHOSEN_MAX: usize = 50;
/// The longest value that an attribute must be, in characters.
const VALUE_MAX: usize = 250;

/// The chosen values of each facet, as slugs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Chosen<F> {
    /// In the order of [`ListFacet::ALL`].
    values: Vec<Vec<String>>,
    #[serde(skip)]
    facets: PhantomData<F>,
}

impl<F: ListFacet> Default for Chosen<F> {
    fn default() -> Self {
        Self { values: vec![Vec::new(); F::ALL.len()], facets: PhantomData }
    }
}

impl<F: ListFacet> Chosen<F> {
    pub fn of(&self, facet: F) -> &[String] {
        place(facet).and_then(|place| self.values.get(place)).map_or(&[][..], Vec::as_slice)
    }

    fn of_mut(&mut self, facet: F) -> Option<&mut Vec<String>> {
        self.values.get_mut(place(facet)?)
    }

    pub fn is_empty(&self) -> bool {
        self.values.iter().all(Vec::is_empty)
    }

    pub fn holds(&self, facet: F, slug: &str) -> bool {
        self.of(facet).iter().any(|chosen| chosen == slug)
    }

    pub fn clear(&mut self, facet: F) {
        if let Some(values) = self.of_mut(facet) {
            values.clear();
        }
    }

    /// Chooses a value, or takes it back.
    pub fn toggle(&mut self, facet: F, slug: &str) {
        let Some(values) = self.of_mut(facet) else { return };
        match values.iter().position(|chosen| chosen == slug) {
            Some(place) => drop(values.remove(place)),
            None => values.push(slug.to_owned()),
        }
    }

    /// Adds a value read from an address; a second time counts once.
    pub(super) fn read(&mut self, facet: F, slug: &str) -> Option<()> {
        add(self.of_mut(facet)?, slug, F::VALUE_MAX)
    }
}

fn place<F: ListFacet>(facet: F) -> Option<usize> {
    F::ALL.iter().position(|known| *known == facet)
}

/// What an attribute must be: one of the values, or within the ends, which belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub name: String,
    pub values: Vec<String>,
    pub from: Option<String>,
    pub to: Option<String>,
}

impl Wanted {
    /// What is wanted, each as an address says it: the name without what stands before every attribute, and the value.
    pub(super) fn pairs(&self) -> Vec<(String, &str)> {
        let values = self.values.iter().map(|value| (self.name.clone(), value.as_str()));
        let ends = [("from", &self.from), ("to", &self.to)].into_iter();
        let ends = ends.filter_map(|(end, value)| Some((format!("{}.{end}", self.name), value.as_deref()?)));
        values.chain(ends).collect()
    }
}

/// Reads `model` (several times), `warranty.from` or `warranty.to` with its value into what is wanted.
pub(super) fn read_wanted(wanted: &mut Vec<Wanted>, attribute: &str, value: &str) -> Option<()> {
    let (name, end) = attribute.split_once('.').unwrap_or((attribute, ""));
    if !is_attribute(name) || !["", "from", "to"].contains(&end) || !fits(value, VALUE_MAX) {
        return None;
    }
    let place = match wanted.iter().position(|known| known.name == name) {
        Some(place) => place,
        None if wanted.len() < CHOSEN_MAX => {
            wanted.push(Wanted { name: name.to_owned(), ..Wanted::default() });
            wanted.len() - 1
        }
        None => return None,
    };
    let known = wanted.get_mut(place)?;
    match end {
        "from" => known.from = Some(value.to_owned()),
        "to" => known.to = Some(value.to_owned()),
        _ => return add(&mut known.values, value, VALUE_MAX),
    }
    Some(())
}

/// Whether an attribute may be called so in addresses.
pub(crate) fn is_attribute(name: &str) -> bool {
    (1..=60).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Adds a value; a second time counts once, and an empty one is one that was left out.
fn add(values: &mut Vec<String>, value: &str, max: usize) -> Option<()> {
    if value.is_empty() || values.iter().any(|known| known == value) {
        return Some(());
    }
    (values.len() < CHOSEN_MAX && fits(value, max)).then(|| values.push(value.to_owned()))
}

fn fits(value: &str, max: usize) -> bool {
    value.chars().count() <= max && !value.contains('\0')
}
