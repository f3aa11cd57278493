//! Inviting somebody: creating an account for them. Its owner chooses the password: by a link in a mail or, where nobody reads mail at the
//! address, by one that is handed over.

use super::links::{self, Purpose};
use super::{Person, manage, register, synthetic, user};
use crate::actor::{company, membership};
use crate::companies::choose;
use crate::db::Tx;
use crate::events::{self, NewEvent};
use crate::mail::{self, OutboxMail};
use crate::{Desk, Result};
use domain::events::account::Event;
use domain::events::person::User;
use domain::mail::MailKind as Mail;
use domain::people::account::{Details, check_email, check_username};
use domain::refusal::Faults;
use domain::time::{DAY, MINUTE};
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

/// How long the link for a first password is worth something. Afterwards its page gives a new one.
const LASTS: i64 = 3 * DAY;
/// The same account asked for again within this time is a form that was sent twice.
const TWICE: i64 = 10 * MINUTE;

/// Somebody who gets an account.
#[derive(Clone, Debug, Default)]
pub struct Invitation {
    /// May be empty for whoever signs in by a username.
    pub email: String,
    pub username: String,
    pub details: Details,
    /// For a role in a company: which one, by slug or name.
    pub company: String,
    /// A role's slug.
    pub role: String,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    pub slug: String,
    /// The path of the link, where it has to be handed over.
    pub link: Option<String>,
}

/// What was typed, validated and normalized.
struct CheckedInvitation {
    email: String,
    username: Option<String>,
    details: Details,
    role_id: i64,
    is_staff: bool,
    company: Option<company::Model>,
}

/// Opens an account and sends its owner a link.
///
/// # Errors
/// `NotFound` for whoever has nothing to do with accounts, `Forbidden` for whoever only reads, and for roles at the desk unless an
/// admin asks; `Invalid` with everything that is wrong.
pub async fn invite(desk: &Desk, person: &Person, new: &Invitation) -> Result<Invited> {
    manage::may_add(person)?;
    desk.write(person, |w| async move {
        events::lock(&w, person.id).await?;
        let now = w.now();
        let checked = checked(desk, &w, person, new).await?;
        if let Some(before) = existing_account(&w, &checked).await? {
            let twice =
                before.email == checked.email && before.password_hash.is_none() && now - before.created_at < TWICE;
            if twice && !synthetic::is(&*w, &before.email).await? {
                return Ok(Invited { slug: before.slug, link: None });
            }
            let field =
                if before.email == checked.email { ("email", Reason::HasAccount) } else { ("username", Reason::Taken) };
            return Err(Refusal::field(field.0, field.1).into());
        }
        let company_id = checked.company.as_ref().map(|company| company.id);
        let user = insert(&w, checked, now).await?;
        let link = format!("/reset/{}", links::make(&w, user.id, Purpose::Reset, "", now, LASTS).await?);
        let handed_over = synthetic::is(&*w, &user.email).await?;
        let kind = Mail::Invited { by: person.name.clone(), link: link.clone() };
        mail::enqueue(&w, OutboxMail::to(&user, kind, now)).await?;
        let event = Event::Added(User { user: user.named() });
        w.record(NewEvent { company_id, ..w.new_event(event) }).await?;
        Ok(Invited { slug: user.slug, link: handed_over.then_some(link) })
    })
    .await
}

async fn checked(desk: &Desk, tx: &Tx, person: &Person, new: &Invitation) -> Result<CheckedInvitation> {
    let mut faults = Faults::default();
    let catalogue = desk.catalogue();
    let role = catalogue.roles.iter().find(|(_, known)| known.slug == new.role);
    let is_staff = role.is_some_and(|(_, role)| role.kind.is_staff());
    if is_staff {
        person.must_be_admin()?;
    }
    let role_id = faults.check_field("role", role.map(|(id, _)| *id).ok_or(Reason::NotOffered)).unwrap_or_default();
    let company = match is_staff {
        true => None,
        false => faults.check_field("company", choose::company(tx, &new.company).await?),
    };
    let typed = Some(new.username.trim()).filter(|name| !name.is_empty());
    let username = typed.and_then(|name| faults.check_field("username", check_username(name)));
    let domain = synthetic::domain(tx).await?;
    let own = username.as_ref().zip(company.as_ref()).filter(|_| !domain.is_empty());
    let own = own.map(|(name, company)| format!("{name}@{}.{domain}", company.slug));
    let email = match own.filter(|_| new.email.trim().is_empty()) {
        Some(address) => address,
        None => faults.check_field("email", check_email(&new.email)).unwrap_or_default(),
    };
    let details = match new.details.checked() {
        Ok(details) => details,
        Err(Refusal::Invalid(more)) => {
            more.into_iter().for_each(|fault| faults.add(fault.field, fault.reason));
            Details::default()
        }
        Err(other) => return Err(other.into()),
    };
    faults.into_result()?;
    Ok(CheckedInvitation { email, username, details, role_id, is_staff, company })
}

/// Whoever has the address or the name.
async fn existing_account(tx: &Tx, new: &CheckedInvitation) -> Result<Option<user::Model>> {
    let by_email = user::Entity::find().filter(user::Column::Email.eq(new.email.as_str())).one(tx).await?;
    match (&new.username, by_email) {
        (_, Some(found)) => Ok(Some(found)),
        (Some(name), None) => Ok(user::Entity::find().filter(user::Column::Username.eq(name.as_str())).one(tx).await?),
        (None, None) => Ok(None),
    }
}

async fn insert(tx: &Tx, new: CheckedInvitation, now: i64) -> Result<user::Model> {
    let account = user::ActiveModel {
        slug: Set(register::free_slug(tx, &new.details.name()).await?),
        username: Set(new.username),
        email: Set(new.email),
        password_hash: Set(None),
        role_id: Set(new.is_staff.then_some(new.role_id)),
        time_zone: Set("Europe/London".into()),
        active: Set(true),
        created_at: Set(now),
        ..manage::detailed(new.details)
    };
    let account = account.insert(tx).await?;
    if let Some(company) = new.company {
        let row = membership::ActiveModel {
            user_id: Set(account.id),
            company_id: Set(company.id),
            role_id: Set(new.role_id),
            sees_company: Set(false),
            since: Set(now),
            ..Default::default()
        };
        row.insert(tx).await?;
    }
    Ok(account)
}
