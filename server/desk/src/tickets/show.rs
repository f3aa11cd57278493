//! The page of one ticket, with everything the reader may see of it.

use super::{rate, reopening, seen, value};
use crate::actor::{Person, picture, user};
use crate::assets::link;
use crate::catalogue::{Catalogue, TicketType};
use crate::format_time::format_time;
use crate::messages::{self, Conversation, Names};
use crate::scope::audience::audience;
use crate::scope::{find, message, ticket};
use crate::{Desk, Error, Result, drafts, entitlements, files};
use domain::drafts::SavedDraft;
use domain::people::Name;
use domain::tickets::{Choice, Group, Picker, Ticket, TicketChoices, TicketPermissions};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement};
use std::collections::HashSet;

/// Messages that a ticket opens with, and how many of those already seen stand above the first unseen one at least.
const OPENS_WITH: u64 = 200;
const BEFORE_UNSEEN: u64 = 20;

/// Which messages of a ticket are shown. None of it shows more than [`messages::MESSAGES_MAX`].
#[derive(Clone, Copy, Debug)]
pub enum MessageWindow<'a> {
    /// The newest ones, and as many more as it takes to hold the first that the person has not seen.
    Opening,
    /// So many of the newest, and as many more as it takes to hold the first that the person has not seen: whatever stands above
    /// a message that is seen counts as seen, too.
    Newest(u64),
    /// This message and everything after it; without it as with `Opening`.
    From(&'a str),
}

/// Shows a ticket with its newest `messages` messages, and all that the person has not seen.
///
/// # Errors
/// `NotFound` for a ticket that does not exist or that the person may not see.
pub async fn show(desk: &Desk, person: &Person, number: &str, messages: u64) -> Result<Ticket> {
    show_window(desk, person, number, MessageWindow::Newest(messages)).await
}

/// Shows a ticket with the messages of a window. Nothing counts as seen by that: [`seen::mark_seen`] says so.
///
/// # Errors
/// `NotFound` for a ticket that does not exist or that the person may not see.
pub async fn show_window(desk: &Desk, person: &Person, number: &str, window: MessageWindow<'_>) -> Result<Ticket> {
    let db = desk.db().read();
    let found = find(db, person, number).await?;
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let reader_state = reader_state(desk, person, &found).await?;
    let mut unseen = unseen(desk, person, &found, &reader_state).await?;
    let conversation = conversation_in(desk, person, &found, window, unseen.first.as_ref()).await?;
    if reader_state.seen.is_none() && conversation.earlier == 0 {
        unseen.first = conversation.first().cloned();
    }
    let names = names(desk, &found, &conversation).await?;
    let files = match reader_state.files {
        true => files::of_ticket(db, found.id, person.is_staff()).await?,
        false => Vec::new(),
    };
    let status = catalogue.status(found.status_id)?;
    let kind = catalogue.ticket_type(found.type_id)?;
    let priority = catalogue.priority(found.priority_id)?;
    let follow_up = reopening::follow_up(desk, person, &found).await?;
    let goes_on = follow_up.as_ref().is_none_or(|follow_up| follow_up.refused.is_none());
    let may = may(person, &found, status.kind.is_closed(), goes_on);
    let ticket = Ticket {
        number: catalogue.number(found.number),
        subject: found.subject.clone(),
        status: status.shown_to(person).clone(),
        closed: found.closed,
        priority: priority.badge.clone(),
        queue: catalogue.queue(found.queue_id)?.path.clone(),
        kind: kind.name.clone(),
        reporter: name(&names, found.reporter_id)?,
        company: reader_state.company.clone(),
        assignee: found.assignee_id.map(|id| name(&names, id)).transpose()?.map(|name| name.full),
        channel: found.channel.clone(),
        reference: found.reference.clone(),
        created: format_time(found.created_at, now, &person.zone),
        changed: format_time(found.changed_at, now, &person.zone),
        groups: groups(desk, person, &found, kind).await?,
        earlier: conversation.earlier,
        conversation: conversation.into_entries(&catalogue, person, &names, &files, now),
        files: files.iter().map(files::link).collect(),
        assets: if reader_state.assets { link::of_ticket(desk, person, &found).await? } else { Vec::new() },
        subscribed: reader_state.subscribed.is_some(),
        plan_request: if reader_state.request { entitlements::of_ticket(desk, person, &found).await? } else { None },
        rating: rate::shown(desk, person, &found).await?,
        audience: audience(db, &catalogue, person, &(&found).into()).await?,
        unsent: if may.answer && reader_state.unsent {
            drafts::of(db, person.id, found.id).await?
        } else {
            SavedDraft::default()
        },
        may,
        follow_up,
        choices: if may.note { Some(choices(desk, person, &found, &catalogue).await?) } else { None },
        unread: unseen.any,
        first_unread: unseen.first.map(|message| message.public_id),
    };
    Ok(ticket)
}

/// What the reader has not seen of a ticket.
struct Unseen {
    any: bool,
    first: Option<message::Model>,
}

async fn unseen(
    desk: &Desk,
    person: &Person,
    found: &ticket::Model,
    reader_state: &TicketReaderState,
) -> Result<Unseen> {
    let behind = reader_state.seen.is_none_or(|seen| seen < seen::newest_event(person, found));
    let first = match reader_state.seen {
        Some(mark) if behind => seen::first_unseen(desk, person, found.id, mark).await?,
        _ => None,
    };
    Ok(Unseen { any: behind || reader_state.news.is_some(), first })
}

