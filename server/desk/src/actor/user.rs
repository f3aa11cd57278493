//! The table `users`: accounts of people who can sign in.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The person in filters and addresses.
    pub slug: String,
    pub username: Option<String>,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    /// First and last name, as others see it.
    pub name: String,
    pub position: String,
    pub phone: String,
    /// None: the person has never set one.
    pub password_hash: Option<String>,
    /// The role at the desk; customers have one per company instead.
    pub role_id: Option<i64>,
    /// IANA name.
    pub time_zone: String,
    pub active: bool,
    /// The columns this person has set for the list, as in its address; empty for the usual ones.
    pub list_columns: String,
    /// How wide some of them are, as `status:160`; the others follow what they hold.
    pub list_widths: String,
    /// What this person's search box looks through; empty for the usual fields.
    pub list_search: String,
    /// The slug of the saved view that opens first; empty for none.
    pub list_view: String,
    /// How they hear of messages, as `domain::mail::DeliveryChannel` is written; `None`: as usual. The next three alike.
    pub notify_messages: Option<String>,
    pub notify_mentions: Option<String>,
    pub notify_assigned: Option<String>,
    pub notify_changes: Option<String>,
    /// When the next daily mail is due; `None` for whoever gets none.
    pub digest_at: Option<i64>,
    /// What is new does not blink.
    pub still: bool,
    pub created_at: i64,
    /// Registered, confirmed the address and has not been let in yet.
    pub waiting_since: Option<i64>,
    /// The company that somebody named when they registered.
    pub asked_company: String,
    /// The content of their picture, by its SHA-256.
    pub picture: Option<Vec<u8>>,
    /// Name and last name, folded, for finding people.
    pub name_key: String,
    pub surname_key: String,
}

impl ActiveModelBehavior for ActiveModel {}

/// The columns of an account that pages show. The password's hash and the address are not even read.
#[derive(Clone, Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub struct Summary {
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub role_id: Option<i64>,
    pub picture: Option<Vec<u8>>,
}
