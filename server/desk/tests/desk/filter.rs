//! Filters made at random: what is evaluated in memory is what the database finds, on both databases and for each reader.

use super::list::Scene;
use super::oracle::{day, zone};
use desk::Desk;
use desk::people::{Person, user};
use desk::tickets::list::list;
use domain::filter::{
    Bound, Field as _, FieldType, FieldValue, FieldValues, Filter, Order, TEXT_MAX, Test, TimeRange, Tree,
};
use domain::listing::{AttributeName, Column, EvaluatedTicket, Facts, Field, ListReader, Listing, ME, NOBODY, Period};
use domain::tickets::attribute::{CellKind, Kind};
use domain::time::Date;
use jiff::tz::TimeZone;
use jiff::{ToSpan, civil};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use std::collections::HashMap;
use tokio::runtime::Runtime;

const CASES: u32 = 400;
/// Agents, and customers who see all of their company, some of it or their own alone.
const READERS: [&str; 6] = ["grace", "jonas", "alice", "bruno", "chloe", "ewa"];
const ORDERS: [Order; 4] = [Order::Below, Order::UpTo, Order::From, Order::Above];

/// A condition before it is about anything: what it asks is taken from a ticket, so that it often holds of some.
#[derive(Clone, Debug)]
struct Ask {
    field: Index,
    about: Index,
    other: Index,
    /// Which of the ways in which such a field is asked.
    way: usize,
    /// So far is a bound from what the ticket holds.
    off: i64,
}

/// Somebody, with all that they see.
struct Eyes<'a> {
    person: &'a Person,
    now: i64,
    zone: TimeZone,
    fields: Vec<Field>,
    kinds: HashMap<AttributeName, Kind>,
    tickets: Vec<Ticket>,
}

struct Ticket {
    facts: Facts,
    mine: bool,
    unread: bool,
    /// Its attributes that hold anything.
    values: HashMap<AttributeName, String>,
}

/// One of their tickets, as they know it.
struct KnownTicket<'a> {
    eyes: &'a Eyes<'a>,
    ticket: &'a Ticket,
    evaluated: EvaluatedTicket<'a>,
}

impl FieldValues<Field> for KnownTicket<'_> {
    fn value_of(&self, field: &Field) -> FieldValue<'_> {
        let Field::Attribute(name) = field else { return self.evaluated.value_of(field) };
        let Some(text) = self.ticket.values.get(name) else { return FieldValue::Nothing };
        match self.eyes.kinds[name].cell() {
            CellKind::Line | CellKind::Lines => FieldValue::Text(text),
            CellKind::Number => text.parse().map_or(FieldValue::Nothing, FieldValue::Number),
            CellKind::Day => Date::parse(text).map_or(FieldValue::Nothing, FieldValue::Day),
        }
    }

    /// By the calendar where they are.
    fn time_range(&self, period: Period) -> Option<TimeRange> {
        let today = day(self.eyes.now, &self.eyes.zone);
        let civil = |date: Date| civil::date(date.year, date.month.cast_signed(), date.day.cast_signed());
        let (first, last) = match period {
            Period::Today => (Some(today), None),
            Period::Days(days) => (Some(today - (i64::from(days) - 1).days()), None),
            Period::Range { from, to } => (from.map(civil), to.map(civil)),
        };
        let begin = |day: civil::Date| day.to_zoned(self.eyes.zone.clone()).unwrap().timestamp().as_millisecond();
        Some(TimeRange { since: first.map(begin), until: last.map(|day| begin(day.tomorrow().unwrap())) })
    }
}

impl<'a> Eyes<'a> {
    async fn of(scene: &'a Scene, (user, person): &'a (user::Model, Person)) -> Self {
        let desk = &scene.test.desk;
        let offered = person.me(&desk.catalogue()).attributes;
        let names = offered.iter().filter_map(|known| match known.column {
            Column::Attribute(name) => Some(name),
            _ => None,
        });
        // What is a number here and a text there is compared as its readers see it, and of long texts lists show the beginning: neither
        // is the point here.
        let known = names.filter_map(|name| Some((name, kind(desk, name)?)));
        let kinds: HashMap<_, _> = known.filter(|(_, kind)| kind.cell() != CellKind::Lines).collect();
        let names: Vec<AttributeName> = kinds.keys().copied().collect();
        let mut values = values(desk, person, &names).await;
        let of_ticket = |(facts, mine, unread): (Facts, bool, bool)| Ticket {
            values: values.remove(&facts.number).unwrap_or_default(),
            facts,
            mine,
            unread,
        };
        Self {
            tickets: scene.world.facts(user).into_iter().map(of_ticket).collect(),
            person,
            now: scene.world.now,
            zone: zone(user),
            fields: Field::ALL.iter().copied().chain(names.into_iter().map(Field::Attribute)).collect(),
            kinds,
        }
    }

