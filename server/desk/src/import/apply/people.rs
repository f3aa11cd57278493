//! Customers and agents, found by their addresses and names, and created where the desk has none. Nobody can sign in as one of them
//! before a password is set. Customers whose file knows no address, and agents, get one that leads nowhere: an import lets nobody in
//! at the desk.

use super::companies::CompanyRef;
use super::roles::{self, AGENT, CONTACT, RequiredRole};
use super::slug::{numbered, slug};
use crate::actor::membership;
use crate::actor::user;
use crate::db::Tx;
use crate::import::record::TicketRecord;
use crate::{Error, Result};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// The reporter of tickets whose file knows none; one in each company.
const UNKNOWN_REPORTER: &str = "Unknown reporter";
/// Below it there are no mailboxes.
const NOWHERE: &str = "imported.example";

/// Small-letter names → row ids.
type IdsByName = HashMap<String, i64>;

pub(super) struct People {
    now: i64,
    /// By company, read when it is first met.
    customers: HashMap<i64, IdsByName>,
    /// By address, where the file knows it.
    addressed: HashMap<String, i64>,
    /// User and company, as far as they were looked at.
    members: HashSet<(i64, i64)>,
    agents: IdsByName,
    /// Agents by address.
    agents_addressed: IdsByName,
    roles: HashMap<&'static str, i64>,
    /// A role was created, and a role is part of the catalogue.
    pub new_roles: bool,
}

fn names(rows: &[user::Model]) -> IdsByName {
    rows.iter().map(|row| (row.name.to_lowercase(), row.id)).collect()
}

impl People {
    pub(super) async fn load(tx: &Tx, now: i64) -> Result<Self> {
        // Of namesakes the first stays.
        let staff = user::Entity::find().filter(user::Column::RoleId.is_not_null()).order_by_desc(user::Column::Id);
        let rows = staff.all(tx).await?;
        Ok(Self {
            now,
            customers: HashMap::new(),
            addressed: HashMap::new(),
            members: HashSet::new(),
            agents: names(&rows),
            agents_addressed: rows.into_iter().map(|row| (row.email, row.id)).collect(),
            roles: HashMap::new(),
            new_roles: false,
        })
    }

    pub(super) async fn reporter(&mut self, tx: &Tx, company: &CompanyRef, record: &TicketRecord) -> Result<i64> {
        let name = record.reporter.as_deref().unwrap_or(UNKNOWN_REPORTER);
        match &record.reporter_email {
            Some(email) => self.find_or_create_at(tx, company, name, email).await,
            None => match self.find_by_name(tx, company, name).await? {
                Some(id) => Ok(id),
                None => self.create_customer(tx, company, name, None).await,
            },
        }
    }

    /// Whoever has the address. Whoever has none so far and the right name gets it.
    async fn find_or_create_at(&mut self, tx: &Tx, company: &CompanyRef, name: &str, email: &str) -> Result<i64> {
        if let Some(id) = self.agents_addressed.get(email) {
            return Ok(*id);
        }
        let id = match self.addressed.get(email) {
            Some(id) => *id,
            None => self.find_or_create(tx, company, name, email).await?,
        };
        self.addressed.insert(email.to_owned(), id);
        self.add_membership(tx, company, id).await?;
        Ok(id)
    }

    async fn find_or_create(&mut self, tx: &Tx, company: &CompanyRef, name: &str, email: &str) -> Result<i64> {
        if let Some(user) = user::Entity::find().filter(user::Column::Email.eq(email)).one(tx).await? {
            return Ok(user.id);
        }
        match self.find_by_name(tx, company, name).await? {
            Some(id) if give_address(tx, id, email).await? => Ok(id),
            _ => self.create_customer(tx, company, name, Some(email)).await,
        }
    }

    /// Somebody of the company by name.
    async fn find_by_name(&mut self, tx: &Tx, company: &CompanyRef, name: &str) -> Result<Option<i64>> {
        if let Entry::Vacant(unmet) = self.customers.entry(company.id) {
            unmet.insert(members(tx, company.id).await?);
        }
        Ok(self.customers.get(&company.id).and_then(|names| names.get(&name.to_lowercase())).copied())
    }

    /// An agent, by address where the file knows it, otherwise by name; `None` for one that was not created.
    pub(super) fn known_agent(&self, name: &str, email: Option<&str>) -> Option<i64> {
        let addressed = email.and_then(|email| self.agents_addressed.get(email));
        addressed.or_else(|| self.agents.get(&name.to_lowercase())).copied()
    }

