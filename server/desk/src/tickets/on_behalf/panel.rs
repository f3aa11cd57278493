//! The caller panel beside a new ticket: who they are, and what their company's plans cover.

use super::Caller;
use crate::actor::{Person, picture, user};
use crate::actor::{company, membership};
use crate::scope::{ticket, visible};
use crate::{Desk, Error, Result, entitlements, support};
use domain::drafts::WINDOW_MAX;
use domain::tickets::Choice;
use domain::tickets::caller::{self, Cover, OpenTicket};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

/// Open tickets of the person that are shown.
const OPEN_MAX: u64 = 5;

pub(in crate::tickets) async fn panel(desk: &Desk, agent: &Person, of: &Caller) -> Result<caller::Caller> {
    let (db, home) = (desk.db().read(), of.home());
    let broken = || Error::broken("somebody who has called is there no longer");
    let account = user::Entity::find_by_id(of.person.id).one(db).await?.ok_or_else(broken)?;
    let company = company::Entity::find_by_id(home.company_id).one(db).await?.ok_or_else(broken)?;
    let own = membership::Entity::find()
        .filter(membership::Column::UserId.eq(account.id))
        .filter(membership::Column::CompanyId.eq(company.id));
    let client = own.one(db).await?.is_some_and(|own| own.client);
    let csm = match company.csm_id {
        Some(id) => user::Entity::find_by_id(id).one(db).await?.map(|user| user.name),
        None => None,
    };
    let (lines, _) = entitlements::lines_of(desk, agent, &company).await?;
    let seated = |product: &str| {
        home.plans.iter().any(|plan| plan.seated && plan.product.as_deref().unwrap_or_default() == product)
    };
    let cover = |line: domain::people::company::PlanLine| Cover {
        contact: seated(&line.product.slug),
        level: line.level,
        product: line.product.label,
        used: line.used,
        limit: line.limit,
    };
    Ok(caller::Caller {
        open: open_tickets(desk, agent, of).await?,
        window: window(of),
        slug: account.slug,
        name: account.name,
        position: account.position,
        email: account.email,
        phone: account.phone,
        picture: picture::address(account.picture),
        company: Choice { slug: company.slug, label: company.name },
        client,
        denied: home.denied,
        plans: lines.into_iter().map(cover).collect(),
        csm,
        manager: home.account_manager.clone(),
        opening: support::chat_hours(desk, agent).await?,
    })
}

/// The newest, as far as the agent may see them.
async fn open_tickets(desk: &Desk, agent: &Person, of: &Caller) -> Result<Vec<OpenTicket>> {
    let theirs = ticket::Entity::find()
        .filter(ticket::Column::ReporterId.eq(of.person.id))
        .filter(ticket::Column::Closed.eq(false))
        .filter(ticket::Column::CompanyId.eq(of.home().company_id))
        .filter(visible(agent))
        .order_by_desc(ticket::Column::ChangedAt)
        .order_by_desc(ticket::Column::Id)
        .limit(OPEN_MAX);
    let catalogue = desk.catalogue();
    let shown = |ticket: ticket::Model| {
        let status = catalogue.status(ticket.status_id)?.badge.clone();
        Ok(OpenTicket { number: catalogue.number(ticket.number), subject: ticket.subject, status })
    };
    theirs.all(desk.db().read()).await?.into_iter().map(shown).collect()
}

/// What is written for one person never turns up on a form for another.
fn window(of: &Caller) -> u64 {
    let hashed = Sha256::digest(format!("{} {}", of.home().slug, of.slug));
    let first = hashed.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    first % (WINDOW_MAX - 1) + 1
}