    /// The numbers of what a filter takes.
    fn taken(&self, filter: &Filter<Field>) -> Vec<&str> {
        let takes = |ticket: &&Ticket| {
            let reader = ListReader {
                is_staff: self.person.is_staff(),
                mine: ticket.mine,
                unread: Some(ticket.unread),
                ..ListReader::default()
            };
            let evaluated = EvaluatedTicket { facts: &ticket.facts, reader, period: None };
            let known = KnownTicket { eyes: self, ticket, evaluated };
            filter.evaluate(&known).expect("everything is known")
        };
        self.tickets.iter().filter(takes).map(|ticket| ticket.facts.number.as_str()).collect()
    }

    fn asked(&self, tree: &Tree<Ask>) -> Filter<Field> {
        let conditions = tree.conditions().into_iter().map(|ask| self.condition(ask)).collect::<Vec<_>>();
        tree.replaced(&mut conditions.into_iter()).unwrap()
    }

    fn condition(&self, ask: &Ask) -> domain::filter::Condition<Field> {
        let field = *ask.field.get(&self.fields);
        let (ticket, other) = (ask.about.get(&self.tickets), ask.other.get(&self.tickets));
        let own = |ticket: &Ticket| self.slug(field, ask.way, &ticket.facts);
        let order = ORDERS[ask.way % 4];
        let test = match field.field_type() {
            FieldType::Slugs if ask.way.is_multiple_of(2) => Test::OneOf(vec![own(ticket)]),
            FieldType::Slugs => Test::OneOf(vec![own(ticket), own(other)]),
            FieldType::Flag => Test::Flag(ask.way.is_multiple_of(2)),
            FieldType::Text if ask.way.is_multiple_of(4) => {
                Test::OneOf(vec![ticket.facts.subject.to_ascii_uppercase()])
            }
            FieldType::Text => {
                Test::Contains(vec![piece(&ticket.facts.subject, ask), piece(&other.facts.subject, ask)])
            }
            FieldType::Instant => {
                let at = if field == Field::Created { ticket.facts.created_at } else { ticket.facts.changed_at };
                let day = moved(day(at, &self.zone), ask.off);
                match ask.way % 7 {
                    0 => Test::During(vec![Period::day(day)]),
                    1 => Test::During(vec![Period::Today, Period::Range { from: None, to: Some(day) }]),
                    2 => Test::During(vec![Period::Days(30), Period::Range { from: Some(day), to: None }]),
                    _ => Test::Compared(order, Bound::Day(day)),
                }
            }
            FieldType::Value => self.asks_value(field, ticket, ask),
        };
        domain::filter::Condition { field, test }
    }

    fn slug(&self, field: Field, way: usize, facts: &Facts) -> String {
        match field {
            Field::Queue => facts.queues[way % facts.queues.len()].clone(),
            Field::Kind => facts.kind.clone(),
            Field::Status => facts.status.clone(),
            Field::StatusKind => facts.status_kind.as_str().to_owned(),
            Field::Priority => facts.priority.clone(),
            Field::Company => facts.company.clone(),
            Field::Reporter => facts.reporter.clone(),
            Field::Assignee if way.is_multiple_of(5) && self.person.is_staff() => ME.to_owned(),
            Field::Assignee => facts.assignee.clone().unwrap_or_else(|| NOBODY.to_owned()),
            Field::Channel => facts.channel.clone(),
            other => panic!("{other:?} is no choice"),
        }
    }

    /// Something of the attribute's kind, or of another.
    fn asks_value(&self, field: Field, ticket: &Ticket, ask: &Ask) -> Test {
        let Field::Attribute(name) = field else { panic!("{field:?} is no attribute") };
        let held = ticket.values.get(&name).cloned().unwrap_or_else(|| "7".to_owned());
        let number = held.parse::<i64>().unwrap_or(7) + ask.off;
        let day = Date::parse(&held).or(Date::new(2026, 2, 1)).unwrap();
        match ask.way % 8 {
            0 | 1 => Test::OneOf(vec![held.to_ascii_uppercase(), "7".to_owned()]),
            2 => Test::Contains(vec![piece(&held, ask)]),
            3..=5 if Date::parse(&held).is_some() => Test::Compared(ORDERS[ask.other.index(4)], Bound::Day(day)),
            3 => Test::Compared(Order::From, Bound::Day(day)),
            _ => Test::Compared(ORDERS[ask.other.index(4)], Bound::Number(number)),
        }
    }
}

/// The kind that all attributes of a name have.
fn kind(desk: &Desk, name: AttributeName) -> Option<Kind> {
    let catalogue = desk.catalogue();
    let groups = catalogue.types.iter().flat_map(|kind| &kind.groups);
    let named = groups.flat_map(|group| &group.attributes).filter(|known| known.field.name == name.name());
    let mut kinds = named.map(|known| known.field.kind);
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}

/// What the attributes of all tickets hold that the person sees, as a list shows it.
async fn values(
    desk: &Desk,
    person: &Person,
    names: &[AttributeName],
) -> HashMap<String, HashMap<AttributeName, String>> {
    let columns: Vec<Column> = names.iter().copied().map(Column::Attribute).collect();
    let mut values = HashMap::new();
    for page in 1.. {
        let listing = Listing { closed: true, columns: columns.clone(), page, size: 200, ..Listing::default() };
        let rows = list(desk, person, &listing.to_query()).await.unwrap().rows;
        let is_last = rows.len() < 200;
        for row in rows {
            let held = names.iter().copied().zip(row.values).filter(|(_, text)| !text.is_empty());
            values.insert(row.number, held.collect());
        }
        if is_last {
            break;
        }
    }
    values
}