    pub(super) async fn agent(&mut self, tx: &Tx, name: &str, email: Option<&str>) -> Result<i64> {
        if let Some(id) = self.known_agent(name, email) {
            return Ok(id);
        }
        let role_id = self.role(tx, AGENT).await?;
        let address = |slug: &str| format!("{slug}@{NOWHERE}");
        let (slug, email) = free_slug(tx, numbered(slug(name, "agent")), address).await?;
        let id = user::ActiveModel { role_id: Set(Some(role_id)), ..user_row(name, slug, email, self.now) }
            .insert(tx)
            .await?
            .id;
        self.agents.insert(name.to_lowercase(), id);
        Ok(id)
    }

    async fn create_customer(&mut self, tx: &Tx, company: &CompanyRef, name: &str, email: Option<&str>) -> Result<i64> {
        let own = slug(name, "person");
        // Companies have namesakes: the second one's slug says where they belong.
        let slugs = std::iter::once(own.clone()).chain(numbered(format!("{own}-{}", company.slug)));
        let nowhere = |slug: &str| format!("{slug}@{}.{NOWHERE}", company.slug);
        let address = |slug: &str| email.map_or_else(|| nowhere(slug), str::to_owned);
        let (slug, email) = free_slug(tx, slugs, address).await?;
        let id = user_row(name, slug, email, self.now).insert(tx).await?.id;
        self.add_membership(tx, company, id).await?;
        self.customers.entry(company.id).or_default().entry(name.to_lowercase()).or_insert(id);
        Ok(id)
    }

    /// Makes a customer a contact of the company who is none.
    async fn add_membership(&mut self, tx: &Tx, company: &CompanyRef, user_id: i64) -> Result<()> {
        if !self.members.insert((user_id, company.id)) {
            return Ok(());
        }
        let own = membership::Entity::find().filter(membership::Column::UserId.eq(user_id));
        if own.filter(membership::Column::CompanyId.eq(company.id)).one(tx).await?.is_some() {
            return Ok(());
        }
        let role_id = self.role(tx, CONTACT).await?;
        let row = membership::ActiveModel {
            user_id: Set(user_id),
            company_id: Set(company.id),
            role_id: Set(role_id),
            sees_company: Set(false),
            since: Set(self.now),
            ..Default::default()
        };
        row.insert(tx).await?;
        Ok(())
    }

    async fn role(&mut self, tx: &Tx, wanted: RequiredRole) -> Result<i64> {
        if let Some(id) = self.roles.get(wanted.slug) {
            return Ok(*id);
        }
        let id = match roles::find(tx, wanted).await? {
            Some(id) => id,
            None => {
                self.new_roles = true;
                roles::create(tx, wanted).await?
            }
        };
        self.roles.insert(wanted.slug, id);
        Ok(id)
    }
}

async fn members(tx: &Tx, company_id: i64) -> Result<IdsByName> {
    let of_company = membership::Entity::find().filter(membership::Column::CompanyId.eq(company_id));
    let ids = of_company.select_only().column(membership::Column::UserId).into_query();
    // Of namesakes the first stays.
    let rows = user::Entity::find().filter(user::Column::Id.in_subquery(ids)).order_by_desc(user::Column::Id);
    Ok(names(&rows.all(tx).await?))
}

/// Gives an address to somebody whose own leads nowhere; says whether it did.
async fn give_address(tx: &Tx, id: i64, email: &str) -> Result<bool> {
    let user = user::Entity::find_by_id(id).one(tx).await?;
    let lost = user.is_some_and(|user| user.role_id.is_none() && user.email.ends_with(NOWHERE));
    if lost {
        let row = user::ActiveModel { id: Set(id), email: Set(email.to_owned()), ..Default::default() };
        row.update(tx).await?;
    }
    Ok(lost)
}

/// The first slug that nobody has and whose address is free too.
async fn free_slug(
    tx: &Tx,
    slugs: impl Iterator<Item = String>,
    address: impl Fn(&str) -> String,
) -> Result<(String, String)> {
    for slug in slugs {
        let email = address(&slug);
        let taken =
            Condition::any().add(user::Column::Slug.eq(slug.as_str())).add(user::Column::Email.eq(email.as_str()));
        if user::Entity::find().filter(taken).one(tx).await?.is_none() {
            return Ok((slug, email));
        }
    }
    Err(Error::broken("numbers have run out"))
}

fn user_row(name: &str, slug: String, email: String, now: i64) -> user::ActiveModel {
    let (first, last) = name.split_once(' ').unwrap_or((name, ""));
    user::ActiveModel {
        slug: Set(slug),
        username: Set(None),
        email: Set(email),
        first_name: Set(first.to_owned()),
        last_name: Set(last.to_owned()),
        name: Set(name.to_owned()),
        position: Set(String::new()),
        phone: Set(String::new()),
        password_hash: Set(None),
        role_id: Set(None),
        time_zone: Set("UTC".into()),
        active: Set(true),
        created_at: Set(now),
        name_key: Set(name.to_lowercase()),
        surname_key: Set(last.to_lowercase()),
        ..Default::default()
    }
}
