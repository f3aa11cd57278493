//! Entity of an article; its text stands in its versions.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "articles")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub slug: String,
    /// The number of the newest version.
    pub latest: i64,
    /// That of the one that people read.
    pub published: Option<i64>,
    pub published_at: Option<i64>,
    /// Its place in its category.
    pub rank: i64,
    pub changed_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
