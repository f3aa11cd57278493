//! The table `seats`: contacts of plans, each of whom holds a seat.

use domain::events::Named;
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seats")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub plan_id: i64,
    /// The contact in forms; unique within the plan.
    pub slug: String,
    /// `None` until somebody has registered with this address.
    pub user_id: Option<i64>,
    /// In its canonical form.
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub position: String,
    pub phone: String,
    pub since: i64,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// What the log keeps of it.
    pub(crate) fn named(&self) -> Named {
        Named::new(self.id, self.name())
    }
}
