//! The first administrator, who comes in by a code that only the machine's owner reads.

use super::sessions::{self, Browser, Token};
use super::{manage, new_password, owner, password, register, role, user};
use crate::events::{self, Fact};
use crate::{Desk, Result};
use domain::people::Kind;
use domain::people::account::{Details, check_email};
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Set};

/// What the first administrator tells of themselves.
pub struct First {
    pub email: String,
    pub details: Details,
    pub password: String,
}

/// Whether nobody can administer the desk.
///
/// # Errors
/// When the database fails.
pub async fn is_needed(desk: &Desk) -> Result<bool> {
    needed(desk.db().read()).await
}

async fn needed(db: &impl ConnectionTrait) -> Result<bool> {
    let roles = role::Entity::find()
        .select_only()
        .column(role::Column::Id)
        .filter(role::Column::Kind.eq(Kind::Admin.as_str()))
        .into_query();
    let admin =
        user::Entity::find().filter(user::Column::RoleId.in_subquery(roles)).filter(user::Column::Active.eq(true));
    Ok(admin.one(db).await?.is_none())
}

/// Opens the first administrator's account and signs them in. Of two who come at once one is the first.
///
/// # Errors
/// `NotFound` once there is an administrator, `Invalid` with what is wrong.
pub async fn found(desk: &Desk, first: &First, browser: &Browser) -> Result<Token> {
    let email = check_email(&first.email).map_err(|reason| Refusal::field("email", reason))?;
    let details = first.details.checked()?;
    new_password::check_for("password", &first.password, &[&email, &details.first_name, &details.last_name])?;
    let hash = password::hash(desk.hashing(), &first.password).await?;
    let now = desk.now();
    let (details, email, hash) = (&details, &email, &hash);
    desk.write(|tx| async move {
        events::lock(&tx, 0).await?;
        if !needed(&*tx).await? {
            return Err(Refusal::NotFound.into());
        }
        if user::Entity::find().filter(user::Column::Email.eq(email.as_str())).one(&*tx).await?.is_some() {
            return Err(Refusal::field("email", Reason::Taken).into());
        }
        let role = owner::role_of(&tx, "admin").await?;
        let account = user::ActiveModel {
            slug: Set(register::free_slug(&tx, &details.name()).await?),
            username: Set(None),
            email: Set(email.clone()),
            password_hash: Set(Some(hash.clone())),
            role_id: Set(Some(role.id)),
            time_zone: Set("Europe/London".into()),
            active: Set(true),
            created_at: Set(now),
            ..manage::detailed(details.clone())
        };
        let account = account.insert(&*tx).await?;
        let token = sessions::insert(&tx, account.id, false, browser, now).await?;
        events::append(&tx, Fact::of_person(now, account.id, "desk_founded")).await?;
        Ok(token)
    })
    .await
}
