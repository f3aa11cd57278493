//! Test oracle of lists: the list as it ought to be, worked out in the test from the rows of the tables: who may see what, what a
//! filter's values mean to them, what matches, what comes first and what is unread.

use desk::Desk;
use desk::catalogue::{attribute, attribute_group, priority, queue, status, ticket_type};
use desk::companies::{company, membership};
use desk::conversation::message;
use desk::db::Reader;
use desk::files::{attachment, file_text};
use desk::people::{right, role, user};
use desk::tickets::{read_cursor, ticket, value as kept_value};
use domain::listing::{Column, Facet, Facts, Listing, ME, NOBODY, On, Period, Scope, SearchIn};
use domain::tickets::{ChosenLabels, Row, StatusKind};
use domain::time::Date;
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use sea_orm::EntityTrait;
use std::cmp::Ordering;
use std::collections::HashMap;

pub struct World {
    pub now: i64,
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
    /// With the type that they belong to, as forms show them.
    attributes: Vec<(i64, attribute::Model)>,
    values: HashMap<(i64, i64), String>,
    /// By ticket, as files and values are.
    messages: HashMap<i64, Vec<message::Model>>,
    files: HashMap<i64, Vec<attachment::Model>>,
    /// By the hash of the content.
    texts: HashMap<Vec<u8>, String>,
    value_rows: HashMap<i64, Vec<kept_value::Model>>,
}

/// A list's line in what can be compared: number, subject, status, priority, queue, type, reporter, company, channel,
/// assignee, whether it is unread, and the attributes that are shown.
pub type Line = (String, [String; 8], Option<String>, bool, Vec<String>);

/// A list in what can be compared.
#[derive(Debug, PartialEq)]
pub struct Page {
    pub lines: Vec<Line>,
    pub total: usize,
    pub refused: Vec<String>,
    pub named: Vec<ChosenLabels>,
}

/// What a filter's value stands for: rows of the facet's table, or tickets without one.
#[derive(Clone)]
pub struct Meaning {
    ids: Vec<Option<i64>>,
    pub label: String,
}

/// The facets' values as they narrow a list.
type Narrowed = [Option<Vec<Option<i64>>>; 5];

async fn all<E: EntityTrait>(_: E, db: &Reader) -> Vec<E::Model> {
    E::find().all(db).await.unwrap()
}

fn by_id<M>(rows: Vec<M>, id: impl Fn(&M) -> i64) -> HashMap<i64, M> {
    rows.into_iter().map(|row| (id(&row), row)).collect()
}

/// In the order in which they were read.
fn by_ticket<M>(rows: Vec<M>, ticket: impl Fn(&M) -> i64) -> HashMap<i64, Vec<M>> {
    let mut found = HashMap::<i64, Vec<M>>::new();
    for row in rows {
        found.entry(ticket(&row)).or_default().push(row);
    }
    found
}

/// Those of one ticket.
fn of<'a, M>(rows: &'a HashMap<i64, Vec<M>>, ticket: &ticket::Model) -> impl Iterator<Item = &'a M> + use<'a, M> {
    rows.get(&ticket.id).into_iter().flatten()
}

impl World {
    pub async fn read(desk: &Desk) -> Self {
        let db = desk.db().read();
        let cursors = all(read_cursor::Entity, db).await;
        let values = all(kept_value::Entity, db).await;
        let types = by_id(all(ticket_type::Entity, db).await, |row| row.id);
        let groups = by_id(all(attribute_group::Entity, db).await, |row| row.id);
        let mut attributes: Vec<_> = all(attribute::Entity, db).await;
        attributes.sort_by_key(|row| (groups[&row.group_id].rank, row.rank));
        let attributes = attributes.into_iter().map(|row| (groups[&row.group_id].type_id, row)).collect();
        Self {
            attributes,
            values: values.into_iter().map(|row| ((row.ticket_id, row.attribute_id), row.value)).collect(),
            now: desk.now(),
            tickets: all(ticket::Entity, db).await,
            users: by_id(all(user::Entity, db).await, |row| row.id),
            companies: by_id(all(company::Entity, db).await, |row| row.id),
            memberships: all(membership::Entity, db).await,
            roles: by_id(all(role::Entity, db).await, |row| row.id),
            rights: all(right::Entity, db).await,
            queues: by_id(all(queue::Entity, db).await, |row| row.id),
            types,
            statuses: by_id(all(status::Entity, db).await, |row| row.id),
            priorities: by_id(all(priority::Entity, db).await, |row| row.id),
            cursors: cursors.into_iter().map(|row| ((row.user_id, row.ticket_id), row.event_id)).collect(),
            messages: by_ticket(all(message::Entity, db).await, |row| row.ticket_id),
            files: by_ticket(all(attachment::Entity, db).await, |row| row.ticket_id),
            texts: all(file_text::Entity, db).await.into_iter().map(|row| (row.sha256, row.text)).collect(),
            value_rows: by_ticket(all(kept_value::Entity, db).await, |row| row.ticket_id),
        }
    }

