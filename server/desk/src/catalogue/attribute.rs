//! Entity of a ticket attribute: a custom field that a ticket type adds.

use regex::RegexBuilder;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attributes")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub group_id: i64,
    pub name: String,
    pub label: String,
    pub kind: String,
    pub required: bool,
    pub in_list: bool,
    pub pattern: String,
    pub hint: String,
    pub min_value: Option<i64>,
    pub max_value: Option<i64>,
    pub dictionary_id: Option<i64>,
    pub rank: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whether an attribute's pattern matches the whole value. Time and memory are bounded by the engine; a pattern that does not compile
/// within its limits matches nothing.
pub(crate) fn matches_whole(pattern: &str, text: &str) -> bool {
    let whole = RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(1 << 20).build();
    whole.is_ok_and(|regex| regex.is_match(text))
}
