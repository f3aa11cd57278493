//! Customers that generated tickets are of: companies, their people, plans and seats.

use super::REACH;
use crate::Result;
use crate::actor::{company, membership, user};
use crate::db::Tx;
use crate::demo::content::BulkWords;
use crate::demo::organisation::Organisation;
use crate::demo::rng::Rng;
use crate::entitlements::{plan, seat};
use crate::tickets::load::insert_all;
use sea_orm::{ActiveModelTrait, Set};

/// A company's people, by row id.
pub(super) struct Customers {
    pub company_id: i64,
    pub people: Vec<i64>,
}

pub(super) fn harbourline(organisation: &Organisation) -> Customers {
    let company_id = organisation.company_ids.get("harbourline").copied().unwrap_or_default();
    let seated = ["alice", "bruno", "ines"].iter().filter_map(|handle| organisation.people.get(*handle));
    Customers { company_id, people: seated.map(|person| person.id).collect() }
}

pub(super) async fn create_company(
    tx: &Tx,
    organisation: &Organisation,
    words: &BulkWords,
    n: u32,
    now: i64,
    rng: &mut Rng,
) -> Result<Customers> {
    let (a, b) = (rng.pick(&words.company_words_a), rng.pick(&words.company_words_b));
    let slug = format!("{}-{n}", a.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
    let row = company::ActiveModel {
        slug: Set(slug.clone()),
        name: Set(format!("{a} {b}")),
        sharing: Set(if rng.one_in(4) { "nobody" } else { "everyone" }.into()),
        account_manager_id: Set(None),
        ..Default::default()
    };
    let company_id = row.insert(tx).await?.id;
    let row = plan::ActiveModel {
        company_id: Set(company_id),
        level: Set("Standard".into()),
        seat_limit: Set(4),
        product: Set(None),
        ..Default::default()
    };
    let plan_id = row.insert(tx).await?.id;
    let mut people = Vec::new();
    for place in 0..6 {
        let slug = format!("{slug}-{place}");
        let row = random_user(organisation, words, &slug, now, rng);
        let user = row.insert(tx).await?;
        people.push(user.id);
        if place < 4 {
            let row = seat::ActiveModel {
                plan_id: Set(plan_id),
                slug: Set(slug),
                user_id: Set(Some(user.id)),
                email: Set(user.email),
                first_name: Set(user.first_name),
                last_name: Set(user.last_name),
                position: Set(user.position),
                phone: Set(user.phone),
                since: Set(now - rng.span(REACH)),
                ..Default::default()
            };
            row.insert(tx).await?;
        }
    }
    let rows = people.iter().map(|id| membership::ActiveModel {
        user_id: Set(*id),
        company_id: Set(company_id),
        role_id: Set(organisation.contact_role_id),
        sees_company: Set(false),
        ..Default::default()
    });
    insert_all(tx, rows.collect()).await?;
    Ok(Customers { company_id, people })
}

fn random_user(
    organisation: &Organisation,
    words: &BulkWords,
    slug: &str,
    now: i64,
    rng: &mut Rng,
) -> user::ActiveModel {
    let (first, last) = (rng.pick(&words.first_names).clone(), rng.pick(&words.last_names).clone());
    user::ActiveModel {
        slug: Set(slug.to_owned()),
        username: Set(None),
        email: Set(format!("{slug}@customers.example")),
        name: Set(format!("{first} {last}")),
        name_key: Set(format!("{first} {last}").to_lowercase()),
        surname_key: Set(last.to_lowercase()),
        first_name: Set(first),
        last_name: Set(last),
        position: Set(String::new()),
        phone: Set(String::new()),
        password_hash: Set(Some(organisation.password_hash.clone())),
        role_id: Set(None),
        time_zone: Set("Europe/London".into()),
        active: Set(true),
        created_at: Set(now - REACH),
        ..Default::default()
    }
}
