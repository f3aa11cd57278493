//! The table `plan_requests`: requests to change a plan's contacts.

use domain::plans::{RequestDraft, RequestKind, RequestState};
use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_requests")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub public_id: String,
    pub plan_id: i64,
    /// Once it is filed.
    pub ticket_id: Option<i64>,
    pub state: String,
    pub kind: String,
    /// The contact whose details change; otherwise empty.
    pub corrects: String,
    /// JSON: slug and name of each contact who gives up a seat.
    pub removes: String,
    pub first_name: String,
    pub last_name: String,
    pub position: String,
    pub email: String,
    pub phone: String,
    /// The name could be a role's; an agent makes sure that it is a person's.
    pub doubtful: bool,
    pub prepared_by: i64,
    /// Who is to file it.
    pub addressed_to: Option<i64>,
    pub filed_by: Option<i64>,
    pub decided_by: Option<i64>,
    /// Why it was declined.
    pub reason: String,
    pub created_at: i64,
    pub filed_at: Option<i64>,
    pub decided_at: Option<i64>,
    /// Whoever is to file it has looked at it.
    pub seen: bool,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    pub(crate) fn state(&self) -> RequestState {
        RequestState::parse(&self.state).unwrap_or(RequestState::Withdrawn)
    }

    pub(crate) fn kind(&self) -> RequestKind {
        RequestKind::parse(&self.kind).unwrap_or(RequestKind::Add)
    }

    /// Slug and name of each contact who gives up a seat.
    pub(crate) fn removes(&self) -> Vec<(String, String)> {
        serde_json::from_str(&self.removes).unwrap_or_default()
    }

    /// As it would be sent again.
    pub(crate) fn draft(&self) -> RequestDraft {
        RequestDraft {
            kind: self.kind(),
            corrects: self.corrects.clone(),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            position: self.position.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            removes: self.removes().into_iter().map(|(slug, _)| slug).collect(),
            unlinks: false,
        }
    }
}
