//! Loading whole tickets in bulk: the demo and the import write through here, a few statements for hundreds of tickets.
//!
//! Row numbers are given out here, so the loader must be the only writer while it runs: SQLite has only one, on PostgreSQL it
//! locks the tables that it fills.

pub(crate) use super::bulk_ticket::{BulkEvent, BulkMessage, BulkTicket};
use super::insert::subject_key;
use super::{number, value};
use crate::db::Tx;
use crate::events::{NewEvent, event};
use crate::files::attachment;
use crate::scope::{message, read_cursor, subscription, ticket};
use crate::{Error, Result, search};
use domain::events::{Event, message as said_event, ticket as ticket_event};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, IntoActiveModel, Iterable, Set,
    Statement,
};

/// Gathers rows and writes them in large statements.
pub(crate) struct Loader {
    prefix: String,
    next: NextIds,
    tickets: Vec<ticket::ActiveModel>,
    values: Vec<value::ActiveModel>,
    messages: Vec<message::ActiveModel>,
    attachments: Vec<attachment::ActiveModel>,
    events: Vec<event::ActiveModel>,
    cursors: Vec<read_cursor::ActiveModel>,
    subscriptions: Vec<subscription::ActiveModel>,
    known: search::KnownTerms,
}

/// The next free row numbers.
struct NextIds {
    number: i64,
    ticket: i64,
    message: i64,
    attachment: i64,
    event: i64,
}

#[derive(FromQueryResult)]
struct Highest {
    n: Option<i64>,
}

async fn highest(tx: &Tx, sql: &str) -> Result<i64> {
    let row = Highest::find_by_statement(Statement::from_string(tx.get_database_backend(), sql)).one(tx).await?;
    Ok(row.and_then(|row| row.n).unwrap_or(0))
}

impl Loader {
    /// Finds the free row numbers and keeps other writers out until the transaction ends.
    pub(crate) async fn begin(tx: &Tx, prefix: &str) -> Result<Self> {
        if tx.get_database_backend() == DbBackend::Postgres {
            tx.execute_unprepared("LOCK TABLE sequences, tickets, messages, attachments, events IN EXCLUSIVE MODE")
                .await?;
        }
        let next = NextIds {
            number: number::free(tx).await?,
            ticket: 1 + highest(tx, "SELECT MAX(id) AS n FROM tickets").await?,
            message: 1 + highest(tx, "SELECT MAX(id) AS n FROM messages").await?,
            attachment: 1 + highest(tx, "SELECT MAX(id) AS n FROM attachments").await?,
            event: 1 + highest(tx, "SELECT MAX(id) AS n FROM events").await?,
        };
        Ok(Self {
            prefix: prefix.to_owned(),
            next,
            tickets: Vec::new(),
            values: Vec::new(),
            messages: Vec::new(),
            attachments: Vec::new(),
            events: Vec::new(),
            cursors: Vec::new(),
            subscriptions: Vec::new(),
            known: search::KnownTerms::default(),
        })
    }

    /// Tickets gathered since the last flush.
    pub(crate) fn waiting(&self) -> usize {
        self.tickets.len()
    }

    /// The row of the ticket that was taken last.
    pub(crate) fn last_ticket(&self) -> i64 {
        self.next.ticket - 1
    }

    /// Takes a ticket and returns its number as shown.
    pub(crate) fn add(&mut self, ticket: BulkTicket<'_>) -> Result<String> {
        let (id, number) = (next_id(&mut self.next.ticket), next_id(&mut self.next.number));
        let shown = domain::tickets::number::write(&self.prefix, number);
        let (last, last_public, last_public_at) = self.history(id, &ticket, &shown)?;
        let by_customer = ticket.messages.iter().rfind(|said| !said.note).is_some_and(|said| said.by_customer);
        let (source, reference) = ticket.origin.unzip();
        self.values.extend(ticket.values.into_iter().map(|(attribute_id, text)| value::ActiveModel {
            ticket_id: Set(id),
            attribute_id: Set(attribute_id),
            value: Set(text),
        }));
        for user_id in ticket.read_by {
            self.cursors.push(read_cursor::ActiveModel {
                user_id: Set(user_id),
                ticket_id: Set(id),
                event_id: Set(last),
            });
        }
        for user_id in
            [Some(ticket.reporter_id), ticket.assignee_id.filter(|id| *id != ticket.reporter_id)].into_iter().flatten()
        {
            self.subscriptions.push(subscription::ActiveModel { ticket_id: Set(id), user_id: Set(user_id) });
        }
        self.tickets.push(ticket::ActiveModel {
            id: Set(id),
            number: Set(number),
            source: Set(source),
            reference: Set(reference),
            subject_key: Set(subject_key(&ticket.subject)),
            subject: Set(ticket.subject),
            company_id: Set(ticket.company_id),
            reporter_id: Set(ticket.reporter_id),
            assignee_id: Set(ticket.assignee_id),
            queue_id: Set(ticket.queue_id),
            type_id: Set(ticket.type_id),
            status_id: Set(ticket.status.id),
            priority_id: Set(ticket.priority.id),
            channel: Set(ticket.channel),
            closed: Set(ticket.status.kind.is_closed()),
            created_at: Set(ticket.created_at),
            changed_at: Set(ticket.changed_at.max(last_public_at)),
            last_event: Set(last),
            last_public_event: Set(last_public),
            last_reply_by_customer: Set(by_customer),
        });
        Ok(shown)
    }