    /// The page that a person is answered, and what they are told about it.
    pub fn list(&self, asking: &user::Model, listing: &Listing) -> Page {
        let (narrowed, named, refused) = self.narrowed(asking, listing);
        let mut matching: Vec<_> = self.matching(asking, listing, &narrowed).collect();
        let wanted: Vec<String> = words(&listing.search).into_iter().take(10).collect();
        let ranked = listing.sort.column == Column::Match && !wanted.is_empty();
        let usual = listing.sort.column == Column::Match && !ranked;
        matching.sort_by(|a, b| {
            if ranked {
                return fit(&wanted, a).cmp(&fit(&wanted, b)).then(b.id.cmp(&a.id));
            }
            if usual {
                return b.changed_at.cmp(&a.changed_at).then(b.id.cmp(&a.id));
            }
            let rising = self.compare(asking, listing.sort.column, a, b).then(a.id.cmp(&b.id));
            if listing.sort.descending { rising.reverse() } else { rising }
        });
        let (total, size) = (matching.len(), listing.size as usize);
        let page = matching.into_iter().skip((listing.page as usize - 1) * size).take(size);
        Page { lines: page.map(|ticket| self.line(asking, listing, ticket)).collect(), total, refused, named }
    }

    /// How many tickets the list holds.
    pub fn total(&self, asking: &user::Model, listing: &Listing) -> usize {
        self.matching(asking, listing, &self.narrowed(asking, listing).0).count()
    }

    /// What the chosen values mean, what they are called, and which facets have one that means nothing to this person.
    fn narrowed(&self, asking: &user::Model, listing: &Listing) -> (Narrowed, Vec<ChosenLabels>, Vec<String>) {
        let (mut narrowed, mut named, mut refused) = (Narrowed::default(), Vec::new(), Vec::new());
        for (place, facet) in Facet::ALL.into_iter().enumerate() {
            let slugs = listing.chosen.of(facet);
            let meanings: Option<Vec<_>> = slugs.iter().map(|slug| self.meaning(asking, facet, slug)).collect();
            match meanings {
                None => refused.push(facet.as_str().to_owned()),
                Some(meanings) if meanings.is_empty() => {}
                Some(meanings) => {
                    let labels = meanings.iter().map(|meaning| meaning.label.clone()).collect();
                    narrowed[place] = Some(meanings.into_iter().flat_map(|meaning| meaning.ids).collect());
                    named.push(ChosenLabels { facet, labels });
                }
            }
        }
        (narrowed, named, refused)
    }

