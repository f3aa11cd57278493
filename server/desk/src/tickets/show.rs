//! One ticket with everything the reader may see of it.

use super::{find, mark_read, read_cursor, subscription, ticket, value};
use crate::catalogue::{Catalogue, TicketType};
use crate::companies::company;
use crate::conversation;
use crate::moment::moment;
use crate::people::{Person, user};
use crate::{Desk, Error, Result, files, to_the_end};
use domain::people::Name;
use domain::tickets::{Choice, Choices, Group, May, Picker, Ticket};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Shows a ticket with its newest `messages` messages and remembers that the person has read it.
///
/// # Errors
/// `NotFound` for a ticket that does not exist or that the person may not see.
pub async fn show(desk: &Desk, person: &Person, number: &str, messages: u64) -> Result<Ticket> {
    let db = desk.db().read();
    let found = find(db, person, number).await?;
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let (conversation, earlier) = conversation::read(desk, person, &found, messages).await?;
    let status = catalogue.status(found.status_id)?;
    let kind = catalogue.ticket_type(found.type_id)?;
    let priority = catalogue.priority(found.priority_id)?;
    let may = may(person, &found, status.kind.is_closed());
    let ticket = Ticket {
        number: catalogue.number(found.number),
        subject: found.subject.clone(),
        status: status.badge.clone(),
        closed: found.closed,
        priority: priority.badge.clone(),
        queue: catalogue.queue(found.queue_id)?.path.clone(),
        kind: kind.name.clone(),
        reporter: reporter(desk, found.reporter_id).await?,
        company: company_name(desk, found.company_id).await?,
        assignee: name_of(desk, found.assignee_id).await?,
        channel: found.channel.clone(),
        reference: found.reference.clone(),
        created: moment(found.created_at, now, &person.zone),
        changed: moment(found.changed_at, now, &person.zone),
        groups: groups(desk, person, &found, kind).await?,
        conversation,
        earlier,
        files: files::of_ticket(db, found.id, person.works_here()).await?,
        subscribed: subscription::Entity::find_by_id((found.id, person.id)).one(db).await?.is_some(),
        may,
        choices: if may.note { Some(choices(desk, person, &found, &catalogue).await?) } else { None },
    };
    remember(desk, person, &found).await?;
    Ok(ticket)
}

fn may(person: &Person, found: &ticket::Model, closed: bool) -> May {
    let updates = person.may_update(found.company_id, found.reporter_id, found.queue_id, found.type_id);
    May { answer: updates, note: updates && person.works_here(), close: updates && !closed, reopen: updates && closed }
}

/// Moves the read cursor, but writes only when there was something new.
async fn remember(desk: &Desk, person: &Person, found: &ticket::Model) -> Result<()> {
    let newest = if person.works_here() { found.last_event } else { found.last_public_event };
    let cursor = read_cursor::Entity::find_by_id((person.id, found.id)).one(desk.db().read()).await?;
    if cursor.is_some_and(|cursor| cursor.event_id >= newest) {
        return Ok(());
    }
    let (desk, user_id, ticket_id) = (desk.clone(), person.id, found.id);
    to_the_end(async move {
        let tx = desk.db().write().await?;
        mark_read(&tx, user_id, ticket_id, newest).await?;
        tx.commit().await
    })
    .await
}

async fn user_of(desk: &Desk, id: i64) -> Result<user::Model> {
    let found = user::Entity::find_by_id(id).one(desk.db().read()).await?;
    found.ok_or_else(|| Error::broken(format!("user {id}")))
}

async fn reporter(desk: &Desk, id: i64) -> Result<Name> {
    let user = user_of(desk, id).await?;
    Ok(Name { full: user.name, works_here: user.role_id.is_some() })
}

async fn name_of(desk: &Desk, id: Option<i64>) -> Result<Option<String>> {
    Ok(match id {
        Some(id) => Some(user_of(desk, id).await?.name),
        None => None,
    })
}

async fn company_name(desk: &Desk, id: i64) -> Result<String> {
    let found = company::Entity::find_by_id(id).one(desk.db().read()).await?;
    Ok(found.ok_or_else(|| Error::broken(format!("company {id}")))?.name)
}

async fn groups(desk: &Desk, person: &Person, found: &ticket::Model, kind: &TicketType) -> Result<Vec<Group>> {
    let values = value::Entity::find().filter(value::Column::TicketId.eq(found.id)).all(desk.db().read()).await?;
    let readable = |id: i64| person.reads_attribute(found.company_id, found.reporter_id, id);
    let shown = kind.groups.iter().map(|group| {
        let of_group = group.attributes.iter().filter(|attribute| readable(attribute.id));
        let values = of_group.filter_map(|attribute| {
            let held = values.iter().find(|value| value.attribute_id == attribute.id)?;
            Some((attribute.field.label.clone(), held.value.clone()))
        });
        Group { name: group.name.clone(), values: values.collect() }
    });
    Ok(shown.filter(|group| !group.values.is_empty()).collect())
}

async fn choices(desk: &Desk, person: &Person, found: &ticket::Model, catalogue: &Catalogue) -> Result<Choices> {
    let kind = catalogue.ticket_type(found.type_id)?;
    let choice = |slug: &str, label: &str| Choice { slug: slug.into(), label: label.into() };
    let current_status = catalogue.status(found.status_id)?;
    let mut statuses: Vec<Choice> =
        catalogue.statuses_of(kind).map(|status| choice(&status.slug, &status.badge.label)).collect();
    if current_status.set_id != kind.status_set_id {
        statuses.insert(0, choice(&current_status.slug, &current_status.badge.label));
    }
    let queues = catalogue
        .queues
        .iter()
        .filter(|queue| person.updates_in(found.company_id, queue.id, |rights| &rights.queues.update));
    let (assignees, assigned) = agents(desk, found.assignee_id).await?;
    Ok(Choices {
        status: Picker { current: current_status.slug.clone(), choices: statuses },
        queue: Picker {
            current: catalogue.queue(found.queue_id)?.slug.clone(),
            choices: queues.map(|queue| choice(&queue.slug, &queue.path)).collect(),
        },
        priority: Picker {
            current: catalogue.priority(found.priority_id)?.slug.clone(),
            choices: catalogue
                .priorities
                .iter()
                .map(|priority| choice(&priority.slug, &priority.badge.label))
                .collect(),
        },
        assignee: Picker { current: assigned, choices: assignees },
    })
}

/// The agents a ticket can be given to, at most 500, and the slug of the one who has it.
async fn agents(desk: &Desk, assignee_id: Option<i64>) -> Result<(Vec<Choice>, String)> {
    let at_the_desk =
        user::Entity::find().filter(user::Column::RoleId.is_not_null()).filter(user::Column::Active.eq(true));
    let users = at_the_desk.order_by_asc(user::Column::Name).limit(500).all(desk.db().read()).await?;
    let assigned = users.iter().find(|user| Some(user.id) == assignee_id).map(|user| user.slug.clone());
    let choices = users.into_iter().map(|user| Choice { slug: user.slug, label: user.name });
    Ok((choices.collect(), assigned.unwrap_or_default()))
}