    /// Writes messages and events in the order of time; returns the last event, the last public one and its time.
    fn history(&mut self, ticket_id: i64, ticket: &BulkTicket<'_>, shown: &str) -> Result<(i64, i64, i64)> {
        let mut happenings = ticket.events.iter().peekable();
        let (mut last, mut last_public, mut last_public_at) = (0, 0, ticket.created_at);
        for (place, said) in ticket.messages.iter().enumerate() {
            while let Some(earlier) = happenings.next_if(|happened| happened.at < said.at) {
                (_, last_public, last_public_at) = self.add_event(ticket_id, ticket.company_id, earlier)?;
            }
            let event: Event = if place == 0 {
                let (number, channel) = (shown.to_owned(), ticket.channel.clone());
                ticket_event::Event::Opened(ticket_event::Opened { number, channel, mentions: Vec::new() }).into()
            } else {
                said_event::Event::of(said_event::MessagePosted::plain(&said.public_id), said.note).into()
            };
            last = self.push_event(NewEvent {
                at: said.at,
                actor_id: Some(said.author_id),
                company_id: Some(ticket.company_id),
                ticket_id: Some(ticket_id),
                event,
            })?;
            if !said.note {
                (last_public, last_public_at) = (last, said.at);
            }
            self.add_message(ticket_id, said);
        }
        for later in happenings {
            (last, last_public, last_public_at) = self.add_event(ticket_id, ticket.company_id, later)?;
        }
        if last == 0 {
            return Err(Error::broken("a ticket to load has no description"));
        }
        Ok((last, last_public, last_public_at))
    }

    fn add_event(&mut self, ticket_id: i64, company_id: i64, happened: &BulkEvent) -> Result<(i64, i64, i64)> {
        let id = self.push_event(NewEvent {
            at: happened.at,
            actor_id: happened.actor_id,
            company_id: Some(company_id),
            ticket_id: Some(ticket_id),
            event: happened.event.clone(),
        })?;
        Ok((id, id, happened.at))
    }

    fn push_event(&mut self, new_event: NewEvent) -> Result<i64> {
        let id = next_id(&mut self.next.event);
        self.events.push(event::ActiveModel { id: Set(id), ..new_event.row()? });
        Ok(id)
    }

    fn add_message(&mut self, ticket_id: i64, said: &BulkMessage) {
        let id = next_id(&mut self.next.message);
        for (public_id, file) in &said.files {
            self.attachments.push(attachment::ActiveModel {
                id: Set(next_id(&mut self.next.attachment)),
                public_id: Set(public_id.clone()),
                message_id: Set(id),
                ticket_id: Set(ticket_id),
                name: Set(file.name.clone()),
                media_type: Set(file.media_type.clone()),
                size: Set(i64::try_from(file.size).unwrap_or(i64::MAX)),
                sha256: Set(file.sha256.to_vec()),
            });
        }
        self.messages.push(message::ActiveModel {
            id: Set(id),
            public_id: Set(said.public_id.clone()),
            ticket_id: Set(ticket_id),
            author_id: Set(Some(said.author_id)),
            note: Set(said.note),
            body: Set(said.body.clone()),
            html: Set(None),
            created_at: Set(said.at),
        });
    }

    /// Writes everything gathered so far.
    pub(crate) async fn flush(&mut self, tx: &Tx) -> Result<()> {
        let tickets = std::mem::take(&mut self.tickets);
        let loaded = (self.next.ticket - i64::try_from(tickets.len()).unwrap_or(0), self.next.ticket - 1);
        insert_all(tx, tickets).await?;
        insert_all(tx, std::mem::take(&mut self.values)).await?;
        insert_all(tx, std::mem::take(&mut self.messages)).await?;
        insert_all(tx, std::mem::take(&mut self.attachments)).await?;
        insert_all(tx, std::mem::take(&mut self.events)).await?;
        insert_all(tx, std::mem::take(&mut self.cursors)).await?;
        insert_all(tx, std::mem::take(&mut self.subscriptions)).await?;
        search::fill(tx, loaded, &mut self.known).await
    }

    /// Writes what is left and hands the row numbers back to the database.
    pub(crate) async fn finish(mut self, tx: &Tx) -> Result<()> {
        self.flush(tx).await?;
        number::set_next(tx, self.next.number).await?;
        if tx.get_database_backend() == DbBackend::Postgres {
            for table in ["tickets", "messages", "attachments", "events"] {
                let sql = format!(
                    "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {table}), false)"
                );
                tx.execute_unprepared(&sql).await?;
            }
        }
        Ok(())
    }
}

fn next_id(counter: &mut i64) -> i64 {
    let value = *counter;
    *counter += 1;
    value
}

/// One statement binds at most so many values on either database.
const BINDS_MAX: usize = 30_000;

/// Inserts rows in as few statements as the databases allow.
pub(crate) async fn insert_all<A>(tx: &Tx, rows: Vec<A>) -> Result<()>
where
    A: ActiveModelTrait + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(BINDS_MAX / columns).collect();
        A::Entity::insert_many(chunk).exec_without_returning(tx).await?;
    }
    Ok(())
}
