//! Settings that hold for all plans: levels, products, routing, contact channels.

mod levels;
mod products;

pub use levels::{drop_level, set_level};
pub use products::set_product;

use crate::actor::Person;
use crate::calendars::calendar;
use crate::catalogue::{self, SHARED_NAMES, queue, setting};
use crate::db::Tx;
use crate::support::names as settings;
use crate::write::Write;
use crate::{Desk, Result};
use domain::events::settings::{Event, Part, PlansArranged};
use domain::people::person_name::SharedNames;
use domain::plans::setup::{KEPT_MAX, Leading, OfferedLevel, Setup, WORDS_MAX, check_domain, check_phone};
use domain::refusal::Faults;
use domain::tickets::Choice;
use domain::{Reason, Refusal};
use levels::is_used;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use std::collections::HashMap;

/// Queue and type of the tickets that requests become.
const QUEUE: &str = "plan_queue";
const TYPE: &str = "plan_type";

/// Everything that is arranged.
///
/// # Errors
/// `NotFound` for customers, `Forbidden` for agents.
pub async fn setup(desk: &Desk, person: &Person) -> Result<Setup> {
    person.must_be_admin()?;
    let (db, catalogue) = (desk.db().read(), desk.catalogue());
    let named = [SHARED_NAMES, settings::CALENDAR, settings::PHONE, settings::DOMAIN];
    let rows = setting::Entity::find().filter(setting::Column::Name.is_in(named)).all(db).await?;
    let mut kept: HashMap<String, String> = rows.into_iter().map(|row| (row.name, row.value)).collect();
    let own = queue::Entity::find().filter(queue::Column::Product.is_not_null()).all(db).await?;
    let own: HashMap<i64, String> = own.into_iter().filter_map(|row| Some((row.id, row.product?))).collect();
    let calendars =
        calendar::Entity::find().order_by_asc(calendar::Column::Name).limit(KEPT_MAX as u64).all(db).await?;
    let choice = |slug: &str, label: &str| Choice { slug: slug.to_owned(), label: label.to_owned() };
    let leading = |queue: &catalogue::Queue| Leading {
        slug: queue.slug.clone(),
        path: queue.path.clone(),
        own: own.get(&queue.id).cloned().unwrap_or_default(),
        product: queue.product.clone().unwrap_or_default(),
    };
    let (plan_queue, plan_type) = match catalogue.plan_desk {
        Some((queue, kind)) => (catalogue.queue(queue)?.slug.clone(), catalogue.ticket_type(kind)?.slug.clone()),
        None => Default::default(),
    };
    let mut levels = Vec::new();
    for level in &catalogue.levels {
        let used = is_used(db, &level.name).await?;
        levels.push(OfferedLevel { level: level.clone(), used });
    }
    let words = kept.remove(SHARED_NAMES);
    Ok(Setup {
        levels,
        products: catalogue.products.iter().map(|(slug, name)| choice(slug, name)).collect(),
        queues: catalogue.queues.iter().map(leading).collect(),
        types: catalogue.types.iter().map(|kind| choice(&kind.slug, &kind.name)).collect(),
        plan_queue,
        plan_type,
        phone: kept.remove(settings::PHONE).unwrap_or_default(),
        domain: kept.remove(settings::DOMAIN).unwrap_or_default(),
        chat_calendar: kept.remove(settings::CALENDAR).unwrap_or_else(|| settings::USUAL_CALENDAR.to_owned()),
        calendars: calendars.into_iter().map(|row| Choice { slug: row.slug, label: row.name }).collect(),
        usual_words: words.is_none(),
        words: words.unwrap_or_else(|| SharedNames::STANDARD.to_owned()),
    })
}

/// Ends a change: the log, and every process reads the catalogue again.
async fn record(w: &Write, part: Part) -> Result<()> {
    let event = Event::PlansArranged(PlansArranged { part });
    w.record(w.new_event(event)).await?;
    catalogue::touch(w).await
}

/// Where cases and requests go: the product of each queue that is named, and what requests become.
pub struct Routing<'a> {
    /// Slugs of queue and product; an empty product follows the queue above.
    pub products: Vec<(&'a str, &'a str)>,
    pub plan_queue: &'a str,
    pub plan_type: &'a str,
}

