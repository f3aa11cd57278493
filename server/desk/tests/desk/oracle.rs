//! The list as it ought to be, worked out in the test from the rows of the tables: who may see what, what matches a
//! search, what comes first and what is unread.

use desk::Desk;
use desk::catalogue::{priority, queue, status, ticket_type};
use desk::companies::{company, membership};
use desk::people::{right, role, user};
use desk::tickets::{read_cursor, ticket};
use domain::listing::{Column, Listing, Scope};
use domain::tickets::Row;
use sea_orm::{DatabaseConnection, EntityTrait};
use std::cmp::Ordering;
use std::collections::HashMap;

pub struct World {
    pub tickets: Vec<ticket::Model>,
    pub users: HashMap<i64, user::Model>,
    companies: HashMap<i64, company::Model>,
    memberships: Vec<membership::Model>,
    roles: HashMap<i64, role::Model>,
    rights: Vec<right::Model>,
    queues: HashMap<i64, queue::Model>,
    types: HashMap<i64, ticket_type::Model>,
    statuses: HashMap<i64, status::Model>,
    priorities: HashMap<i64, priority::Model>,
    cursors: HashMap<(i64, i64), i64>,
}

/// A list's line in what can be compared: number, subject, status, priority, queue, type, reporter, company, assignee and
/// whether it is unread.
pub type Line = (String, [String; 7], Option<String>, bool);

async fn all<E: EntityTrait>(_: E, db: &DatabaseConnection) -> Vec<E::Model> {
    E::find().all(db).await.unwrap()
}

fn by_id<M>(rows: Vec<M>, id: impl Fn(&M) -> i64) -> HashMap<i64, M> {
    rows.into_iter().map(|row| (id(&row), row)).collect()
}

impl World {
    pub async fn read(desk: &Desk) -> Self {
        let db = desk.db().read();
        let cursors = all(read_cursor::Entity, db).await;
        Self {
            tickets: all(ticket::Entity, db).await,
            users: by_id(all(user::Entity, db).await, |row| row.id),
            companies: by_id(all(company::Entity, db).await, |row| row.id),
            memberships: all(membership::Entity, db).await,
            roles: by_id(all(role::Entity, db).await, |row| row.id),
            rights: all(right::Entity, db).await,
            queues: by_id(all(queue::Entity, db).await, |row| row.id),
            types: by_id(all(ticket_type::Entity, db).await, |row| row.id),
            statuses: by_id(all(status::Entity, db).await, |row| row.id),
            priorities: by_id(all(priority::Entity, db).await, |row| row.id),
            cursors: cursors.into_iter().map(|row| ((row.user_id, row.ticket_id), row.event_id)).collect(),
        }
    }

    /// The page of the list and the number of all that match.
    pub fn list(&self, asking: &user::Model, listing: &Listing) -> (Vec<Line>, usize) {
        let matches = |ticket: &&ticket::Model| {
            let owner = if asking.role_id.is_some() { ticket.assignee_id } else { Some(ticket.reporter_id) };
            self.sees(asking, ticket)
                && (listing.scope == Scope::Company || owner == Some(asking.id))
                && (listing.closed || !self.is_closed(ticket))
                && found_by(ticket, &listing.search)
        };
        let mut matching: Vec<_> = self.tickets.iter().filter(matches).collect();
        matching.sort_by(|a, b| {
            let rising = self.compare(listing.sort.column, a, b).then(a.id.cmp(&b.id));
            if listing.sort.descending { rising.reverse() } else { rising }
        });
        let (total, size) = (matching.len(), listing.size as usize);
        let page = matching.into_iter().skip((listing.page as usize - 1) * size).take(size);
        (page.map(|ticket| self.line(asking, ticket)).collect(), total)
    }

    pub fn sees(&self, asking: &user::Model, ticket: &ticket::Model) -> bool {
        if let Some(role_id) = asking.role_id {
            return self.role_reads(role_id, ticket);
        }
        let own = self.memberships.iter().filter(|member| member.user_id == asking.id);
        own.filter(|member| member.company_id == ticket.company_id).any(|member| {
            let whole_company = match self.companies[&member.company_id].sharing.as_str() {
                "everyone" => true,
                "roles" => self.roles[&member.role_id].sees_company,
                "people" => member.sees_company,
                "nobody" => false,
                other => panic!("sharing {other}"),
            };
            (whole_company || ticket.reporter_id == asking.id) && self.role_reads(member.role_id, ticket)
        })
    }

