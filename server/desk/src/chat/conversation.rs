//! Chat conversation page: one chat, with everything the reader may see and do.

use super::queue::WaitingQueues;
use super::state::{self, ChatState};
use super::{chat, find, presence, team};
use crate::actor::{Person, user};
use crate::format_time::format_time;
use crate::messages;
use crate::scope::audience::audience;
use crate::scope::{ticket, visible};
use crate::tickets::{rate, show};
use crate::{Desk, Error, Result, drafts, files};
use domain::chat::{ChatPermissions, ConversationPage, Handling};
use domain::conversation::{TimelineEntry, TimelineEvent};
use domain::tickets::Choice;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The customer's other tickets that are shown beside a chat.
const OTHERS: u64 = 8;

/// A chat with its newest `messages` messages, or with everything after one of them. Whoever asks for the whole is there and has read it.
///
/// # Errors
/// `NotFound` for a chat that does not exist or is not theirs.
pub async fn conversation(
    desk: &Desk,
    person: &Person,
    number: &str,
    after: Option<&str>,
    messages: u64,
) -> Result<ConversationPage> {
    let db = desk.db().read();
    let (ticket, chat) = find(db, person, number).await?;
    let (catalogue, now) = (desk.catalogue(), desk.now());
    let after = match after {
        Some(id) => messages::of_ticket(db, ticket.id, id).await?,
        None => None,
    };
    let conversation = match &after {
        Some(message) => messages::read_after(desk, person, &ticket, message).await?,
        None => messages::read(desk, person, &ticket, messages).await?,
    };
    let names = show::names(desk, &ticket, &conversation).await?;
    let files = files::of_ticket(db, ticket.id, person.is_staff()).await?;
    let state = state::load(desk, &[ticket.id]).await?.pop().ok_or_else(|| Error::broken("a chat without a ticket"))?;
    let queues = WaitingQueues::read(desk, state::waiting_in(std::slice::from_ref(&state))).await?;
    let seen = state::participants(desk, &[ticket.id]).await?;
    let rating = rate::shown(desk, person, &ticket).await?;
    let may = may(person, &state, &chat, rating.as_ref().is_some_and(|rating| rating.may), now);
    let is_whole = after.is_none();
    if is_whole {
        let event = if person.is_staff() { ticket.last_event } else { ticket.last_public_event };
        let read = presence::read_position(conversation.newest(), event);
        let report = presence::PresenceReport { here: Some(true), ..presence::PresenceReport::default() };
        presence::buffer(desk, person, &chat, ticket.number, &report, read);
    }
    let at = |at: i64| format_time(at, now, &person.zone);
    Ok(ConversationPage {
        number: catalogue.number(ticket.number),
        subject: ticket.subject.clone(),
        stage: state.stage(&queues, now),
        asked: at(chat.asked_at),
        since: chat.accepted_at.map(at),
        ended: chat.ended_at.map(at),
        company: state.company.clone(),
        level: state.level.clone().unwrap_or_default(),
        customer: state.customer(),
        agent: state.agent(),
        gone: state.is_gone(now),
        queue: catalogue.queue(ticket.queue_id)?.path.clone(),
        closed: ticket.closed,
        people: state::present(&state, &seen, person.is_staff(), now),
        me: me(desk, person).await?,
        earlier: conversation.earlier,
        conversation: conversation
            .into_entries(&catalogue, person, &names, &files, now)
            .into_iter()
            .filter(is_of_chat)
            .collect(),
        after: after.map(|message| message.public_id),
        unsent: drafts::of(db, person.id, ticket.id).await?,
        audience: if is_whole { Some(audience(db, &catalogue, person, &(&ticket).into()).await?) } else { None },
        may,
        rating,
        desk: if person.is_staff() { Some(handling(desk, person, &ticket, &chat).await?) } else { None },
    })
}

async fn me(desk: &Desk, person: &Person) -> Result<String> {
    let own = user::Entity::find_by_id(person.id).into_partial_model::<user::Summary>();
    Ok(own.one(desk.db().read()).await?.map(|user| user.slug).unwrap_or_default())
}

/// Other changes of the ticket are shown on its own page.
fn is_of_chat(entry: &TimelineEntry) -> bool {
    !matches!(
        entry,
        TimelineEntry::Line(line) if matches!(
            line.what.itself(),
            TimelineEvent::Status { .. } | TimelineEvent::Queue { .. } | TimelineEvent::Priority { .. } | TimelineEvent::Assigned { .. }
        )
    )
}

fn may(person: &Person, state: &ChatState, chat: &chat::Model, rate: bool, now: i64) -> ChatPermissions {
    let writes = person.may_update(state.company_id, state.customer_id, state.queue_id, state.type_id);
    let (agent, runs) = (person.is_staff(), !chat.is_over());
    let takes = chat.is_waiting() || state.is_gone(now) && chat.agent_id != Some(person.id);
    ChatPermissions {
        accept: agent && writes && runs && takes,
        write: writes,
        transfer: agent && writes && runs,
        end: writes && runs,
        rate,
    }
}

async fn handling(desk: &Desk, person: &Person, ticket: &ticket::Model, chat: &chat::Model) -> Result<Handling> {
    let catalogue = desk.catalogue();
    let others = ticket::Entity::find()
        .filter(ticket::Column::ReporterId.eq(ticket.reporter_id))
        .filter(ticket::Column::Closed.eq(false))
        .filter(ticket::Column::Id.ne(ticket.id))
        .filter(visible(person))
        .order_by_desc(ticket::Column::CreatedAt)
        .limit(OTHERS);
    let others = others.all(desk.db().read()).await?;
    let team = team::present(desk).await?.into_iter();
    let team = team.filter(|member| {
        member.user_id != person.id
            && Some(member.user_id) != chat.agent_id
            && member.answers(desk, ticket.queue_id, ticket.type_id)
    });
    let queues = catalogue.queues.iter().filter(|queue| {
        person.updates_in(ticket.company_id, queue.id, |rights| &rights.queues.update)
            && (queue.id != ticket.queue_id || !chat.is_waiting())
    });
    Ok(Handling {
        others: others
            .into_iter()
            .map(|other| Choice { slug: catalogue.number(other.number), label: other.subject })
            .collect(),
        team: team.map(team::TeamMember::into_available_agent).collect(),
        queues: queues.map(|queue| Choice { slug: queue.slug.clone(), label: queue.path.clone() }).collect(),
    })
}
