//! Page data (view models) of tickets.

use super::attribute::AttributeDefinition;
use super::audience::Audience;
use super::badge::{Badge, Choice};
use super::caller::Caller;
use super::rating::Rating;
use crate::assets::LinkedAsset;
use crate::conversation::TimelineEntry;
use crate::drafts::SavedDraft;
use crate::files::FileLink;
use crate::listing::{Column, Facet, Listing};
use crate::people::Name;
use crate::refusal::Because;
use crate::search::Fragment;
use crate::time::DisplayTime;
use serde::{Deserialize, Serialize};

/// A ticket in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub number: String,
    pub subject: String,
    pub status: Badge,
    pub priority: Badge,
    pub queue: String,
    pub kind: String,
    pub reporter: String,
    pub company: String,
    pub assignee: Option<String>,
    pub channel: String,
    pub created: DisplayTime,
    pub changed: DisplayTime,
    /// Something that the reader has not seen.
    pub unread: bool,
    /// What its attributes hold, as [`TicketList::attributes`] names them; empty for none and for those the reader may not see.
    pub values: Vec<String>,
    /// The subject in pieces, where a search found it by that.
    pub hits: Vec<Fragment>,
    /// Where else a search found it, when not by its subject and number alone.
    pub found: Option<SearchHit>,
}

/// The place of a ticket where a search found it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    pub place: HitSource,
    pub excerpt: Vec<Fragment>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HitSource {
    Message,
    Note,
    /// By its label.
    Attribute(String),
    /// By its name.
    File(String),
}

/// An open ticket that looks like one that is about to be raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Similar {
    pub number: String,
    /// The subject in pieces.
    pub hits: Vec<Fragment>,
    pub status: Badge,
    /// The reader raised it.
    pub mine: bool,
    /// The reader hears of it already.
    pub followed: bool,
}

/// How many tickets match: exact up to 10,000, "more than" beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    pub count: u64,
    pub exact: bool,
}

/// The dashboard's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketList {
    /// What was asked for, with refused parameters at their default.
    pub listing: Listing,
    /// Names of parameters whose value was refused.
    pub refused: Vec<String>,
    /// There are too many to sort by what was asked for: the list stands in its usual order.
    pub unsorted: bool,
    /// What the chosen filters are called on the screen.
    pub named: Vec<ChosenLabels>,
    /// The columns of attributes that the rows have values for.
    pub attributes: Vec<Column>,
    pub rows: Vec<Row>,
    pub total: Total,
    /// Nothing holds what was looked for: these words, written nearly alike, were looked for instead.
    #[serde(rename = "meant")]
    pub did_you_mean: Option<String>,
    /// The first instant of the period and the end that is not part of it: where the reader's days begin is known here only.
    pub since: Option<i64>,
    pub until: Option<i64>,
}

/// What stands beside the filters *Unread* and *Waiting for you*: how many tickets of the view each would leave, exact up to
/// [`QUICK_MAX`]; `None` where a search makes counting too dear.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quick {
    pub unread: Option<Total>,
    pub waiting: Option<Total>,
}

/// Tickets of a quick filter are counted no further.
pub const QUICK_MAX: u64 = 100;

/// The names of a filter's chosen values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenLabels {
    pub facet: Facet,
    pub labels: Vec<String>,
}

/// A filter opened: what it offers to this person in this view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValues {
    pub facet: Facet,
    pub values: Vec<FilterValue>,
    /// There are more than are shown; a text narrows them.
    pub more: bool,
}

/// A value of a filter, and how many tickets of the view it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterValue {
    pub slug: String,
    pub label: String,
    /// How deep it stands in its tree, from 0.
    pub depth: u8,
    pub holds: Total,
}

/// One ticket with everything the reader may see of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    pub number: String,
    pub subject: String,
    pub status: Badge,
    pub closed: bool,
    pub priority: Badge,
    /// With its parents: `Field / Print`.
    pub queue: String,
    pub kind: String,
    pub reporter: Name,
    pub company: String,
    pub assignee: Option<String>,
    pub channel: String,
    /// The number it had elsewhere before it was imported.
    pub reference: Option<String>,
    pub created: DisplayTime,
    pub changed: DisplayTime,
    pub groups: Vec<Group>,
    pub conversation: Vec<TimelineEntry>,
    /// Messages older than those shown.
    pub earlier: u64,
    pub files: Vec<FileLink>,
    /// What it is about, as far as the reader may see it.
    pub assets: Vec<LinkedAsset>,
    pub subscribed: bool,
    /// The plan request that it is, if the reader may see that.
    pub plan_request: Option<String>,
    /// What the reporter said about how it went, for agents and the reporter; the latter is asked for it here.
    pub rating: Option<Rating>,
    pub audience: Audience,
    /// What the reader has begun to answer.
    pub unsent: SavedDraft,
    pub may: TicketPermissions,
    /// For customers, on a ticket that was closed long ago.
    pub follow_up: Option<FollowUp>,
    /// Present for those who may change the ticket's fields.
    pub choices: Option<TicketChoices>,
    /// Something is new for the reader.
    pub unread: bool,
    /// The oldest message that the reader has not seen.
    pub first_unread: Option<String>,
}

/// A titled group of attributes that have a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub name: String,
    pub values: Vec<(String, String)>,
}

/// What the reader may do to a ticket, by the same rule that the desk enforces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketPermissions {
    pub answer: bool,
    pub note: bool,
    pub close: bool,
    pub reopen: bool,
}

/// What a customer may still do with a ticket that was closed long ago: raise a new one about it, or open it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// It was closed more than so many days ago.
    pub days: i64,
    /// Why neither is possible, for somebody who may raise no case.
    pub refused: Option<Because>,
}

/// The current choice and all choices of the fields that agents change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketChoices {
    pub status: Picker,
    pub queue: Picker,
    pub priority: Picker,
    pub assignee: Picker,
    /// It is assigned to whoever reads it.
    pub own: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picker {
    /// Slug of the current choice, empty for none.
    pub current: String,
    pub choices: Vec<Choice>,
}

/// What the new-ticket page offers this person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TicketFormOrRefusal {
    Form(Box<TicketForm>),
    /// The plan does not let this person raise tickets.
    Refused(Because),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketForm {
    /// One: it is only shown. Several: the person chooses.
    pub companies: Vec<Choice>,
    pub kinds: Vec<KindForm>,
    pub queues: Vec<Choice>,
    pub priorities: Picker,
    /// Who will see it, as far as that is known before anything is chosen.
    pub audience: Option<Audience>,
    /// Sent back with the form, so that sending twice raises one ticket.
    pub key: String,
    /// What it begins with, where it goes on from the assistant or refers to another ticket.
    pub case: crate::assistant::Case,
    /// Whom an agent raises it for.
    pub caller: Option<Box<Caller>>,
}

/// A ticket type and the attributes it adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindForm {
    pub slug: String,
    pub name: String,
    pub groups: Vec<GroupForm>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupForm {
    pub name: String,
    pub fields: Vec<AttributeDefinition>,
}
