//! Who looks after a company: its account manager, its customer success manager and the queue of its team.

use crate::actor::{self, Person, company, user};
use crate::catalogue::Queue;
use crate::entitlements::scope;
use crate::{Desk, Result};
use domain::events::company::{CompanyFieldChange, Steps};
use domain::events::plan::Event;
use domain::events::{self as log, Named};
use domain::refusal::Faults;
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};

/// Who looks after a company, by slug; empty for nobody.
pub struct Helpers<'a> {
    pub account_manager: &'a str,
    pub csm: &'a str,
    pub team_queue: &'a str,
}

/// Sets who looks after a company.
///
/// # Errors
/// As [`change`](super::change).
pub async fn set_helpers(desk: &Desk, person: &Person, company: &str, sent: Helpers<'_>) -> Result<()> {
    person.must_be_admin()?;
    let catalogue = &desk.catalogue();
    desk.write(person, |w| async move {
        let found = scope::company(&*w, person, company).await?.company;
        let mut faults = Faults::default();
        let account_manager = faults.check_field("account_manager", agent(&*w, sent.account_manager).await?);
        let csm = faults.check_field("csm", agent(&*w, sent.csm).await?);
        let queue = match sent.team_queue {
            "" => Ok(None),
            slug => catalogue
                .queues
                .iter()
                .find(|queue| queue.slug == slug)
                .map(|queue| Some(queue.named()))
                .ok_or(Reason::NotOffered),
        };
        let queue = faults.check_field("team_queue", queue);
        faults.into_result()?;
        let (Some(account_manager), Some(csm), Some(queue)) = (account_manager, csm, queue) else {
            return Err(Refusal::Malformed.into());
        };
        let [manager_id, csm_id, queue_id] =
            [&account_manager, &csm, &queue].map(|named| named.as_ref().and_then(|named| named.id));
        if (found.account_manager_id, found.csm_id, found.team_queue_id) == (manager_id, csm_id, queue_id) {
            return Ok(());
        }
        let row = company::ActiveModel {
            id: Set(found.id),
            account_manager_id: Set(manager_id),
            csm_id: Set(csm_id),
            team_queue_id: Set(queue_id),
            ..Default::default()
        };
        row.update(&*w).await?;
        let manager_before = actor::maybe_named(&*w, found.account_manager_id).await?;
        let csm_before = actor::maybe_named(&*w, found.csm_id).await?;
        let queue_before = found.team_queue_id.and_then(|id| catalogue.queue(id).ok()).map(Queue::named);
        let steps = Steps::of([
            CompanyFieldChange::AccountManager(log::ValueChange { from: manager_before, to: account_manager }),
            CompanyFieldChange::Csm(log::ValueChange { from: csm_before, to: csm }),
            CompanyFieldChange::TeamQueue(log::ValueChange { from: queue_before, to: queue }),
        ]);
        w.record(w.new_event(Event::HelpersChanged(steps)).of_company(found.id)).await?;
        Ok(())
    })
    .await
}

async fn agent(db: &impl ConnectionTrait, slug: &str) -> Result<Result<Option<Named>, Reason>> {
    if slug.is_empty() {
        return Ok(Ok(None));
    }
    let found = active_staff().filter(user::Column::Slug.eq(slug.replace('\0', ""))).one(db).await?;
    Ok(found.map(|user| Some(user.named())).ok_or(Reason::NotOffered))
}

pub(super) fn active_staff() -> sea_orm::Select<user::Entity> {
    user::Entity::find().filter(user::Column::RoleId.is_not_null()).filter(user::Column::Active.eq(true))
}
