//! The allow-list of elements, attributes and addresses of a rich text.

use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;
use url::Url;

/// The longest address of a link, in bytes.
const ADDRESS_MAX: usize = 2_000;

#[derive(Deserialize)]
pub(super) struct Allowed {
    /// With their attributes. Classes are made of the palettes below.
    pub elements: BTreeMap<String, Vec<String>>,
    /// Read as another element.
    pub aliases: BTreeMap<String, String>,
    /// Left out with all they hold.
    pub dropped: HashSet<String>,
    pub schemes: Vec<String>,
    pub font: Vec<String>,
    pub size: Vec<String>,
    pub colour: Vec<String>,
}

pub(super) static ALLOWED: LazyLock<Allowed> =
    LazyLock::new(|| serde_json::from_str(domain::conversation::RICH).expect("the list is part of the program"));

impl Allowed {
    pub(super) fn palettes(&self) -> [(&'static str, &[String]); 3] {
        [("rich-font-", &self.font), ("rich-size-", &self.size), ("rich-colour-", &self.colour)]
    }

    /// The address of a link as it is kept, if its scheme may be linked to. As browsers do, the parser leaves out line breaks and
    /// tabs, wherever they are, before it looks at the scheme.
    pub(super) fn address(&self, sent: &str) -> Option<String> {
        let url = Url::parse(sent).ok().filter(|url| self.schemes.iter().any(|scheme| scheme == url.scheme()))?;
        let leads_somewhere = !url.scheme().starts_with("http") || url.has_host();
        Some(url.to_string()).filter(|text| leads_somewhere && text.len() <= ADDRESS_MAX)
    }
}
