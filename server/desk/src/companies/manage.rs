//! Creating and changing companies, and how they share tickets. Companies are an admin's affair; who is picked to see one is also that of
//! whoever looks after accounts.

use super::{company, directory, membership};
use crate::actor::{self, Person, user};
use crate::db::Tx;
use crate::write::Write;
use crate::{Desk, Result, random};
use domain::events::company::{CompanyFieldChange, Event, Marked, Picked, Steps};
use domain::events::{Named, Nothing, TextChange, ValueChange};
use domain::people::Sharing;
use domain::people::company::NAME_MAX;
use domain::seen::{FormMerge, SeenFields};
use domain::{Because, Reason, Refusal};
use sea_orm::sea_query::LockType;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, Set};

/// # Errors
/// `NotFound` for whoever reads no accounts, `Forbidden` for agents who do.
fn admins_only(person: &Person) -> Result<(), Refusal> {
    if person.reads_people() { person.must_be_admin() } else { Err(Refusal::NotFound) }
}

fn checked_name(name: &str) -> Result<String, Refusal> {
    let name = domain::text::name(name);
    match name.chars().count() {
        0 => Err(Refusal::field("name", Reason::Missing)),
        count if count > NAME_MAX => Err(Refusal::field("name", Reason::TooLong { max: NAME_MAX })),
        _ => Ok(name),
    }
}

/// Whether another company is called so; two of one name could not be told apart where one is named.
async fn is_taken(tx: &Tx, name: &str, but: i64) -> Result<bool> {
    let named = company::Entity::find().filter(company::Column::Name.eq(name)).filter(company::Column::Id.ne(but));
    Ok(named.one(tx).await?.is_some())
}

/// Adds a company that shares nothing yet, and gives its slug.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid` for a name that is taken or none.
pub async fn create(desk: &Desk, person: &Person, name: &str) -> Result<String> {
    admins_only(person)?;
    let name = checked_name(name)?;
    let name = &name;
    desk.write(person, |w| async move {
        if is_taken(&w, name, 0).await? {
            return Err(Refusal::field("name", Reason::Taken).into());
        }
        let row = company::ActiveModel {
            slug: Set(free_slug(&w, name).await?),
            name: Set(name.clone()),
            sharing: Set(Sharing::Nobody.as_str().into()),
            account_manager_id: Set(None),
            ..Default::default()
        };
        let company = row.insert(&*w).await?;
        record(&w, &company, Event::Added(Nothing {})).await?;
        Ok(company.slug)
    })
    .await
}

async fn free_slug(tx: &Tx, name: &str) -> Result<String> {
    let plain: String = name.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let words = plain.split_whitespace().collect::<Vec<_>>().join("-");
    let slug = if words.is_empty() { "company".to_owned() } else { words.chars().take(48).collect() };
    let found = company::Entity::find().filter(company::Column::Slug.eq(slug.as_str())).one(tx).await?;
    Ok(if found.is_none() { slug } else { format!("{slug}-{}", &random::id()[..8]) })
}

async fn record(w: &Write, company: &company::Model, event: Event) -> Result<()> {
    w.record(w.new_event(event).of_company(company.id)).await.map(drop)
}

/// A company as its form was sent.
pub struct CompanyChange<'a> {
    pub name: &'a str,
    pub sharing: &'a str,
    /// The account manager's slug, or empty for nobody.
    pub manager: &'a str,
    /// The customer success manager's, likewise; `None` leaves it as it is.
    pub csm: Option<&'a str>,
    /// What the form showed.
    pub seen: SeenFields,
}

/// Sets a company's name, how it shares its tickets, and who looks after it here.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, also about what somebody else has changed since the form was begun.
pub async fn change(desk: &Desk, person: &Person, slug: &str, sent: CompanyChange<'_>) -> Result<()> {
    admins_only(person)?;
    let id = directory::find(desk, person, slug).await?.id;
    let sent = &sent;
    desk.write(person, |w| async move {
        let query = company::Entity::find_by_id(id);
        let query = if w.get_database_backend() == DbBackend::Postgres { query.lock(LockType::Update) } else { query };
        let company = &query.one(&*w).await?.ok_or(Refusal::NotFound)?;
        let Merged { name, sharing, manager, csm } = merged(&w, company, sent).await?;
        let name = checked_name(&name)?;
        let sharing = Sharing::parse(&sharing).ok_or_else(|| Refusal::field("sharing", Reason::NotOffered))?;
        if is_taken(&w, &name, company.id).await? {
            return Err(Refusal::field("name", Reason::Taken).into());
        }
        let manager = find_staff(&w, "manager", &manager).await?;
        let csm_before = actor::maybe_named(&*w, company.csm_id).await?;
        let csm = match csm {
            Some(slug) => find_staff(&w, "csm", &slug).await?,
            None => csm_before.clone(),
        };
        let row = company::ActiveModel {
            id: Set(company.id),
            name: Set(name.clone()),
            sharing: Set(sharing.as_str().into()),
            account_manager_id: Set(manager.as_ref().and_then(|manager| manager.id)),
            csm_id: Set(csm.as_ref().and_then(|csm| csm.id)),
            ..Default::default()
        };
        row.update(&*w).await?;
        let manager_before = actor::maybe_named(&*w, company.account_manager_id).await?;
        let steps = Steps::of([
            CompanyFieldChange::Name(TextChange { from: company.name.clone(), to: name }),
            CompanyFieldChange::Sharing(TextChange { from: company.sharing.clone(), to: sharing.as_str().to_owned() }),
            CompanyFieldChange::AccountManager(ValueChange { from: manager_before, to: manager }),
            CompanyFieldChange::Csm(ValueChange { from: csm_before, to: csm }),
        ]);
        record(&w, company, Event::Changed(steps)).await
    })
    .await
}