    fn matching<'a>(
        &'a self,
        asking: &'a user::Model,
        listing: &'a Listing,
        narrowed: &'a Narrowed,
    ) -> impl Iterator<Item = &'a ticket::Model> {
        let zone = zone(asking);
        let statuses = narrowed[2].is_some();
        self.tickets.iter().filter(move |ticket| {
            let owner = if asking.role_id.is_some() { ticket.assignee_id } else { Some(ticket.reporter_id) };
            let among = |(place, ids): (usize, &Option<Vec<Option<i64>>>)| {
                ids.as_ref().is_none_or(|ids| ids.contains(&value(Facet::ALL[place], ticket)))
            };
            self.sees(asking, ticket)
                && (listing.scope == Scope::Company || owner == Some(asking.id))
                && (listing.closed || statuses || !self.is_closed(ticket))
                && (!listing.unread || self.unread(asking, ticket))
                && (!listing.waiting || self.waits_for(asking, ticket))
                && narrowed.iter().enumerate().all(among)
                && self.within(listing, ticket, &zone)
                && self.found_by(asking, ticket, &listing.search, &listing.search_in)
        })
    }

    /// What the browser is told of each ticket that the person sees, whether it is their own, and whether it is unread.
    pub fn facts(&self, asking: &user::Model) -> Vec<(Facts, bool, bool)> {
        let seen = self.tickets.iter().filter(|ticket| self.sees(asking, ticket));
        let facts = seen.map(|ticket| {
            let owner = if asking.role_id.is_some() { ticket.assignee_id } else { Some(ticket.reporter_id) };
            let queues = self.queue_and_above(ticket.queue_id);
            let facts = Facts {
                number: format!("PT-{}", ticket.number),
                subject: ticket.subject.clone(),
                reference: ticket.reference.clone(),
                closed: self.is_closed(ticket),
                queues: queues.iter().map(|id| self.queues[id].slug.clone()).collect(),
                kind: self.slug(Facet::Kind, ticket, 0),
                status: self.slug(Facet::Status, ticket, 0),
                status_kind: StatusKind::parse(&self.statuses[&ticket.status_id].kind).unwrap(),
                priority: self.priorities[&ticket.priority_id].slug.clone(),
                reporter: self.users[&ticket.reporter_id].slug.clone(),
                channel: ticket.channel.clone(),
                assignee: ticket.assignee_id.map(|id| self.users[&id].slug.clone()),
                company: self.slug(Facet::Company, ticket, 0),
                created_at: ticket.created_at,
                changed_at: ticket.changed_at,
                waits_for_customer: self.statuses[&ticket.status_id].waits_for.as_deref() == Some("customer"),
                last_reply_by_customer: self.customer_spoke_last(ticket),
            };
            (facts, owner == Some(asking.id), self.unread(asking, ticket))
        });
        facts.collect()
    }

    /// By the calendar where the reader is.
    fn within(&self, listing: &Listing, ticket: &ticket::Model, zone: &TimeZone) -> bool {
        let at = match listing.on {
            On::Created => ticket.created_at,
            On::Changed => ticket.changed_at,
        };
        let (day, today) = (day(at, zone), day(self.now, zone));
        let civil = |date: Date| civil::date(date.year, date.month.cast_signed(), date.day.cast_signed());
        match listing.period {
            None => true,
            Some(Period::Today) => day >= today,
            Some(Period::Days(days)) => day > today - jiff::Span::new().days(i64::from(days)),
            Some(Period::Range { from, to }) => {
                from.is_none_or(|from| day >= civil(from)) && to.is_none_or(|to| day <= civil(to))
            }
        }
    }

    /// Every slug of a facet that means something to this person.
    pub fn choosable(&self, asking: &user::Model, facet: Facet) -> Vec<String> {
        let mut slugs: Vec<String> = match facet {
            Facet::Queue => self.queues.values().map(|queue| queue.slug.clone()).collect(),
            Facet::Kind => self.types.values().map(|kind| kind.slug.clone()).collect(),
            Facet::Status => self.statuses.values().map(|status| status.slug.clone()).collect(),
            Facet::Assignee => self.users.values().map(|user| user.slug.clone()).chain([NOBODY.to_owned()]).collect(),
            Facet::Company => self.companies.values().map(|company| company.slug.clone()).collect(),
        };
        slugs.sort();
        slugs.dedup();
        slugs.retain(|slug| self.meaning(asking, facet, slug).is_some());
        slugs
    }

    pub fn meaning(&self, asking: &user::Model, facet: Facet, slug: &str) -> Option<Meaning> {
        let one = |id: i64, label: &str| Meaning { ids: vec![Some(id)], label: label.to_owned() };
        let is_staff = asking.role_id.is_some();
        match facet {
            Facet::Queue => {
                let reads = |id: i64| self.roles_of(asking).iter().any(|role| self.reads_queue(*role, id));
                let chosen = self.queues.values().find(|queue| queue.slug == slug && reads(queue.id))?;
                let below = self.queues.keys().filter(|id| self.queue_and_above(**id).contains(&chosen.id));
                let ids = below.filter(|id| reads(**id)).map(|id| Some(*id)).collect();
                Some(Meaning { ids, label: self.queue_path(chosen.id) })
            }
            Facet::Kind => {
                let kind = self.types.values().find(|kind| kind.slug == slug)?;
                self.reads_kind(asking, kind.id).then(|| one(kind.id, &kind.name))
            }
            Facet::Status => {
                let sets: Vec<_> = self.types.values().filter(|kind| self.reads_kind(asking, kind.id)).collect();
                let known = |status: &&status::Model| sets.iter().any(|kind| kind.status_set_id == status.set_id);
                let of_slug = self.statuses.values().filter(|status| status.slug == slug).filter(known);
                let first = of_slug.clone().min_by_key(|status| self.status_rank(status.id))?;
                Some(Meaning {
                    ids: of_slug.map(|status| Some(status.id)).collect(),
                    label: self.status_name(asking, first),
                })
            }
            Facet::Assignee if slug == NOBODY => Some(Meaning { ids: vec![None], label: String::new() }),
            Facet::Assignee if slug == ME => is_staff.then(|| one(asking.id, &asking.name)),
            Facet::Assignee => {
                let agent = self.users.values().find(|user| user.slug == slug && user.role_id.is_some())?;
                let holds = |ticket: &ticket::Model| ticket.assignee_id == Some(agent.id) && self.sees(asking, ticket);
                (is_staff || self.tickets.iter().any(holds)).then(|| one(agent.id, &agent.name))
            }
            Facet::Company => {
                let company = self.companies.values().find(|company| company.slug == slug)?;
                let member = |row: &membership::Model| row.user_id == asking.id && row.company_id == company.id;
                (is_staff || self.memberships.iter().any(member)).then(|| one(company.id, &company.name))
            }
        }
    }

    /// The slug of a ticket's value; of its queue, the one so many levels above it.
    pub fn slug(&self, facet: Facet, ticket: &ticket::Model, up: usize) -> String {
        match facet {
            Facet::Queue => {
                let above = self.queue_and_above(ticket.queue_id);
                self.queues[above.get(up).or(above.last()).unwrap()].slug.clone()
            }
            Facet::Kind => self.types[&ticket.type_id].slug.clone(),
            Facet::Status => self.statuses[&ticket.status_id].slug.clone(),
            Facet::Assignee => ticket.assignee_id.map_or_else(|| NOBODY.to_owned(), |id| self.users[&id].slug.clone()),
            Facet::Company => self.companies[&ticket.company_id].slug.clone(),
        }
    }

    fn roles_of(&self, asking: &user::Model) -> Vec<i64> {
        let own = self.memberships.iter().filter(|member| member.user_id == asking.id);
        asking.role_id.map_or_else(|| own.map(|member| member.role_id).collect(), |role| vec![role])
    }

    /// Every word of a ticket beside its subject and number, whoever may read it.
    pub fn inside(&self, ticket: &ticket::Model) -> Vec<String> {
        let messages = of(&self.messages, ticket).map(|row| row.body.as_str());
        let values = of(&self.value_rows, ticket).map(|row| row.value.as_str());
        let files = of(&self.files, ticket).map(|row| row.name.as_str());
        messages.chain(values).chain(files).flat_map(words).collect()
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

    fn role_reads(&self, role_id: i64, ticket: &ticket::Model) -> bool {
        self.reads_queue(role_id, ticket.queue_id) && self.reads(role_id, "type", &[ticket.type_id])
    }

    /// A right on a queue is one on all below it.
    fn reads_queue(&self, role_id: i64, queue_id: i64) -> bool {
        self.reads(role_id, "queue", &self.queue_and_above(queue_id))
    }

    fn reads_kind(&self, asking: &user::Model, type_id: i64) -> bool {
        self.roles_of(asking).iter().any(|role| self.reads(*role, "type", &[type_id]))
    }

    fn reads(&self, role_id: i64, target: &str, ids: &[i64]) -> bool {
        let mut of_role = self.rights.iter().filter(|right| right.role_id == role_id && right.target == target);
        of_role.any(|right| right.target_id.is_none_or(|id| ids.contains(&id)))
    }

    fn queue_and_above(&self, id: i64) -> Vec<i64> {
        let mut queues = vec![id];
        while let Some(parent) = self.queues[queues.last().unwrap()].parent_id {
            queues.push(parent);
        }
        queues
    }

    fn is_closed(&self, ticket: &ticket::Model) -> bool {
        ["solved", "closed"].contains(&self.statuses[&ticket.status_id].kind.as_str())
    }

    /// Customers may know it by another name.
    fn status_name(&self, asking: &user::Model, status: &status::Model) -> String {
        let shown = status.customer_name.as_ref().filter(|_| asking.role_id.is_none());
        shown.unwrap_or(&status.label).clone()
    }

    /// Where a status stands among those of all sets.
    fn status_rank(&self, id: i64) -> (Option<usize>, i64, i64) {
        let (status, kinds) = (&self.statuses[&id], ["new", "open", "waiting", "solved", "closed"]);
        (kinds.iter().position(|kind| *kind == status.kind), status.rank, id)
    }

    /// Columns of the address that are not there for this person.
    pub fn unknown(&self, asking: &user::Model, listing: &Listing) -> Vec<String> {
        let known = |column: &Column| match column {
            Column::Attribute(name) => {
                let named = self.attributes.iter().filter(|(_, row)| row.in_list && row.name == name.name());
                let mut types = named.filter(|(kind, _)| self.reads_kind(asking, *kind));
                types.any(|(_, row)| self.roles_of(asking).iter().any(|role| self.reads(*role, "attribute", &[row.id])))
            }
            _ => true,
        };
        let columns = (!listing.columns.iter().all(known)).then(|| "cols".to_owned());
        columns.into_iter().chain((!known(&listing.sort.column)).then(|| "sort".to_owned())).collect()
    }

    /// What the attribute of this name holds, if they may know, and whether it is a number.
    fn attribute(&self, asking: &user::Model, ticket: &ticket::Model, name: &str) -> Option<(String, bool)> {
        let mut own = self.attributes.iter().filter(|(kind, row)| *kind == ticket.type_id && row.name == name);
        let (_, row) = own.find(|(_, row)| row.in_list)?;
        let member = |member: &&membership::Model| {
            let sharing = self.companies[&member.company_id].sharing.as_str();
            let whole = match sharing {
                "everyone" => true,
                "roles" => self.roles[&member.role_id].sees_company,
                "people" => member.sees_company,
                _ => false,
            };
            member.user_id == asking.id
                && member.company_id == ticket.company_id
                && (whole || ticket.reporter_id == asking.id)
        };
        let roles: Vec<i64> = match asking.role_id {
            Some(role) => vec![role],
            None => self.memberships.iter().filter(member).map(|member| member.role_id).collect(),
        };
        roles.iter().find(|role| self.reads(**role, "attribute", &[row.id]))?;
        let kept = self.values.get(&(ticket.id, row.id))?;
        Some((kept.clone(), row.kind == "integer"))
    }

    fn compare(&self, asking: &user::Model, column: Column, a: &ticket::Model, b: &ticket::Model) -> Ordering {
        let subject = |ticket: &ticket::Model| ticket.subject.to_lowercase().chars().take(80).collect::<String>();
        let person = |id: i64| self.users[&id].name.to_ascii_lowercase();
        let by_text = |text: &dyn Fn(&ticket::Model) -> String| text(a).cmp(&text(b));
        match column {
            Column::Number => a.number.cmp(&b.number),
            Column::Subject => by_text(&subject),
            Column::Created => a.created_at.cmp(&b.created_at),
            Column::Age => b.created_at.cmp(&a.created_at).then(b.id.cmp(&a.id)),
            Column::Changed => a.changed_at.cmp(&b.changed_at),
            Column::Status => self.status_rank(a.status_id).cmp(&self.status_rank(b.status_id)),
            Column::Priority => self.priorities[&a.priority_id].rank.cmp(&self.priorities[&b.priority_id].rank),
            Column::Queue => by_text(&|ticket| self.queue_path(ticket.queue_id).to_ascii_lowercase()),
            Column::Kind => by_text(&|ticket| self.types[&ticket.type_id].name.to_ascii_lowercase()),
            Column::Company => by_text(&|ticket| self.companies[&ticket.company_id].name.to_ascii_lowercase()),
            Column::Reporter => by_text(&|ticket| person(ticket.reporter_id)),
            // Nobody comes before everybody.
            Column::Assignee => a.assignee_id.map(person).cmp(&b.assignee_id.map(person)),
            Column::Channel => by_text(&|ticket| ticket.channel.to_ascii_lowercase()),
            Column::Match => Ordering::Equal,
            Column::Attribute(name) => {
                let key = |ticket| match self.attribute(asking, ticket, name.name()) {
                    Some((number, true)) => (number.parse::<i64>().unwrap(), String::new()),
                    Some((text, false)) => (0, text.to_ascii_lowercase()),
                    None => (i64::MIN, String::new()),
                };
                // Nothing comes first, and an empty text is nothing.
                key(a).cmp(&key(b))
            }
        }
    }

    /// Of what everybody may read: the newest message that somebody wrote.
    fn customer_spoke_last(&self, ticket: &ticket::Model) -> bool {
        let said = of(&self.messages, ticket).filter(|row| !row.note && row.author_id.is_some());
        let last = said.max_by_key(|row| (row.created_at, row.id)).and_then(|row| row.author_id);
        last.is_some_and(|author| self.users[&author].role_id.is_none())
    }

    fn waits_for(&self, asking: &user::Model, ticket: &ticket::Model) -> bool {
        let waits = match asking.role_id {
            Some(_) => ticket.assignee_id == Some(asking.id) && self.customer_spoke_last(ticket),
            None => self.statuses[&ticket.status_id].waits_for.as_deref() == Some("customer"),
        };
        waits && !self.is_closed(ticket)
    }

    /// Whether the person was with the company, or at the desk, when the ticket changed last.
    fn was_here(&self, asking: &user::Model, ticket: &ticket::Model) -> bool {
        let own = self.memberships.iter().filter(|row| row.user_id == asking.id && row.company_id == ticket.company_id);
        let joined = if asking.role_id.is_some() { Some(0) } else { own.map(|row| row.since).min() };
        joined.is_some_and(|joined| ticket.changed_at >= joined.max(asking.created_at))
    }

    /// Open tickets with something new since they came; what only agents see is new for agents only.
    fn unread(&self, asking: &user::Model, ticket: &ticket::Model) -> bool {
        let newest = if asking.role_id.is_some() { ticket.last_event } else { ticket.last_public_event };
        let read = self.cursors.get(&(asking.id, ticket.id)).copied();
        !self.is_closed(ticket) && self.was_here(asking, ticket) && read.is_none_or(|read| read < newest)
    }

    fn line(&self, asking: &user::Model, listing: &Listing, ticket: &ticket::Model) -> Line {
        let values = listing.columns.iter().filter_map(|column| match column {
            Column::Attribute(name) => Some(self.attribute(asking, ticket, name.name()).unwrap_or_default().0),
            _ => None,
        });
        let texts = [
            ticket.subject.clone(),
            self.status_name(asking, &self.statuses[&ticket.status_id]),
            self.priorities[&ticket.priority_id].label.clone(),
            self.queue_path(ticket.queue_id),
            self.types[&ticket.type_id].name.clone(),
            self.users[&ticket.reporter_id].name.clone(),
            self.companies[&ticket.company_id].name.clone(),
            ticket.channel.clone(),
        ];
        let assignee = ticket.assignee_id.map(|id| self.users[&id].name.clone());
        (format!("PT-{}", ticket.number), texts, assignee, self.unread(asking, ticket), values.collect())
    }

    /// Each of the first ten words begins a word of one of the fields. Short words have to be whole ones, where they do not stand
    /// in numbers and subjects; and what stands in one file is found by that file.
    fn found_by(&self, asking: &user::Model, ticket: &ticket::Model, search: &str, fields: &[SearchIn]) -> bool {
        let sought: Vec<String> = words(search).into_iter().take(10).collect();
        if sought.is_empty() {
            return true;
        }
        let reads_notes = asking.role_id.is_some();
        let messages: Vec<_> = of(&self.messages, ticket).collect();
        let readable = |id: i64| messages.iter().any(|row| row.id == id && (reads_notes || !row.note));
        let reference = ticket.reference.as_deref().unwrap_or_default();
        let (mut beginnings, mut whole, mut files) = (Vec::new(), Vec::new(), Vec::new());
        for field in fields {
            match field {
                SearchIn::Number => beginnings.push(format!("PT-{} {} {reference}", ticket.number, ticket.number)),
                SearchIn::Subject => beginnings.push(ticket.subject.clone()),
                SearchIn::Messages => {
                    let read = messages.iter().filter(|row| readable(row.id));
                    whole.extend(read.map(|row| row.body.clone()));
                }
                SearchIn::Attributes => {
                    let own = of(&self.value_rows, ticket);
                    let read = own.filter(|row| self.reads_attribute(asking, ticket, row.attribute_id));
                    whole.extend(read.map(|row| row.value.clone()));
                }
                SearchIn::Files => {
                    let own = of(&self.files, ticket).filter(|row| readable(row.message_id));
                    for file in own {
                        whole.push(file.name.clone());
                        files.extend(self.texts.get(&file.sha256).map(|text| format!("{} {text}", file.name)));
                    }
                }
            }
        }
        let all = |texts: &[String]| texts.iter().flat_map(|text| words(text)).collect::<Vec<_>>();
        let (beginnings, whole) = (all(&beginnings), all(&whole));
        let begins = |word: &String, wanted: &String| word.starts_with(wanted.as_str());
        let is = |word: &String, wanted: &String| {
            if wanted.chars().count() < 3 { word == wanted } else { word.starts_with(wanted.as_str()) }
        };
        let values = self.values_of(asking, ticket, fields);
        let held = |wanted: &String, more: &[String]| {
            beginnings.iter().any(|word| begins(word, wanted)) || more.iter().any(|word| is(word, wanted))
        };
        let in_file = |text: &String| {
            let text = [words(text), values.clone()].concat();
            sought.iter().all(|wanted| held(wanted, &text))
        };
        sought.iter().all(|wanted| held(wanted, &whole)) || files.iter().any(in_file)
    }

    /// The words of the attributes that may be searched.
    fn values_of(&self, asking: &user::Model, ticket: &ticket::Model, fields: &[SearchIn]) -> Vec<String> {
        if !fields.contains(&SearchIn::Attributes) {
            return Vec::new();
        }
        let own = of(&self.value_rows, ticket);
        let read = own.filter(|row| self.reads_attribute(asking, ticket, row.attribute_id));
        read.flat_map(|row| words(&row.value)).collect()
    }

    fn reads_attribute(&self, asking: &user::Model, ticket: &ticket::Model, attribute_id: i64) -> bool {
        let member = |row: &&membership::Model| row.user_id == asking.id && row.company_id == ticket.company_id;
        let roles: Vec<i64> = match asking.role_id {
            Some(role) => vec![role],
            None => self.memberships.iter().filter(member).map(|row| row.role_id).collect(),
        };
        roles.iter().any(|role| self.reads(*role, "attribute", &[attribute_id]))
    }

    fn queue_path(&self, id: i64) -> String {
        let queue = &self.queues[&id];
        match queue.parent_id {
            Some(parent) => format!("{} / {}", self.queue_path(parent), queue.name),
            None => queue.name.clone(),
        }
    }
}

