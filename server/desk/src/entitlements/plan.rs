//! The table `plans`: support plans of companies, each for everything or for one product.

use domain::plans::Term;
use domain::time::DAY;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plans")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub company_id: i64,
    pub level: String,
    pub seat_limit: i64,
    /// A product's slug; `None` for the plan of everything else.
    pub product: Option<String>,
    pub ends_at: Option<i64>,
    pub grace_days: i64,
    pub suspended: bool,
    /// Until when the company says whom to keep, after its plan became smaller.
    pub choose_by: Option<i64>,
    /// When the company is told of that next.
    pub tell_at: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn term(&self) -> Term {
        Term { ends_at: self.ends_at, grace: self.grace_days * DAY, suspended: self.suspended }
    }
}
