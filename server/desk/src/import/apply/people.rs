//! Customers and agents by name, created where the desk has none. Nobody can sign in as one of them before a password is
//! set, and their addresses lead nowhere.

use super::companies::Company;
use super::roles::{self, AGENT, CONTACT, Wanted};
use super::slug::{numbered, slug};
use crate::companies::membership;
use crate::db::Tx;
use crate::people::user;
use crate::{Error, Result};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The reporter of tickets whose file knows none; one in each company.
const UNKNOWN_REPORTER: &str = "Unknown reporter";

/// Small-letter names → row ids.
type Names = HashMap<String, i64>;

pub(super) struct People {
    now: i64,
    /// By company, read when it is first met.
    customers: HashMap<i64, Names>,
    agents: Names,
    roles: HashMap<&'static str, i64>,
    /// A role was created, and a role is part of the catalogue.
    pub new_roles: bool,
}

fn names(rows: Vec<user::Model>) -> Names {
    rows.into_iter().map(|row| (row.name.to_lowercase(), row.id)).collect()
}

impl People {
    pub(super) async fn load(tx: &Tx, now: i64) -> Result<Self> {
        // Of namesakes the first stays.
        let at_the_desk =
            user::Entity::find().filter(user::Column::RoleId.is_not_null()).order_by_desc(user::Column::Id);
        let agents = names(at_the_desk.all(&**tx).await?);
        Ok(Self { now, customers: HashMap::new(), agents, roles: HashMap::new(), new_roles: false })
    }

    pub(super) async fn reporter(&mut self, tx: &Tx, company: &Company, name: Option<&str>) -> Result<i64> {
        let name = name.unwrap_or(UNKNOWN_REPORTER);
        if let Entry::Vacant(unmet) = self.customers.entry(company.id) {
            unmet.insert(members(tx, company.id).await?);
        }
        let key = name.to_lowercase();
        if let Some(id) = self.customers.get(&company.id).and_then(|names| names.get(&key)) {
            return Ok(*id);
        }
        let role_id = self.role(tx, CONTACT).await?;
        let id = self.create_customer(tx, company, name, role_id).await?;
        self.customers.entry(company.id).or_default().insert(key, id);
        Ok(id)
    }

    pub(super) async fn agent(&mut self, tx: &Tx, name: &str) -> Result<i64> {
        let key = name.to_lowercase();
        if let Some(id) = self.agents.get(&key) {
            return Ok(*id);
        }
        let role_id = self.role(tx, AGENT).await?;
        let (slug, email) = free_address(tx, numbered(slug(name, "agent")), "imported.example").await?;
        let id = user::ActiveModel { role_id: Set(Some(role_id)), ..someone(name, slug, email, self.now) }
            .insert(&**tx)
            .await?
            .id;
        self.agents.insert(key, id);
        Ok(id)
    }

    async fn create_customer(&self, tx: &Tx, company: &Company, name: &str, role_id: i64) -> Result<i64> {
        let own = slug(name, "person");
        // Companies have namesakes: the second one's slug says where they belong.
        let slugs = std::iter::once(own.clone()).chain(numbered(format!("{own}-{}", company.slug)));
        let domain = format!("{}.imported.example", company.slug);
        let (slug, email) = free_address(tx, slugs, &domain).await?;
        let id = someone(name, slug, email, self.now).insert(&**tx).await?.id;
        let row = membership::ActiveModel {
            user_id: Set(id),
            company_id: Set(company.id),
            role_id: Set(role_id),
            sees_company: Set(false),
            ..Default::default()
        };
        row.insert(&**tx).await?;
        Ok(id)
    }

    async fn role(&mut self, tx: &Tx, wanted: Wanted) -> Result<i64> {
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

async fn members(tx: &Tx, company_id: i64) -> Result<Names> {
    let of_company = membership::Entity::find().filter(membership::Column::CompanyId.eq(company_id));
    let ids = of_company.select_only().column(membership::Column::UserId).into_query();
    // Of namesakes the first stays.
    let rows = user::Entity::find().filter(user::Column::Id.in_subquery(ids)).order_by_desc(user::Column::Id);
    Ok(names(rows.all(&**tx).await?))
}

/// The first slug that nobody has, with the address made of it.
async fn free_address(tx: &Tx, slugs: impl Iterator<Item = String>, domain: &str) -> Result<(String, String)> {
    for slug in slugs {
        let email = format!("{slug}@{domain}");
        let taken =
            Condition::any().add(user::Column::Slug.eq(slug.as_str())).add(user::Column::Email.eq(email.as_str()));
        if user::Entity::find().filter(taken).one(&**tx).await?.is_none() {
            return Ok((slug, email));
        }
    }
    Err(Error::broken("numbers have run out"))
}

fn someone(name: &str, slug: String, email: String, now: i64) -> user::ActiveModel {
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
