//! Raising a ticket on behalf of somebody: customers raise it for themselves, agents for somebody who has called.

mod find;
mod panel;

pub use find::callers;
pub(super) use panel::panel;

use super::new_ticket_form::home;
use crate::actor::company;
use crate::actor::{Home, Person, find_person, user};
use crate::catalogue::{Queue, TicketType};
use crate::{Desk, Result, entitlements};
use domain::refusal::Because;
use domain::tickets::caller::{CHANNELS, EXCEPTION_MAX};
use domain::tickets::draft::{self, TicketDraft};
use domain::{Reason, Refusal};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// Somebody who has called, and which of their companies it is about.
#[derive(Clone)]
pub(crate) struct Caller {
    pub person: Person,
    pub slug: String,
    place: usize,
}

impl Caller {
    pub fn home(&self) -> &Home {
        &self.person.companies[self.place]
    }
}

/// Whoever an agent names.
///
/// # Errors
/// `Forbidden` for those who may change no ticket; `NotFound` for a company that is not there; `Invalid` for somebody who does not
/// belong to it or cannot sign in.
pub(crate) async fn caller(desk: &Desk, agent: &Person, company: &str, reporter: &str) -> Result<Caller> {
    if !agent.is_staff() || reporter.is_empty() {
        return Err(Refusal::Forbidden(Because::NotACustomer).into());
    }
    if !agent.updates_anything() {
        return Err(Refusal::Forbidden(Because::ReadOnly).into());
    }
    let db = desk.db().read();
    let company = company::Entity::find().filter(company::Column::Slug.eq(company.replace('\0', "")));
    let company = company.one(db).await?.ok_or(Refusal::NotFound)?;
    let unknown = || Refusal::field("reporter", Reason::NotOffered);
    let customer = user::Entity::find()
        .filter(user::Column::Slug.eq(reporter.replace('\0', "")))
        .filter(user::Column::RoleId.is_null());
    let customer = customer.one(db).await?.ok_or_else(unknown)?;
    let person = find_person(desk, customer.id).await?.ok_or_else(unknown)?;
    let place = person.companies.iter().position(|home| home.company_id == company.id).ok_or_else(unknown)?;
    Ok(Caller { person, slug: customer.slug, place })
}

/// For whom it is raised.
#[derive(Clone)]
pub(crate) enum OnBehalf<'a> {
    Own(&'a Home),
    Caller(Box<Caller>),
}

impl<'a> OnBehalf<'a> {
    /// A customer's own company, or whoever an agent names.
    ///
    /// # Errors
    /// As [`home`] and [`caller`].
    pub async fn of(desk: &Desk, person: &'a Person, company: &str, reporter: &str) -> Result<Self> {
        if person.is_staff() {
            return Ok(Self::Caller(Box::new(caller(desk, person, company, reporter).await?)));
        }
        home(desk, person, company).await.map(Self::Own)
    }

    pub fn home(&self) -> &Home {
        match self {
            Self::Own(home) => home,
            Self::Caller(caller) => caller.home(),
        }
    }

    pub fn reporter_id(&self, person: &Person) -> i64 {
        match self {
            Self::Own(_) => person.id,
            Self::Caller(caller) => caller.person.id,
        }
    }

    /// Agents choose among what they may change and the customer may see.
    pub fn offers_queue(&self, person: &Person, queue: &Queue) -> bool {
        let company_id = self.home().company_id;
        let updates = person.updates_in(company_id, queue.id, |rights| &rights.queues.update);
        updates
            && match self {
                Self::Own(_) => queue.customers_may_create,
                Self::Caller(caller) => caller.person.reads_queue_in(company_id, queue.id),
            }
    }

    pub fn offers_type(&self, person: &Person, kind: &TicketType) -> bool {
        let company_id = self.home().company_id;
        let updates = person.updates_in(company_id, kind.id, |rights| &rights.types.update);
        updates
            && match self {
                Self::Own(_) => kind.customers_may_create,
                Self::Caller(caller) => caller.person.reads_type_in(company_id, kind.id),
            }
    }

    /// By which way it has come in.
    ///
    /// # Errors
    /// `NotOffered`.
    pub fn channel(&self, sent: &draft::OnBehalfFields) -> Result<&'static str, Reason> {
        match (self, sent.channel.as_str()) {
            (Self::Own(_), _) => Ok("portal"),
            (Self::Caller(_), "") => Ok(CHANNELS[0]),
            (Self::Caller(_), sent) => CHANNELS.into_iter().find(|known| *known == sent).ok_or(Reason::NotOffered),
        }
    }

    /// Asks the plan. An agent may go on with a reason, which is given back to be written down.
    ///
    /// # Errors
    /// `Forbidden` for a customer, with the plan's reason; `Invalid` for an agent who has not said why it is raised all the same.
    pub async fn may_raise(&self, desk: &Desk, draft: &TicketDraft, product: Option<&str>) -> Result<Option<String>> {
        if let Self::Own(home) = self {
            entitlements::may_raise(desk, home, product).await?;
            return Ok(None);
        }
        let Err(denied) = domain::plans::may_raise(&self.home().plans, product, desk.now()) else { return Ok(None) };
        let said = draft.on_behalf.exception.trim();
        match said.chars().count() {
            0 => Err(Refusal::field("exception", Reason::PlanDenies(denied)).into()),
            n if n > EXCEPTION_MAX => Err(Refusal::field("exception", Reason::TooLong { max: EXCEPTION_MAX }).into()),
            _ => Ok(Some(said.to_owned())),
        }
    }
}