/// # Errors
/// As [`set_level`].
pub async fn route(desk: &Desk, person: &Person, sent: Routing<'_>) -> Result<()> {
    person.must_be_admin()?;
    let catalogue = desk.catalogue();
    let mut faults = Faults::default();
    for (queue, product) in &sent.products {
        let known = catalogue.queues.iter().any(|row| row.slug == *queue)
            && (product.is_empty() || catalogue.products.iter().any(|(slug, _)| slug == product));
        if !known {
            faults.add(format!("product.{queue}"), Reason::NotOffered);
        }
    }
    if catalogue.queues.iter().all(|row| row.slug != sent.plan_queue) {
        faults.add("plan_queue", Reason::NotOffered);
    }
    if catalogue.types.iter().all(|row| row.slug != sent.plan_type) {
        faults.add("plan_type", Reason::NotOffered);
    }
    faults.into_result()?;
    let sent = &sent;
    desk.write(person, |w| async move {
        let queues = queue::Entity::find().all(&*w).await?;
        for row in queues {
            let Some((_, product)) = sent.products.iter().find(|(slug, _)| row.slug == *slug) else { continue };
            let product = Some(*product).filter(|product| !product.is_empty()).map(str::to_owned);
            if row.product != product {
                queue::ActiveModel { id: Set(row.id), product: Set(product), ..Default::default() }.update(&*w).await?;
            }
        }
        save_setting(&w, QUEUE, sent.plan_queue).await?;
        save_setting(&w, TYPE, sent.plan_type).await?;
        record(&w, Part::Routing).await
    })
    .await
}

/// How customers reach the desk beside tickets.
pub struct ContactChannels<'a> {
    pub phone: &'a str,
    pub domain: &'a str,
    /// A calendar's slug.
    pub chat_calendar: &'a str,
}

/// # Errors
/// As [`set_level`].
pub async fn set_reach(desk: &Desk, person: &Person, sent: ContactChannels<'_>) -> Result<()> {
    person.must_be_admin()?;
    let mut faults = Faults::default();
    let phone = faults.check_field("phone", check_phone(sent.phone));
    let domain = faults.check_field("domain", check_domain(sent.domain));
    let slug = sent.chat_calendar.replace('\0', "");
    let calendar = calendar::Entity::find().filter(calendar::Column::Slug.eq(&slug)).one(desk.db().read()).await?;
    if calendar.is_none() {
        faults.add("chat_calendar", Reason::NotOffered);
    }
    faults.into_result()?;
    let (domain, phone, slug) = (&domain, &phone, &slug);
    desk.write(person, |w| async move {
        save_setting(&w, settings::PHONE, &phone.clone().unwrap_or_default()).await?;
        save_setting(&w, settings::DOMAIN, &domain.clone().unwrap_or_default()).await?;
        save_setting(&w, settings::CALENDAR, slug).await?;
        record(&w, Part::Reach).await
    })
    .await
}

/// Keeps a list of words that no person is called by; `None`: that which comes with Portico.
///
/// # Errors
/// As [`set_level`].
pub async fn set_words(desk: &Desk, person: &Person, text: Option<&str>) -> Result<()> {
    person.must_be_admin()?;
    let text = text.map(domain::text::clean);
    let fault = match &text {
        Some(text) if domain::text::is_blank(text) => Some(Reason::Missing),
        Some(text) if text.chars().count() > WORDS_MAX => Some(Reason::TooLong { max: WORDS_MAX }),
        _ => None,
    };
    if let Some(fault) = fault {
        return Err(Refusal::field("words", fault).into());
    }
    let text = &text;
    desk.write(person, |w| async move {
        match text.clone().filter(|text| text.trim() != SharedNames::STANDARD.trim()) {
            Some(text) => save_setting(&w, SHARED_NAMES, &text).await?,
            None => {
                setting::Entity::delete_by_id(SHARED_NAMES.to_owned()).exec(&*w).await?;
            }
        }
        record(&w, Part::Words).await
    })
    .await
}

async fn save_setting(tx: &Tx, name: &str, value: &str) -> Result<()> {
    let row = setting::ActiveModel { name: Set(name.to_owned()), value: Set(value.to_owned()) };
    let replacing = OnConflict::column(setting::Column::Name).update_column(setting::Column::Value).to_owned();
    setting::Entity::insert(row).on_conflict(replacing).exec_without_returning(tx).await?;
    Ok(())
}
