//! Creates the demo organisation: companies, roles, people, plans, and the catalogue of queues and ticket types.

use super::catalogue;
use super::content::{self, CompanyContent, DeskContent, PersonContent, span};
use super::{PASSWORD, rng::Rng};
use crate::actor::user;
use crate::actor::{company, membership};
use crate::catalogue::{Catalogue, Target, queue, setting};
use crate::catalogue::{right, role};
use crate::db::Tx;
use crate::entitlements::{plan, seat};
use crate::people::password;
use crate::plans::product;
use crate::{Error, Result};
use domain::people::fold_login;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use std::collections::HashMap;

/// What was created, by the names that the content uses.
pub(super) struct Organisation {
    pub catalogue: Catalogue,
    /// By handle: the user and, for customers, the company.
    pub people: HashMap<String, DemoPerson>,
    pub company_ids: HashMap<String, i64>,
    /// Row ids of the role that generated contacts get, and their password.
    pub contact_role_id: i64,
    pub password_hash: String,
}

#[derive(Clone)]
pub(super) struct DemoPerson {
    pub id: i64,
    pub name: String,
    pub company_id: Option<i64>,
    pub is_staff: bool,
}

/// Slugs → row ids.
pub(super) type Ids = HashMap<String, i64>;

pub(super) fn id_of(ids: &Ids, slug: &str) -> Result<i64> {
    ids.get(slug).copied().ok_or_else(|| Error::broken(format!("demo content: {slug} is not defined")))
}

pub(super) async fn create(tx: &Tx, now: i64, rng: &mut Rng) -> Result<Organisation> {
    let content = content::desk()?;
    let mut salt = [0; 16];
    salt[..8].copy_from_slice(&rng.next().to_le_bytes());
    let password_hash = password::hash_salted(PASSWORD, salt)?;
    let settings = [
        ("demo", "1"),
        ("support.phone", "+44 20 7946 0000"),
        ("workspace.domain", "portico.example"),
        ("plan_queue", "plans"),
        ("plan_type", "request"),
    ];
    for (name, value) in settings {
        setting::ActiveModel { name: Set(name.into()), value: Set(value.into()) }.insert(tx).await?;
    }
    for product in &content.product {
        let (slug, name) = (Set(product.slug.clone()), Set(product.name.clone()));
        product::ActiveModel { slug, name, ..Default::default() }.insert(tx).await?;
    }
    catalogue::queues(tx, &content).await?;
    catalogue::priorities(tx, &content).await?;
    let sets = catalogue::status_sets(tx, &content).await?;
    let dictionaries = catalogue::dictionaries(tx, &content).await?;
    let attributes = catalogue::types(tx, &content, &sets, &dictionaries).await?;
    let assets = super::assets::categories(tx, &dictionaries).await?;
    let company_ids = companies(tx, &content).await?;
    let roles = roles(tx, &content, &attributes, &assets).await?;
    let people = people(tx, &content, &roles, &company_ids, &password_hash, now).await?;
    plans(tx, &content, &people, &company_ids, now).await?;
    crate::catalogue::touch(tx).await?;
    let catalogue = Catalogue::load(tx).await?;
    Ok(Organisation { catalogue, people, company_ids, contact_role_id: id_of(&roles, "contact")?, password_hash })
}

async fn companies(tx: &Tx, content: &DeskContent) -> Result<Ids> {
    let mut ids = Ids::new();
    for company in &content.company {
        let row = company::ActiveModel {
            slug: Set(company.slug.clone()),
            name: Set(company.name.clone()),
            sharing: Set(company.sharing.clone()),
            account_manager_id: Set(None),
            ..Default::default()
        };
        ids.insert(company.slug.clone(), row.insert(tx).await?.id);
    }
    Ok(ids)
}

async fn roles(tx: &Tx, content: &DeskContent, attributes: &Ids, assets: &Ids) -> Result<Ids> {
    let queues = queue::Entity::find().all(tx).await?;
    let queues: Ids = queues.into_iter().map(|queue| (queue.slug, queue.id)).collect();
    let (none, mut ids) = (Ids::new(), Ids::new());
    for role in &content.role {
        let row = role::ActiveModel {
            slug: Set(role.slug.clone()),
            name: Set(role.name.clone()),
            kind: Set(role.kind.clone()),
            sees_company: Set(role.sees_company),
            files_requests: Set(role.files_requests),
            ..Default::default()
        };
        let role_id = row.insert(tx).await?.id;
        ids.insert(role.slug.clone(), role_id);
        for text in &role.rights {
            let unreadable = || Error::broken(format!("demo content: right {text}"));
            let (what, level) = text.split_once(' ').ok_or_else(unreadable)?;
            let (target, slug) = what.split_once(':').ok_or_else(unreadable)?;
            let target = Target::parse(target).ok_or_else(unreadable)?;
            let known = match target {
                Target::Queue => &queues,
                Target::Type | Target::Attribute => attributes,
                Target::AssetCategory | Target::AssetAttribute => assets,
                Target::People | Target::Articles => &none,
            };
            let target_id = if slug == "*" { None } else { Some(id_of(known, slug)?) };
            let row = right::ActiveModel {
                role_id: Set(role_id),
                target: Set(target.as_str().into()),
                target_id: Set(target_id),
                updates: Set(level == "update"),
                ..Default::default()
            };
            row.insert(tx).await?;
        }
    }
    Ok(ids)
}

