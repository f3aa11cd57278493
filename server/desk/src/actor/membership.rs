//! The table `memberships`: which people belong to which companies.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "memberships")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub user_id: i64,
    pub company_id: i64,
    pub role_id: i64,
    /// Counts where the company shares person by person.
    pub sees_company: bool,
    /// Served by the company, as the client of a 3PL is; not one of its own people.
    pub client: bool,
    /// When they joined; 0 for those whose account says it.
    pub since: i64,
}

impl ActiveModelBehavior for ActiveModel {}
