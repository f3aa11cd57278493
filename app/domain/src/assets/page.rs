//! Data of the pages about assets.

use super::AssetSearchIn;
use crate::refusal::Because;
use crate::tickets::attribute::AttributeDefinition;
use crate::tickets::{Badge, Choice, Total};
use crate::time::DisplayTime;
use serde::{Deserialize, Serialize};

/// The seats of a licence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seats {
    pub total: i64,
    pub used: i64,
}

impl Seats {
    /// None where fewer are licensed than are in use.
    pub fn free(self) -> i64 {
        (self.total - self.used).max(0)
    }
}

/// One page of a list of assets. What is shown follows from it alone, so that a page need not know the rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetList {
    /// Names of parameters whose value was refused.
    pub refused: Vec<String>,
    /// There are too many to sort by what was asked for.
    pub unsorted: bool,
    pub named: Vec<ActiveAssetFilter>,
    pub heads: Vec<Head>,
    /// The name of the column that sorts, and whether the largest comes first.
    pub sort: (String, bool),
    pub rows: Vec<AssetRow>,
    pub total: Total,
    pub page: u32,
    pub size: u32,
    /// Something narrows the list.
    pub filtered: bool,
    /// The columns are the usual ones, which give way on small screens.
    pub usual: bool,
    pub may_create: bool,
}

/// A column: its name in addresses and, for an attribute, its label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub name: String,
    /// Empty for columns that every list has.
    pub label: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetRow {
    pub id: String,
    /// Its category's name.
    pub category: String,
    pub cells: Vec<Cell>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cell {
    /// Empty for nothing.
    Text(String),
    Seats(Seats),
    When(DisplayTime),
}

/// A parameter that narrows the list, as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveAssetFilter {
    pub name: String,
    pub value: String,
    /// An attribute's label; empty for what every list is filtered by.
    pub filter: String,
    pub label: String,
}

/// What the list may be narrowed to by this person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filters {
    pub categories: Vec<(Choice, Total)>,
    /// Empty where there is only one. At most 200: others are named by their slug or name.
    pub companies: Vec<Choice>,
    pub fields: Vec<FilterField>,
}

/// An attribute that the list may be narrowed by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterField {
    pub field: AttributeDefinition,
    /// How many assets have each of its entries; empty where that would take too long to count.
    pub counts: Vec<u64>,
}

/// What *Set column properties* shows: every column there is, those that are shown first and in their order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetColumnSettings {
    pub heads: Vec<Head>,
    /// How many of them are shown.
    pub shown: usize,
    pub search_in: Vec<AssetSearchIn>,
}

/// One asset with everything the reader may see of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetDetails {
    pub id: String,
    pub name: String,
    pub identifier: String,
    pub category: String,
    pub company: String,
    pub assignee: Option<String>,
    pub seats: Option<Seats>,
    /// Who uses a seat, as far as the reader may know: slug and name.
    pub holders: Vec<Choice>,
    /// The companies that it is shared with, for those at the desk; for others those of their own.
    pub shared: Vec<Choice>,
    /// Label and value.
    pub values: Vec<(String, String)>,
    pub created: DisplayTime,
    pub changed: DisplayTime,
    /// Newest first.
    pub tickets: Vec<AssetTicket>,
    /// There are more tickets than are shown.
    pub more_tickets: bool,
    /// Newest first.
    pub history: Vec<AssetTimelineEvent>,
    pub may_update: bool,
    /// Who may still be given a seat; present for those who hand them out.
    pub candidates: Option<Vec<Choice>>,
    /// The companies it may be shared with; present for those who share.
    pub companies: Option<Vec<Choice>>,
}

/// A ticket about an asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetTicket {
    pub number: String,
    pub subject: String,
    pub status: Badge,
    pub changed: DisplayTime,
}

/// Something that happened to an asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetTimelineEvent {
    pub at: DisplayTime,
    /// Empty when Portico itself acted.
    pub who: String,
    pub what: AssetChange,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssetChange {
    Created,
    Changed(Vec<AssetFieldDiff>),
    /// By name.
    Seated(String),
    Unseated(String),
    Shared(String),
    Unshared(String),
    /// By the ticket's number.
    Linked(String),
    Unlinked(String),
}

/// One field's change. Texts are as they were when it happened; empty for nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetFieldDiff {
    /// `name`, `identifier`, `assigned`, `seats`, or an attribute's label.
    pub field: String,
    pub from: String,
    pub to: String,
}

/// An asset beside a ticket, or one that may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedAsset {
    pub id: String,
    pub name: String,
    pub identifier: String,
    pub category: String,
    pub seats: Option<Seats>,
}

/// A licence that somebody seems to be writing about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LicenceSuggestion {
    pub asset: LinkedAsset,
    /// The reader has a seat.
    pub mine: bool,
}

/// Assets to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetChoices {
    /// Those that are chosen at first.
    pub first: Vec<LinkedAsset>,
    pub found: Vec<LinkedAsset>,
}

/// What the form of an asset is filled with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AssetFormOffer {
    /// A new asset needs its category and its company first.
    Choose {
        categories: Vec<Choice>,
        companies: Vec<Choice>,
    },
    Form(Box<AssetFormData>),
    /// There is no category yet, and the reader may add one.
    FirstCategory,
    Refused(Because),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetFormData {
    /// Empty for a new one.
    pub id: String,
    pub category: Choice,
    pub company: Choice,
    pub name: String,
    pub identifier: String,
    /// Slug, empty for nobody.
    pub assignee: String,
    /// Who it may be assigned to; present for those who assign.
    pub people: Option<Vec<Choice>>,
    /// For licences, and for those who set it.
    pub seats: Option<String>,
    /// With its value.
    pub fields: Vec<(AttributeDefinition, String)>,
    /// Sent back with the form, so that sending twice makes one asset.
    pub key: String,
}