/// A few letters out of a text, in either case.
fn piece(text: &str, ask: &Ask) -> String {
    let letters: Vec<char> = text.chars().collect();
    let from = ask.other.index(letters.len().max(1));
    let piece: String = letters.into_iter().skip(from).take(1 + ask.way % 5).collect();
    match piece.is_empty() {
        true => "x".to_owned(),
        false if ask.way.is_multiple_of(3) => piece.to_ascii_uppercase(),
        false => piece,
    }
}

fn moved(day: civil::Date, days: i64) -> Date {
    let date = day + days.days();
    Date::new(date.year(), date.month().cast_unsigned(), date.day().cast_unsigned()).unwrap()
}

fn trees() -> impl Strategy<Value = Tree<Ask>> {
    let parts = (any::<Index>(), any::<Index>(), any::<Index>(), 0..840_usize, -3..4_i64);
    let ask = parts.prop_map(|(field, about, other, way, off)| Tree::Is(Ask { field, about, other, way, off }));
    ask.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Tree::all),
            vec(inner.clone(), 2..4).prop_map(Tree::any),
            inner.prop_map(Tree::negated),
        ]
    })
}

#[test]
fn what_is_judged_in_memory_is_what_the_database_finds() {
    let runtime = Runtime::new().unwrap();
    for scene in runtime.block_on(Scene::all()) {
        let _guard = runtime.enter();
        let mut readers = Vec::new();
        for reader in scene.people.iter().filter(|(user, _)| READERS.contains(&user.slug.as_str())) {
            readers.push(runtime.block_on(Eyes::of(&scene, reader)));
        }
        assert_eq!(readers.len(), READERS.len());
        let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
        let checked = TestRunner::new(config).run(&(any::<Index>(), any::<bool>(), trees()), |(who, closed, tree)| {
            runtime.block_on(compare(&scene.test.desk, who.get(&readers), closed, &tree))
        });
        checked.unwrap_or_else(|error| panic!("{:?}: {error}", scene.test.desk.db().backend()));
        drop(readers);
        drop(scene);
    }
}

async fn compare(desk: &Desk, eyes: &Eyes<'_>, closed: bool, tree: &Tree<Ask>) -> Result<(), TestCaseError> {
    let filter = eyes.asked(tree);
    if filter.to_string().chars().count() > TEXT_MAX {
        return Ok(());
    }
    let asked = Listing { closed, size: 200, filter: Some(filter), ..Listing::default() };
    let query = asked.to_query();
    let answer = list(desk, eyes.person, &query).await.unwrap();
    let who = &eyes.person.name;
    prop_assert!(answer.refused.is_empty(), "{} asks {}: {:?}", who, &query, &answer.refused);
    prop_assert_eq!(&answer.listing, &asked, "{} asks {}", who, &query);
    let taken = eyes.taken(&answer.listing.narrows());
    prop_assert_eq!(answer.total.count, taken.len() as u64, "{} asks {}", who, &query);
    for row in &answer.rows {
        prop_assert!(taken.contains(&row.number.as_str()), "{} asks {}: {}", who, &query, &row.number);
    }
    Ok(())
}

/// What somebody does not see and what does not exist are refused alike, and so is what makes no sense.
#[tokio::test]
async fn a_filter_that_names_what_one_does_not_see_is_refused() {
    for test in super::support::demo().await {
        let desk = &test.desk;
        let asks = async |person: &Person, filter: &str| {
            let query = Listing::query_of([("filter", filter.to_owned()), ("closed", "1".to_owned())]);
            let answer = list(desk, person, &query).await.unwrap();
            (answer.refused, answer.listing.filter.is_some())
        };
        let (alice, grace) = (super::helpers::person(desk, "alice").await, super::helpers::person(desk, "grace").await);
        let all = list(desk, &alice, "closed=1").await.unwrap().total;
        for filter in [
            "queue:nothing or status.kind:open",
            "status.kind:done",
            "priority:nothing",
            "company:quayside",
            "reporter:nobody",
            "reporter:dmitri",
            "assignee:me",
            "type:internal-task",
            "attr.nothing:x",
            "attr.internal_cost:x",
            "queue:print and",
        ] {
            assert_eq!(asks(&alice, filter).await, (vec!["filter".to_owned()], false), "{filter}");
        }
        let query = Listing::query_of([("filter", "queue:nothing".to_owned()), ("closed", "1".to_owned())]);
        assert_eq!(list(desk, &alice, &query).await.unwrap().total, all, "and narrows nothing");
        for filter in ["company:quayside", "reporter:dmitri and assignee:me", "type:internal-task"] {
            assert_eq!(asks(&grace, filter).await, (Vec::new(), true), "{filter}");
        }
        let export = desk::tickets::list::export::export(desk, &alice, "filter=queue:nothing", false).await;
        assert!(export.is_err(), "a file holds what was asked for or is not made");
    }
}