    /// A right on a queue is one on all below it.
    fn role_reads(&self, role_id: i64, ticket: &ticket::Model) -> bool {
        let mut queues = vec![ticket.queue_id];
        while let Some(parent) = self.queues[queues.last().unwrap()].parent_id {
            queues.push(parent);
        }
        let reads = |target: &str, ids: &[i64]| {
            let of_role = self.rights.iter().filter(|right| right.role_id == role_id && right.target == target);
            of_role.into_iter().any(|right| right.target_id.is_none_or(|id| ids.contains(&id)))
        };
        reads("queue", &queues) && reads("type", &[ticket.type_id])
    }

    fn is_closed(&self, ticket: &ticket::Model) -> bool {
        ["solved", "closed"].contains(&self.statuses[&ticket.status_id].kind.as_str())
    }

    fn compare(&self, column: Column, a: &ticket::Model, b: &ticket::Model) -> Ordering {
        let folded = |ticket: &ticket::Model| ticket.subject.to_lowercase().chars().take(80).collect::<String>();
        let status = |ticket: &ticket::Model| {
            let status = &self.statuses[&ticket.status_id];
            let kinds = ["new", "open", "waiting", "solved", "closed"];
            (kinds.iter().position(|kind| *kind == status.kind), status.rank)
        };
        match column {
            Column::Number => a.number.cmp(&b.number),
            Column::Subject => folded(a).cmp(&folded(b)),
            Column::Created => a.created_at.cmp(&b.created_at),
            Column::Changed => a.changed_at.cmp(&b.changed_at),
            Column::Status => status(a).cmp(&status(b)),
            Column::Priority => self.priorities[&a.priority_id].rank.cmp(&self.priorities[&b.priority_id].rank),
        }
    }

    /// Open tickets with something new; what only agents see is new for agents only.
    fn unread(&self, asking: &user::Model, ticket: &ticket::Model) -> bool {
        let newest = if asking.role_id.is_some() { ticket.last_event } else { ticket.last_public_event };
        let read = self.cursors.get(&(asking.id, ticket.id)).copied();
        !self.is_closed(ticket) && read.is_none_or(|read| read < newest)
    }

    fn line(&self, asking: &user::Model, ticket: &ticket::Model) -> Line {
        let texts = [
            ticket.subject.clone(),
            self.statuses[&ticket.status_id].label.clone(),
            self.priorities[&ticket.priority_id].label.clone(),
            self.queue_path(ticket.queue_id),
            self.types[&ticket.type_id].name.clone(),
            self.users[&ticket.reporter_id].name.clone(),
            self.companies[&ticket.company_id].name.clone(),
        ];
        let assignee = ticket.assignee_id.map(|id| self.users[&id].name.clone());
        (format!("PT-{}", ticket.number), texts, assignee, self.unread(asking, ticket))
    }

    fn queue_path(&self, id: i64) -> String {
        let queue = &self.queues[&id];
        match queue.parent_id {
            Some(parent) => format!("{} / {}", self.queue_path(parent), queue.name),
            None => queue.name.clone(),
        }
    }
}

/// What the desk answered, in the same form.
pub fn line(row: Row) -> Line {
    let texts = [row.subject, row.status.label, row.priority.label, row.queue, row.kind, row.reporter, row.company];
    (row.number, texts, row.assignee, row.unread)
}

pub fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(str::to_lowercase).collect()
}

/// Each of the first ten words begins a word of the ticket.
fn found_by(ticket: &ticket::Model, search: &str) -> bool {
    let reference = ticket.reference.as_deref().unwrap_or_default();
    let text = words(&format!("PT-{} {reference} {}", ticket.number, ticket.subject));
    words(search).iter().take(10).all(|wanted| text.iter().any(|word| word.starts_with(wanted)))
}
