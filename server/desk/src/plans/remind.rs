//! Reminders to a company that it has to choose whom its smaller plan keeps, and what has come of it when it has not.

use super::{days, lock};
use crate::actor::company;
use crate::actor::user;
use crate::db::Tx;
use crate::entitlements::contacts::{filers, seats};
use crate::entitlements::history::{NewPlanEvent, record_event};
use crate::entitlements::{plan, seat};
use crate::mail::{self, OutboxMail};
use crate::write::{Actor, Write};
use crate::{Desk, Result};
use domain::events::plan::{self as log, ChoiceAsked, ChoicePassed};
use domain::mail::MailKind;
use domain::plans::choose::{Notice, beyond, next_notice};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, Statement,
};

/// Plans that are looked at before anything else has its turn.
const AT_ONCE: u64 = 20;

/// Tells the companies whose time has come, and returns how many plans were looked at.
///
/// # Errors
/// When the database fails.
pub async fn remind(desk: &Desk) -> Result<usize> {
    let now = desk.now();
    let due = plan::Entity::find().filter(plan::Column::TellAt.lte(now)).order_by_asc(plan::Column::TellAt);
    let due = due.limit(AT_ONCE).all(desk.db().read()).await?;
    for plan in &due {
        desk.write(Actor::Portico, |w| async move {
            let found = lock::plan(&w, plan.id).await?;
            // Another process may have done it meanwhile.
            if found.tell_at == plan.tell_at { remind_of(&w, &found).await } else { Ok(()) }
        })
        .await?;
    }
    Ok(due.len())
}

/// When the next company is to be told, in Unix milliseconds; `None` where none is. It holds until something is committed.
///
/// # Errors
/// When the database fails.
pub async fn next_due(desk: &Desk) -> Result<Option<i64>> {
    let waiting = plan::Entity::find().filter(plan::Column::TellAt.is_not_null()).order_by_asc(plan::Column::TellAt);
    Ok(waiting.select_only().column(plan::Column::TellAt).into_tuple().one(desk.db().read()).await?)
}

async fn remind_of(w: &Write, plan: &plan::Model) -> Result<()> {
    let now = w.now();
    let contacts = seats(&**w, plan.id).await?;
    let waiting = beyond(&contacts, plan.seat_limit);
    let choose_by = plan.choose_by.filter(|_| !waiting.is_empty());
    let next = choose_by.and_then(|by| next_notice(by, now));
    let row = plan::ActiveModel { id: Set(plan.id), tell_at: Set(next), ..Default::default() };
    row.update(&**w).await?;
    let Some(by) = choose_by else { return Ok(()) };
    let notice = if now > by { Notice::Passed } else { Notice::Ahead };
    let names: Vec<String> = waiting.iter().map(seat::Model::name).collect();
    let named = waiting.iter().map(seat::Model::named).collect();
    let event = match notice {
        Notice::Ahead => log::Event::ChoiceAsked(ChoiceAsked { by: days::day_of(by), contacts: named }),
        Notice::Passed => log::Event::ChoicePassed(ChoicePassed { contacts: named }),
    };
    record_event(w, plan, NewPlanEvent::without_ticket(event)).await?;
    send_mails(w, plan, &contacts, Reminder { notice, by, names }).await
}

/// Whoever has just made the plan smaller, where that is what there is to tell of.
async fn actor(tx: &Tx, plan: &plan::Model) -> Result<Option<i64>> {
    let sql = "SELECT e.actor_id FROM plan_events h JOIN events e ON e.id = h.event_id \
        WHERE h.plan_id = $1 AND e.kind = $3 AND e.at = $2 ORDER BY e.id DESC LIMIT 1";
    let values = [plan.id.into(), plan.tell_at.into(), log::Kind::Changed.as_str().into()];
    let row = tx.query_one_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(row.map(|row| row.try_get("", "actor_id")).transpose()?.flatten())
}

struct Reminder {
    notice: Notice,
    by: i64,
    names: Vec<String>,
}

/// A mail to everyone whom it concerns: those who may choose, the contacts, and who looks after the company.
async fn send_mails(w: &Write, plan: &plan::Model, contacts: &[seat::Model], reminder: Reminder) -> Result<()> {
    let now = w.now();
    let Some(company) = company::Entity::find_by_id(plan.company_id).one(&**w).await? else { return Ok(()) };
    let product = plan.product.as_deref().unwrap_or_default();
    let kind = MailKind::Choose {
        notice: reminder.notice,
        company: company.name.clone(),
        plan: plan.level.clone(),
        product: w.desk().catalogue().product_name(product).to_owned(),
        by: days::written_day(reminder.by),
        names: reminder.names,
        link: format!("/plan?company={}", company.slug),
    };
    let who = filers(&**w, company.id).await?.into_iter().map(|filer| filer.id);
    let who = who.chain([company.account_manager_id, company.csm_id].into_iter().flatten());
    // Of one's own acts nobody is told.
    let actor = actor(w, plan).await?;
    let who = who.filter(|id| Some(*id) != actor);
    let active = user::Entity::find().filter(user::Column::Id.is_in(who)).filter(user::Column::Active.eq(true));
    for reader in active.all(&**w).await? {
        mail::enqueue(w, OutboxMail::to(&reader, kind.clone(), now)).await?;
    }
    // Somebody who has not registered yet hears of it too.
    for seat in contacts.iter().filter(|seat| seat.user_id.is_none()) {
        let (address, name) = (seat.email.clone(), seat.name());
        mail::enqueue(w, OutboxMail { at: now, user_id: None, address, name, ticket_id: None, kind: kind.clone() })
            .await?;
    }
    Ok(())
}