/// How well a ticket fits what is looked for: 0 for its number or reference, 1 for a subject with all of it in a row, 2 in any
/// order, then by how many words do not even begin one of the subject or the number.
fn fit(wanted: &[String], ticket: &ticket::Model) -> usize {
    let number = ticket.number.to_string();
    let called =
        [vec!["pt".to_owned(), number.clone()], vec![number], words(ticket.reference.as_deref().unwrap_or(""))];
    let subject = words(&ticket.subject);
    if called.iter().any(|name| name == wanted) {
        return 0;
    }
    if (0..subject.len()).any(|from| subject[from..].starts_with(wanted)) {
        return 1;
    }
    if wanted.iter().all(|word| subject.contains(word)) {
        return 2;
    }
    let all: Vec<&String> = subject.iter().chain(called.iter().flatten()).collect();
    3 + wanted.iter().filter(|word| !all.iter().any(|own| own.starts_with(word.as_str()))).count()
}

fn value(facet: Facet, ticket: &ticket::Model) -> Option<i64> {
    match facet {
        Facet::Queue => Some(ticket.queue_id),
        Facet::Kind => Some(ticket.type_id),
        Facet::Status => Some(ticket.status_id),
        Facet::Assignee => ticket.assignee_id,
        Facet::Company => Some(ticket.company_id),
    }
}

pub fn zone(user: &user::Model) -> TimeZone {
    TimeZone::get(&user.time_zone).unwrap()
}

pub fn day(at: i64, zone: &TimeZone) -> civil::Date {
    Timestamp::from_millisecond(at).unwrap().to_zoned(zone.clone()).date()
}

/// What the desk answered, in the same form.
pub fn line(row: Row) -> Line {
    let Row { subject, queue, kind, reporter, company, channel, .. } = row;
    let texts = [subject, row.status.label, row.priority.label, queue, kind, reporter, company, channel];
    (row.number, texts, row.assignee, row.unread, row.values)
}

pub fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    parts.map(str::to_lowercase).collect()
}
