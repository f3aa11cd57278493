//! `bulk.toml`: the words that generated tickets are made of.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::demo) struct BulkWords {
    pub subjects: Vec<String>,
    pub things: Vec<String>,
    pub places: Vec<String>,
    pub first_names: Vec<String>,
    pub last_names: Vec<String>,
    pub company_words_a: Vec<String>,
    pub company_words_b: Vec<String>,
    pub openings: Vec<String>,
    pub answers: Vec<String>,
    pub replies: Vec<String>,
    pub closings: Vec<String>,
    pub notes: Vec<String>,
}
