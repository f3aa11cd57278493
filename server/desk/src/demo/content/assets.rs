//! `assets.toml`: the assets of the demo, and their categories.

use super::desk::AttributeContent;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct AssetsContent {
    pub category: Vec<AssetCategoryContent>,
    pub asset: Vec<AssetContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct AssetCategoryContent {
    pub slug: String,
    pub name: String,
    #[serde(default)]
    pub licences: bool,
    pub attribute: Vec<AttributeContent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct AssetContent {
    pub category: String,
    pub company: String,
    pub name: String,
    pub identifier: String,
    pub assigned: Option<String>,
    /// How long ago it came, and was changed last.
    pub since: String,
    pub changed: String,
    pub seats: Option<i64>,
    #[serde(default)]
    pub holders: Vec<String>,
    #[serde(default)]
    pub shared: Vec<String>,
    /// Days as spans from now.
    pub values: BTreeMap<String, String>,
    /// How the subjects of tickets about it begin.
    #[serde(default)]
    pub tickets: Vec<String>,
}
