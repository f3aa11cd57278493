//! Naming somebody in a message. Only people who see what is written can be named, and only those the writer knows of:
//! customers know their colleagues and who has answered them, not everybody at the desk.

use super::message;
use crate::companies::membership;
use crate::error::Error;
use crate::people::{Person, user};
use crate::tickets::{self, ticket};
use crate::{Desk, Result};
use domain::conversation::Mention;
use domain::people::Sharing;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeSet, HashSet};

/// People looked through for a picker, and people offered by it.
const LOOKED_THROUGH: u64 = 1_000;
const OFFERED: usize = 8;
/// People named in one message.
const NAMED_MAX: usize = 50;

/// Somebody a message names.
pub(crate) struct Mentioned {
    pub id: i64,
    pub slug: String,
    pub name: String,
    desk: bool,
}

/// Whom `person` may name on a ticket they see: those whose name has a word that begins with `find`.
///
/// # Errors
/// `NotFound`.
pub async fn mentionable(desk: &Desk, person: &Person, number: &str, find: &str, note: bool) -> Result<Vec<Mention>> {
    let db = desk.db().read();
    let on = tickets::find(db, person, number).await?;
    let find = find.trim().to_lowercase();
    let fits = |who: &Mentioned| {
        let name = who.name.to_lowercase();
        name.starts_with(&find) || name.split_whitespace().any(|word| word.starts_with(&find))
    };
    let everybody = seeing(desk, db, &on, person.works_here(), note && person.works_here(), None).await?;
    let others = everybody.into_iter().filter(|who| who.id != person.id && fits(who));
    Ok(others.take(OFFERED).map(|who| Mention { slug: who.slug, name: who.name, works_here: who.desk }).collect())
}

/// Those of the `slugs` whom the author may name.
pub(super) async fn find(
    desk: &Desk,
    db: &impl ConnectionTrait,
    on: &ticket::Model,
    author_id: i64,
    note: bool,
    slugs: &BTreeSet<String>,
) -> Result<Vec<Mentioned>> {
    if slugs.is_empty() {
        return Ok(Vec::new());
    }
    let author = user::Entity::find_by_id(author_id).one(db).await?;
    let works_here = author.is_some_and(|author| author.role_id.is_some());
    let wanted: Vec<&str> = slugs.iter().take(NAMED_MAX).map(String::as_str).collect();
    let mut found = seeing(desk, db, on, works_here, note, Some(&wanted)).await?;
    found.retain(|who| who.id != author_id);
    Ok(found)
}

async fn seeing(
    desk: &Desk,
    db: &impl ConnectionTrait,
    on: &ticket::Model,
    by_the_desk: bool,
    note: bool,
    slugs: Option<&[&str]>,
) -> Result<Vec<Mentioned>> {
    let mut found = at_the_desk(desk, db, on, by_the_desk, slugs).await?;
    if !note {
        found.extend(customers(desk, db, on, slugs).await?);
    }
    found.sort_by_key(|who| who.name.to_lowercase());
    Ok(found)
}

fn those(slugs: Option<&[&str]>) -> Condition {
    let active = Condition::all().add(user::Column::Active.eq(true));
    active.add_option(slugs.map(|slugs| user::Column::Slug.is_in(slugs.iter().copied())))
}

/// People who work here and read the ticket; for customers those alone who took part in it.
async fn at_the_desk(
    desk: &Desk,
    db: &impl ConnectionTrait,
    on: &ticket::Model,
    by_the_desk: bool,
    slugs: Option<&[&str]>,
) -> Result<Vec<Mentioned>> {
    let catalogue = desk.catalogue();
    let mut query = user::Entity::find().filter(those(slugs)).filter(user::Column::RoleId.is_not_null());
    if !by_the_desk {
        query = query.filter(user::Column::Id.is_in(took_part(db, on).await?));
    }
    let users = query.order_by_asc(user::Column::Name).limit(LOOKED_THROUGH).into_partial_model::<user::Known>();
    let reads = |user: &user::Known| {
        let role = user.role_id.and_then(|role| catalogue.roles.get(&role));
        role.is_some_and(|role| {
            role.rights.queues.read.covers(on.queue_id) && role.rights.types.read.covers(on.type_id)
        })
    };
    let users = users.all(db).await?.into_iter().filter(reads);
    Ok(users.map(|user| Mentioned { id: user.id, slug: user.slug, name: user.name, desk: true }).collect())
}

async fn took_part(db: &impl ConnectionTrait, on: &ticket::Model) -> Result<HashSet<i64>> {
    let of_ticket = message::Entity::find()
        .select_only()
        .column(message::Column::AuthorId)
        .distinct()
        .filter(message::Column::TicketId.eq(on.id))
        .filter(message::Column::Note.eq(false))
        .limit(LOOKED_THROUGH);
    let authors: Vec<Option<i64>> = of_ticket.into_tuple().all(db).await?;
    Ok(authors.into_iter().flatten().chain(on.assignee_id).collect())
}

/// People of the ticket's company to whom it is shown.
async fn customers(
    desk: &Desk,
    db: &impl ConnectionTrait,
    on: &ticket::Model,
    slugs: Option<&[&str]>,
) -> Result<Vec<Mentioned>> {
    let catalogue = desk.catalogue();
    let company = crate::companies::company::Entity::find_by_id(on.company_id).one(db).await?;
    let company = company.ok_or_else(|| Error::broken(format!("company {}", on.company_id)))?;
    let sharing = Sharing::parse(&company.sharing).ok_or_else(|| Error::broken("a company's sharing"))?;
    let of_company = membership::Entity::find().filter(membership::Column::CompanyId.eq(on.company_id));
    let members = of_company.limit(LOOKED_THROUGH).all(db).await?;
    let sees = |member: &membership::Model| {
        let role = catalogue.roles.get(&member.role_id);
        role.is_some_and(|role| {
            let shown = member.user_id == on.reporter_id || sharing.shows_all(role.sees_company, member.sees_company);
            shown && role.rights.queues.read.covers(on.queue_id) && role.rights.types.read.covers(on.type_id)
        })
    };
    let ids: HashSet<i64> = members.iter().filter(|member| sees(member)).map(|member| member.user_id).collect();
    // Who works here has rights of the desk instead of a company's.
    let query = user::Entity::find().filter(those(slugs)).filter(user::Column::Id.is_in(ids));
    let users = query.filter(user::Column::RoleId.is_null()).into_partial_model::<user::Known>().all(db).await?;
    Ok(users.into_iter().map(|user| Mentioned { id: user.id, slug: user.slug, name: user.name, desk: false }).collect())
}
