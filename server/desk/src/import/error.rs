//! Errors of an import as a whole.

use std::io;

/// Why a file cannot be read with a mapping at all. Single bad rows are [`super::RowProblem`]s.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    /// Shows the place in the mapping.
    #[error("the mapping cannot be understood: {0}")]
    Syntax(#[from] toml::de::Error),
    #[error("the mapping's {place}: {reason}")]
    Rule { place: String, reason: String },
    #[error("the file has no column {}{}", quoted(.columns), listed(.present))]
    UnknownColumns { columns: Vec<String>, present: Vec<String> },
    #[error("the file has the column “{0}” twice, and the mapping needs it")]
    RepeatedColumn(String),
    #[error("the file has no header row")]
    NoHeader,
    #[error("the header row cannot be read: {0}")]
    Header(String),
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] io::Error),
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ")
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!("; it has {}", names.join(", ")) }
}
