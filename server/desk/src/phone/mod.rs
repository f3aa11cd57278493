//! Callback requests: customers whose plan includes the phone ask to be called, agents claim and make the calls.

pub mod call;
mod claim;
mod finish;
mod form;
mod list;
mod request;
mod slots;

pub use claim::claim;
pub use finish::{CallResult, finish};
pub use form::form;
pub(crate) use list::{counting, statement, waiting};
pub use request::{CallbackRequest, request_callback};
pub(crate) use slots::slots;

use crate::actor::{Home, Person};
use crate::catalogue::{Catalogue, Queue};
use crate::db::Tx;
use crate::scope::{find_for_update, ticket};
use crate::tickets::new_ticket_form::offers_queue;
use crate::{Desk, Result};
use domain::plans::{covering, may_raise};
use domain::refusal::Because;
use domain::{Refusal, tickets::Choice};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// The call that a person waits for, with its ticket.
async fn open_call(db: &impl ConnectionTrait, user_id: i64) -> Result<Option<(call::Model, ticket::Model)>> {
    let open = call::Entity::find().filter(call::Column::UserId.eq(user_id)).filter(call::Column::DoneAt.is_null());
    let Some(open) = open.one(db).await? else { return Ok(None) };
    let ticket = ticket::Entity::find_by_id(open.ticket_id).one(db).await?;
    Ok(ticket.map(|ticket| (open, ticket)))
}

/// Whether the plan that covers `product` includes the phone.
fn includes_phone(catalogue: &Catalogue, home: &Home, product: Option<&str>) -> bool {
    let plan = covering(&home.plans, product);
    plan.and_then(|plan| catalogue.level(&plan.level)).is_some_and(|level| level.phone)
}

/// Whether the person would be offered a call: one of their plans lets them raise cases and includes the phone.
pub(crate) fn is_offered(desk: &Desk, person: &Person) -> bool {
    let catalogue = desk.catalogue();
    let offers = |home: &Home, queue: &Queue| {
        let product = queue.product.as_deref();
        offers_queue(person, home.company_id, queue)
            && includes_phone(&catalogue, home, product)
            && may_raise(&home.plans, product, desk.now()).is_ok()
    };
    person.companies.iter().any(|home| catalogue.queues.iter().any(|queue| offers(home, queue)))
}

/// The lowest level that includes it.
fn without_phone(catalogue: &Catalogue, home: &Home) -> Because {
    let from = catalogue.levels.iter().find(|level| level.phone).map(|level| level.name.clone());
    Because::NoPhone { company: home.name.clone(), from: from.unwrap_or_default() }
}

/// A call that an agent may do something about, and its ticket, both kept still until the transaction ends.
///
/// # Errors
/// `NotFound`; `Forbidden` for customers and for those who may only read.
async fn find_call_for_update(tx: &Tx, desk: &Desk, person: &Person, id: &str) -> Result<(call::Model, ticket::Model)> {
    let named = call::Entity::find().filter(call::Column::PublicId.eq(id.replace('\0', "")));
    let found = named.clone().one(tx).await?.ok_or(Refusal::NotFound)?;
    let ticket = ticket::Entity::find_by_id(found.ticket_id).one(tx).await?.ok_or(Refusal::NotFound)?;
    let ticket = find_for_update(tx, person, &desk.catalogue().number(ticket.number)).await?;
    if !person.is_staff() {
        return Err(Refusal::Forbidden(Because::AgentsOnly).into());
    }
    // As it stands now that nobody else changes it.
    let found = named.one(tx).await?.ok_or(Refusal::NotFound)?;
    Ok((found, ticket))
}

fn choice(home: &Home) -> Choice {
    Choice { slug: home.slug.clone(), label: home.name.clone() }
}
