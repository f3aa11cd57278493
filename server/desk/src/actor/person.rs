//! The signed-in person with their permissions (grants), and the checks on them.

use super::attributes;
use crate::catalogue::{Catalogue, IdSet, Rights};
use crate::write::Actor;
use domain::columns::Widths;
use domain::listing::{Column, SearchIn};
use domain::people::{Kind, Me};
use domain::plans::{Entitlement, RaiseDenied};
use domain::{Because, Refusal};
use jiff::tz::TimeZone;
use std::sync::Arc;

/// A signed-in person. Built from the session at every request, so a right that is taken away is gone at once.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: i64,
    /// The session that they were found by: the hash of its token.
    pub session: Vec<u8>,
    /// The session was just prolonged, and the browser shall keep its cookie for so many seconds more.
    pub cookie_lasts: Option<i64>,
    pub name: String,
    pub login: String,
    pub picture: Option<String>,
    pub kind: Kind,
    pub zone: TimeZone,
    /// What may be seen: a ticket is visible when at least one grant covers it.
    pub grants: Vec<Grant>,
    /// A customer's companies.
    pub companies: Vec<Home>,
    /// The columns of their list; never empty.
    pub columns: Vec<Column>,
    /// Those whose width they have set.
    pub widths: Widths<Column>,
    /// What their search box looks through; never empty.
    pub search_in: Vec<SearchIn>,
    /// Whether there were views in their menu when they were found, and one that opens first: most people have none.
    pub has_views: bool,
    pub has_first_view: bool,
    /// What is new does not blink for them.
    pub still: bool,
}

impl From<&Person> for Actor {
    fn from(person: &Person) -> Self {
        Self::User(person.id)
    }
}

/// Tickets of one company, or of all.
#[derive(Clone, Debug)]
pub struct Grant {
    /// `None` at the desk: every company.
    pub company_id: Option<i64>,
    /// Only those the person raised.
    pub own_only: bool,
    /// When they came: what had happened by then was never new to them. Milliseconds since 1970-01-01 UTC.
    pub since: i64,
    pub rights: Arc<Rights>,
}

/// A company that a customer belongs to.
#[derive(Clone, Debug)]
pub struct Home {
    pub company_id: i64,
    pub slug: String,
    pub name: String,
    pub plans: Vec<Entitlement>,
    /// Why no case at all can be raised; `None` when some can.
    pub denied: Option<RaiseDenied>,
    /// May file requests about the plan: with a seat, or by the company role.
    pub files: bool,
    /// Where the cases of a dedicated plan go.
    pub team_queue_id: Option<i64>,
    pub account_manager: Option<String>,
}

impl Person {
    pub fn is_staff(&self) -> bool {
        self.kind.is_staff()
    }

    /// What the screen needs to know.
    pub fn me(&self, catalogue: &Catalogue) -> Me {
        Me {
            name: self.name.clone(),
            login: self.login.clone(),
            picture: self.picture.clone(),
            kind: self.kind,
            may_raise: self.companies.iter().any(|home| home.denied.is_none()),
            raises_for_others: self.raises_for_others(),
            columns: self.columns.clone(),
            widths: self.widths.clone(),
            attributes: attributes::offered(self, catalogue),
            search_in: self.search_in.clone(),
            reads_people: self.reads_people(),
            still: self.still,
        }
    }

    /// The same person with the columns of a page that knows better than what is kept.
    #[must_use]
    pub fn with_columns(&self, columns: Vec<Column>) -> Self {
        Self { columns, ..self.clone() }
    }

    /// Takes out columns of attributes that are not there, or no longer.
    pub(super) fn forget_unknown_columns(&mut self, catalogue: &Catalogue) {
        let known: Vec<Column> =
            self.columns.iter().copied().filter(|column| attributes::is_offered(self, catalogue, *column)).collect();
        self.columns = if known.is_empty() { Column::usual(self.is_staff()) } else { known };
    }

    /// Lets admins alone pass. Agents may know that there is something to administer; customers may not.
    ///
    /// # Errors
    /// `Forbidden` with `AdminsOnly` for agents, `NotFound` for customers.
    pub(crate) fn must_be_admin(&self) -> Result<(), Refusal> {
        match self.kind {
            Kind::Admin => Ok(()),
            Kind::Agent => Err(Refusal::Forbidden(Because::AdminsOnly)),
            Kind::Customer => Err(Refusal::NotFound),
        }
    }