async fn people(
    tx: &Tx,
    content: &DeskContent,
    roles: &Ids,
    companies: &Ids,
    hash: &str,
    now: i64,
) -> Result<HashMap<String, DemoPerson>> {
    let mut people = HashMap::new();
    for person in &content.person {
        let role_id = person.role.as_ref().map(|slug| id_of(roles, slug)).transpose()?;
        let name = format!("{} {}", person.first_name, person.last_name);
        let row = user::ActiveModel {
            slug: Set(person.handle.clone()),
            username: Set(person.username.as_deref().map(fold_login)),
            email: Set(fold_login(&person.email)),
            first_name: Set(person.first_name.clone()),
            last_name: Set(person.last_name.clone()),
            name: Set(name.clone()),
            name_key: Set(name.to_lowercase()),
            surname_key: Set(person.last_name.to_lowercase()),
            position: Set(person.position.clone()),
            phone: Set(person.phone.clone()),
            password_hash: Set(Some(hash.to_owned())),
            role_id: Set(role_id),
            time_zone: Set(person.time_zone.clone()),
            active: Set(true),
            created_at: Set(now - 800 * domain::time::DAY),
            ..Default::default()
        };
        let id = row.insert(tx).await?.id;
        let company_id = person.company.as_ref().map(|slug| id_of(companies, slug)).transpose()?;
        if let (Some(company_id), None) = (company_id, role_id) {
            let row = membership::ActiveModel {
                user_id: Set(id),
                company_id: Set(company_id),
                role_id: Set(id_of(roles, person.company_role.as_deref().unwrap_or("employee"))?),
                sees_company: Set(person.sees_company),
                client: Set(person.client),
                ..Default::default()
            };
            row.insert(tx).await?;
        }
        people.insert(person.handle.clone(), DemoPerson { id, name, company_id, is_staff: role_id.is_some() });
    }
    Ok(people)
}

async fn plans(
    tx: &Tx,
    content: &DeskContent,
    people: &HashMap<String, DemoPerson>,
    companies: &Ids,
    now: i64,
) -> Result<()> {
    for company in &content.company {
        let company_id = id_of(companies, &company.slug)?;
        set_account_team(tx, company, company_id, people).await?;
        let of_product = content.plan.iter().filter(|plan| plan.company == company.slug);
        let mut plans: Vec<_> = of_product.map(|plan| (Some(plan.product.as_str()), &plan.level, plan.seats)).collect();
        plans.extend(company.plan.as_ref().zip(company.seats).map(|(level, seats)| (None, level, seats)));
        for (product, level, seats) in plans {
            let row = plan::ActiveModel {
                company_id: Set(company_id),
                level: Set(level.clone()),
                seat_limit: Set(seats),
                product: Set(product.map(str::to_owned)),
                ..Default::default()
            };
            let plan_id = row.insert(tx).await?.id;
            let theirs = |person: &&PersonContent| {
                person.company.as_ref() == Some(&company.slug) && person.seat_product.as_deref() == product
            };
            for person in content.person.iter().filter(theirs) {
                if let (Some(since), Some(member)) = (&person.seat_since, people.get(&person.handle)) {
                    seat(plan_id, member.id, person, now - span(since)?).insert(tx).await?;
                }
            }
        }
    }
    Ok(())
}

/// Who looks after a company, and where its cases go if its plan gives it a team.
async fn set_account_team(
    tx: &Tx,
    company: &CompanyContent,
    id: i64,
    people: &HashMap<String, DemoPerson>,
) -> Result<()> {
    let of = |handle: &Option<String>| handle.as_ref().and_then(|handle| people.get(handle)).map(|member| member.id);
    let queue = match &company.team_queue {
        Some(slug) => queue::Entity::find().filter(queue::Column::Slug.eq(slug)).one(tx).await?,
        None => None,
    };
    let row = company::ActiveModel {
        id: Set(id),
        account_manager_id: Set(of(&company.account_manager)),
        csm_id: Set(of(&company.csm)),
        team_queue_id: Set(queue.map(|queue| queue.id)),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

fn seat(plan_id: i64, user_id: i64, person: &PersonContent, since: i64) -> seat::ActiveModel {
    seat::ActiveModel {
        plan_id: Set(plan_id),
        slug: Set(person.handle.clone()),
        user_id: Set(Some(user_id)),
        email: Set(fold_login(&person.email)),
        first_name: Set(person.first_name.clone()),
        last_name: Set(person.last_name.clone()),
        position: Set(person.position.clone()),
        phone: Set(person.phone.clone()),
        since: Set(since),
        ..Default::default()
    }
}

/// The users whose handle the content names.
pub(super) fn member<'a>(people: &'a HashMap<String, DemoPerson>, handle: &str) -> Result<&'a DemoPerson> {
    people.get(handle).ok_or_else(|| Error::broken(format!("demo content: nobody is called {handle}")))
}