struct Merged {
    name: String,
    sharing: String,
    manager: String,
    csm: Option<String>,
}

/// What was sent, with what is kept now in every field that nobody has changed in the form.
async fn merged(tx: &Tx, company: &company::Model, sent: &CompanyChange<'_>) -> Result<Merged> {
    let mut merge = FormMerge::new(&sent.seen);
    let (mut name, mut sharing) = (sent.name.to_owned(), sent.sharing.to_owned());
    merge.field("name", &mut name, &company.name, &company.name);
    merge.field("sharing", &mut sharing, &company.sharing, &company.sharing);
    let (mut manager, mut csm) = (sent.manager.to_owned(), sent.csm.map(str::to_owned));
    let (slug, shown) = named(tx, company.account_manager_id).await?;
    merge.field("manager", &mut manager, &slug, &shown);
    if let Some(csm) = &mut csm {
        let (slug, shown) = named(tx, company.csm_id).await?;
        merge.field("csm", csm, &slug, &shown);
    }
    merge.done("")?;
    Ok(Merged { name, sharing, manager, csm })
}

/// Slug and name of somebody who works here, as the form shows them.
async fn named(tx: &Tx, id: Option<i64>) -> Result<(String, String)> {
    let Some(id) = id else { return Ok(Default::default()) };
    let found = user::Entity::find_by_id(id).filter(user::Column::RoleId.is_not_null()).one(tx).await?;
    Ok(found.map(|user| (user.slug, user.name)).unwrap_or_default())
}

async fn find_staff(tx: &Tx, field: &str, slug: &str) -> Result<Option<Named>> {
    if slug.is_empty() {
        return Ok(None);
    }
    let here = user::Entity::find()
        .filter(user::Column::Slug.eq(slug.replace('\0', "")))
        .filter(user::Column::RoleId.is_not_null());
    let found = here.one(tx).await?.ok_or_else(|| Refusal::field(field, Reason::NotOffered))?;
    Ok(Some(found.named()))
}

/// Picks a member to see all of the company's tickets, or no longer. It counts where the company shares person by person.
///
/// # Errors
/// `NotFound`, `Forbidden` for whoever only reads.
pub async fn pick(desk: &Desk, person: &Person, slug: &str, member: &str, sees: bool) -> Result<()> {
    of_member(desk, person, slug, member, |w, company, own, member| async move {
        if own.sees_company == sees {
            return Ok(());
        }
        membership::ActiveModel { id: Set(own.id), sees_company: Set(sees), ..Default::default() }.update(&*w).await?;
        record(&w, &company, Event::MemberPicked(Picked { member, sees })).await
    })
    .await
}

/// Marks a member as a client that the company serves (a 3PL's), or as one of its own people. Chat is for its own people.
///
/// # Errors
/// `NotFound`, `Forbidden` for whoever only reads.
pub async fn mark_client(desk: &Desk, person: &Person, slug: &str, member: &str, client: bool) -> Result<()> {
    of_member(desk, person, slug, member, |w, company, own, member| async move {
        if own.client == client {
            return Ok(());
        }
        membership::ActiveModel { id: Set(own.id), client: Set(client), ..Default::default() }.update(&*w).await?;
        record(&w, &company, Event::MemberMarked(Marked { member, client })).await
    })
    .await
}

/// Changes somebody's place in a company, for whoever looks after accounts. `change` is given the company, the place, and who it is.
async fn of_member<F, W>(desk: &Desk, person: &Person, slug: &str, member: &str, change: F) -> Result<()>
where
    F: Fn(Write, company::Model, membership::Model, Named) -> W + Sync,
    W: Future<Output = Result<()>> + Send,
{
    let company = &directory::find(desk, person, slug).await?;
    if !person.updates_people() {
        return Err(Refusal::Forbidden(Because::ReadOnly).into());
    }
    let change = &change;
    desk.write(person, |w| async move {
        let named = user::Entity::find().filter(user::Column::Slug.eq(member.replace('\0', "")));
        let user = named.one(&*w).await?.ok_or(Refusal::NotFound)?;
        let own = membership::Entity::find()
            .filter(membership::Column::UserId.eq(user.id))
            .filter(membership::Column::CompanyId.eq(company.id));
        let own = own.one(&*w).await?.ok_or(Refusal::NotFound)?;
        change(w, company.clone(), own, user.named()).await
    })
    .await
}