    /// Whether the person sees everybody's accounts.
    pub(crate) fn reads_people(&self) -> bool {
        self.kind == Kind::Admin || self.is_staff() && self.grants.iter().any(|g| g.rights.people.read == IdSet::All)
    }

    /// Whether they look after those of customers; those of who works here are an admin's affair.
    pub(crate) fn updates_people(&self) -> bool {
        self.kind == Kind::Admin || self.is_staff() && self.grants.iter().any(|g| g.rights.people.update == IdSet::All)
    }

    /// Whether the person writes articles of the help centre.
    pub(crate) fn writes_articles(&self) -> bool {
        self.kind == Kind::Admin
            || self.is_staff() && self.grants.iter().any(|g| g.rights.articles.update == IdSet::All)
    }

    /// Whether the person may change tickets of some queue.
    pub(crate) fn updates_anything(&self) -> bool {
        self.grants.iter().any(|grant| grant.rights.queues.update != IdSet::default())
    }

    /// An agent who raises tickets for whoever calls.
    pub fn raises_for_others(&self) -> bool {
        self.is_staff() && self.updates_anything()
    }

    /// Whether any grant shows tickets of this queue.
    pub(crate) fn reads_queue(&self, id: i64) -> bool {
        self.grants.iter().any(|grant| grant.rights.queues.read.covers(id))
    }

    /// Whether any grant shows tickets of this type.
    pub(crate) fn reads_type(&self, id: i64) -> bool {
        self.grants.iter().any(|grant| grant.rights.types.read.covers(id))
    }

    /// The grants that cover a ticket of this company and reporter, whatever its queue and type.
    fn grants_for(&self, company_id: i64, reporter_id: i64) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |grant| {
            grant.company_id.is_none_or(|id| id == company_id) && (!grant.own_only || reporter_id == self.id)
        })
    }

    /// Whether the person sees a ticket: what `scope::visible` says in a query.
    pub(crate) fn sees(&self, company_id: i64, reporter_id: i64, queue_id: i64, type_id: i64) -> bool {
        self.grants_for(company_id, reporter_id)
            .any(|grant| grant.rights.queues.read.covers(queue_id) && grant.rights.types.read.covers(type_id))
    }

    /// Whether the person was there already when something happened to a ticket they see.
    pub(crate) fn was_here(&self, company_id: i64, reporter_id: i64, at: i64) -> bool {
        self.grants_for(company_id, reporter_id).any(|grant| at >= grant.since)
    }

    /// Whether the person may change a ticket they see.
    pub(crate) fn may_update(&self, company_id: i64, reporter_id: i64, queue_id: i64, type_id: i64) -> bool {
        self.grants_for(company_id, reporter_id)
            .any(|grant| grant.rights.queues.update.covers(queue_id) && grant.rights.types.update.covers(type_id))
    }

    /// The attributes shown on a ticket of this company and reporter.
    pub(crate) fn reads_attribute(&self, company_id: i64, reporter_id: i64, attribute_id: i64) -> bool {
        self.grants_for(company_id, reporter_id).any(|grant| grant.rights.attributes.read.covers(attribute_id))
    }

    /// Whether any grant of `company_id` shows tickets of this queue.
    pub(crate) fn reads_queue_in(&self, company_id: i64, id: i64) -> bool {
        self.grants_for(company_id, self.id).any(|grant| grant.rights.queues.read.covers(id))
    }

    /// Whether any grant of `company_id` shows tickets of this type.
    pub(crate) fn reads_type_in(&self, company_id: i64, id: i64) -> bool {
        self.grants_for(company_id, self.id).any(|grant| grant.rights.types.read.covers(id))
    }

    /// Whether any grant of `company_id` updates the thing that `pick` selects.
    pub(crate) fn updates_in(&self, company_id: i64, id: i64, pick: impl Fn(&Rights) -> &IdSet) -> bool {
        self.grants_for(company_id, self.id).any(|grant| pick(&grant.rights).covers(id))
    }
}
