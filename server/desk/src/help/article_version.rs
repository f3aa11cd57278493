//! Entity of a version of an article; never changed.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "article_versions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub article_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub category_id: i64,
    /// `public`, `signed_in` or `levels`.
    pub audience: String,
    /// One to a line.
    pub levels: String,
    pub title: String,
    pub summary: String,
    /// How people ask for it, one to a line.
    pub questions: String,
    pub body: String,
    /// Clean.
    pub html: String,
    pub author_id: Option<i64>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
