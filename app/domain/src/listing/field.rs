//! The filter fields of tickets.

use super::AttributeName;
use super::column::ATTRIBUTE;
use crate::filter::{self, FieldType};
use std::borrow::Cow;

/// Declares the fields, each with its name in filters; facets and columns are called the same there.
macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident = $name:literal,)+) => {
        /// A field of a ticket in the filter language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Field {
            $($(#[$doc])* $field,)+
            /// The attribute of this name, of whatever ticket type has it.
            Attribute(AttributeName),
        }

        impl Field {
            /// Those of every ticket; attributes come on top.
            pub const ALL: &'static [Self] = &[$(Self::$field,)+];

            /// Its name in filters.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$field => $name,)+
                    Self::Attribute(name) => name.as_str(),
                }
            }
        }
    };
}

fields! {
    /// Its queue, or one above that.
    Queue = "queue",
    Kind = "type",
    Status = "status",
    /// The kind of its status: `new`, `open`, `waiting`, `solved` or `closed`.
    StatusKind = "status.kind",
    Priority = "priority",
    Company = "company",
    Reporter = "reporter",
    /// [`NOBODY`](super::NOBODY) and [`ME`](super::ME) are values too.
    Assignee = "assignee",
    Channel = "channel",
    Created = "created",
    Changed = "changed",
    Subject = "subject",
    /// It is solved or closed.
    Closed = "closed",
    /// The reader raised it or, at the desk, it is assigned to them.
    Mine = "mine",
    /// It is open and has something that the reader has not seen.
    Unread = "unread",
    /// It is open and waits for the reader.
    Waiting = "waiting",
}

impl Field {
    /// Whether a filter that asks for it says by itself which closed tickets it means.
    pub fn tells_closed(self) -> bool {
        matches!(self, Self::Status | Self::StatusKind | Self::Closed)
    }
}

impl filter::Field for Field {
    fn name(&self) -> Cow<'_, str> {
        self.as_str().into()
    }

    fn parse(name: &str) -> Option<Self> {
        match name.strip_prefix(ATTRIBUTE) {
            Some(name) => AttributeName::new(name).map(Self::Attribute),
            None => Self::ALL.iter().copied().find(|field| field.as_str() == name),
        }
    }

    fn field_type(&self) -> FieldType {
        match self {
            Self::Queue
            | Self::Kind
            | Self::Status
            | Self::StatusKind
            | Self::Priority
            | Self::Company
            | Self::Reporter
            | Self::Assignee
            | Self::Channel => FieldType::Slugs,
            Self::Created | Self::Changed => FieldType::Instant,
            Self::Subject => FieldType::Text,
            Self::Closed | Self::Mine | Self::Unread | Self::Waiting => FieldType::Flag,
            Self::Attribute(_) => FieldType::Value,
        }
    }
}