async fn conversation_in(
    desk: &Desk,
    person: &Person,
    found: &ticket::Model,
    window: MessageWindow<'_>,
    unseen: Option<&message::Model>,
) -> Result<Conversation> {
    if let MessageWindow::From(id) = window
        && let Some(first) = messages::of_ticket(desk.db().read(), found.id, id).await?
    {
        return messages::read_from(desk, person, found, &first).await;
    }
    let limit = match (window, unseen) {
        (MessageWindow::Newest(limit), Some(first)) if limit < messages::MESSAGES_MAX => {
            Ord::max(limit, messages::count_from(desk, person, first).await?)
        }
        (MessageWindow::Newest(limit), _) => limit,
        (_, Some(first)) => Ord::max(OPENS_WITH, messages::count_from(desk, person, first).await? + BEFORE_UNSEEN),
        (_, None) => OPENS_WITH,
    };
    messages::read(desk, person, found, Ord::clamp(limit, 1, messages::MESSAGES_MAX)).await
}

/// `goes_on`: whoever answers may open it again.
fn may(person: &Person, found: &ticket::Model, closed: bool, goes_on: bool) -> TicketPermissions {
    let updates = person.may_update(found.company_id, found.reporter_id, found.queue_id, found.type_id);
    TicketPermissions {
        answer: updates && goes_on,
        note: updates && person.is_staff(),
        close: updates && !closed,
        reopen: updates && closed && goes_on,
    }
}

/// How the reader stands to the ticket, whose ticket it is, and what else there is to read of it at all.
#[derive(FromQueryResult)]
struct TicketReaderState {
    company: String,
    subscribed: Option<i64>,
    seen: Option<i64>,
    /// The newest event of an unread entry of theirs.
    news: Option<i64>,
    files: bool,
    assets: bool,
    request: bool,
    /// Something of the reader's own that has not been sent.
    unsent: bool,
}

async fn reader_state(desk: &Desk, person: &Person, found: &ticket::Model) -> Result<TicketReaderState> {
    let sql = "SELECT c.name AS company, s.user_id AS subscribed, r.event_id AS seen, a.last_event AS news, \
        EXISTS (SELECT 1 FROM attachments f WHERE f.ticket_id = $1) AS files, \
        EXISTS (SELECT 1 FROM ticket_assets l WHERE l.ticket_id = $1) AS assets, \
        EXISTS (SELECT 1 FROM plan_requests p WHERE p.ticket_id = $1) AS request, \
        (EXISTS (SELECT 1 FROM drafts d WHERE d.user_id = $2 AND d.ticket_id = $1) \
        OR EXISTS (SELECT 1 FROM uploads u WHERE u.user_id = $2 AND u.ticket_id = $1)) AS unsent FROM companies c \
        LEFT JOIN subscriptions s ON s.ticket_id = $1 AND s.user_id = $2 \
        LEFT JOIN read_cursors r ON r.ticket_id = $1 AND r.user_id = $2 \
        LEFT JOIN activities a ON a.ticket_id = $1 AND a.user_id = $2 AND a.unread WHERE c.id = $3";
    let values = [found.id.into(), person.id.into(), found.company_id.into()];
    let query = Statement::from_sql_and_values(desk.db().backend(), sql, values);
    let reader_state = TicketReaderState::find_by_statement(query).one(desk.db().read()).await?;
    reader_state.ok_or_else(|| Error::broken(format!("company {}", found.company_id)))
}

/// Everybody the page names, in one look-up.
pub(crate) async fn names(desk: &Desk, found: &ticket::Model, conversation: &Conversation) -> Result<Names> {
    let ids: HashSet<i64> = conversation.people().chain([found.reporter_id]).chain(found.assignee_id).collect();
    let users = user::Entity::find().filter(user::Column::Id.is_in(ids)).into_partial_model::<user::Summary>();
    let users = users.all(desk.db().read()).await?;
    let named = |user: user::Summary| {
        let picture = picture::address(user.picture);
        (user.id, Name { full: user.name, is_staff: user.role_id.is_some(), picture })
    };
    Ok(users.into_iter().map(named).collect())
}

fn name(names: &Names, id: i64) -> Result<Name> {
    names.get(&id).cloned().ok_or_else(|| Error::broken(format!("user {id}")))
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

async fn choices(desk: &Desk, person: &Person, found: &ticket::Model, catalogue: &Catalogue) -> Result<TicketChoices> {
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
    let (assignees, assigned) = agents(desk, catalogue, found).await?;
    Ok(TicketChoices {
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
        own: found.assignee_id == Some(person.id),
    })
}

/// The agents a ticket can be given to, at most 500, and the slug of the one who has it.
async fn agents(desk: &Desk, catalogue: &Catalogue, found: &ticket::Model) -> Result<(Vec<Choice>, String)> {
    let assignee_id = found.assignee_id;
    let answering = catalogue.roles.keys().copied();
    let answering = answering.filter(|id| catalogue.answers(Some(*id), found.queue_id, found.type_id));
    let mut offered = user::Column::RoleId.is_in(answering);
    if let Some(id) = assignee_id {
        // Whoever has it stays, even if they would not be offered now.
        offered = offered.or(user::Column::Id.eq(id).and(user::Column::RoleId.is_not_null()));
    }
    let staff = user::Entity::find().filter(offered).filter(user::Column::Active.eq(true));
    let users = staff.order_by_asc(user::Column::Name).limit(500).into_partial_model::<user::Summary>();
    let users = users.all(desk.db().read()).await?;
    let assigned = users.iter().find(|user| Some(user.id) == assignee_id).map(|user| user.slug.clone());
    let choices = users.into_iter().map(|user| Choice { slug: user.slug, label: user.name });
    Ok((choices.collect(), assigned.unwrap_or_default()))
}
