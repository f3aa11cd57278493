//! Entity of a role: what its holders may do, at the desk or in a company.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "roles")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub kind: String,
    /// Counts where the company shares by role.
    pub sees_company: bool,
    /// May file plan requests.
    pub files_requests: bool,
}

impl ActiveModelBehavior for ActiveModel {}
