//! Importing the tickets of other desks, for `portico import tickets`.
//!
//! The reading half knows no database: rows of a file ([`Format`]) become whole tickets by the rules of a
//! [`Mapping`]. The writing half ([`import_tickets`]) finds or creates everything that a record names and loads it.

mod apply;
mod array;
mod changes;
mod check;
mod delimited;
mod encoding;
mod entry;
mod error;
mod grouping;
mod identity;
pub mod imported;
mod instant;
mod json;
mod lines;
mod mapping;
mod raw;
mod read;
mod record;
mod refused;
mod report;
mod rule;
mod table;
mod template;
mod ticket;

pub use apply::{ImportOptions, import_tickets};
pub use error::MappingError;
pub use mapping::Mapping;
pub use record::RowProblem;
pub use refused::write_refused;
pub use report::{Coverage, Report, Verdict};
pub use table::Format;
