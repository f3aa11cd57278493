//! Evaluating the filters of a list on one ticket in memory: the same answer as the desk's queries. The browser asks whether a
//! ticket that has just changed belongs into the list that it shows.

use super::{Facet, Field, Listing, ME, NOBODY, On, Period, Scope, SearchIn};
use crate::filter::{self, FieldValue, FieldValues, Filter, Test, TimeRange};
use crate::search::{terms, words};
use crate::tickets::StatusKind;
use serde::{Deserialize, Serialize};

/// What a list's filters look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub number: String,
    pub subject: String,
    /// What it was called elsewhere.
    pub reference: Option<String>,
    pub closed: bool,
    /// Slugs of its queue and of those above it.
    pub queues: Vec<String>,
    pub kind: String,
    pub status: String,
    /// The kind of its status.
    pub status_kind: StatusKind,
    pub priority: String,
    pub reporter: String,
    pub assignee: Option<String>,
    pub channel: String,
    pub company: String,
    /// Milliseconds since 1970-01-01 UTC.
    pub created_at: i64,
    pub changed_at: i64,
    /// Its status waits for the customer.
    pub waits_for_customer: bool,
    /// What was said last in public, but for Portico's own answers, was said by a customer.
    pub last_reply_by_customer: bool,
}

/// What the address does not say about a view: who reads it, and where their days begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListReader {
    pub is_staff: bool,
    /// The ticket is their own.
    pub mine: bool,
    /// Whether it holds something new for them, where that is known.
    pub unread: Option<bool>,
    /// The first instant of the period, and the end that is not part of it.
    pub since: Option<i64>,
    pub until: Option<i64>,
}

/// A ticket that filters are evaluated on, and who asks. What attributes hold is not told.
#[derive(Clone, Copy, Debug)]
pub struct EvaluatedTicket<'a> {
    pub facts: &'a Facts,
    pub reader: ListReader,
    /// The period that begins and ends as the reader's: when others do is not known here.
    pub period: Option<Period>,
}

impl FieldValues<Field> for EvaluatedTicket<'_> {
    fn value_of(&self, field: &Field) -> FieldValue<'_> {
        let Self { facts, reader, .. } = self;
        match field {
            Field::Queue => FieldValue::Slugs(facts.queues.iter().map(String::as_str).collect()),
            Field::Kind => FieldValue::Slugs(vec![facts.kind.as_str()]),
            Field::Status => FieldValue::Slugs(vec![facts.status.as_str()]),
            Field::StatusKind => FieldValue::Slugs(vec![facts.status_kind.as_str()]),
            Field::Priority => FieldValue::Slugs(vec![facts.priority.as_str()]),
            Field::Company => FieldValue::Slugs(vec![facts.company.as_str()]),
            Field::Reporter => FieldValue::Slugs(vec![facts.reporter.as_str()]),
            Field::Assignee => {
                let me = (reader.is_staff && reader.mine).then_some(ME);
                FieldValue::Slugs([facts.assignee.as_deref().unwrap_or(NOBODY)].into_iter().chain(me).collect())
            }
            Field::Channel => FieldValue::Slugs(vec![facts.channel.as_str()]),
            Field::Created => FieldValue::Instant(facts.created_at),
            Field::Changed => FieldValue::Instant(facts.changed_at),
            Field::Subject => FieldValue::Text(&facts.subject),
            Field::Closed => FieldValue::Flag(facts.closed),
            Field::Mine => FieldValue::Flag(reader.mine),
            Field::Unread if facts.closed => FieldValue::Flag(false),
            // Where it is not known, it may have been read, or nothing that counts has happened.
            Field::Unread => reader.unread.map_or(FieldValue::Unknown, FieldValue::Flag),
            Field::Waiting => FieldValue::Flag(!facts.closed && waits_for(facts, *reader)),
            Field::Attribute(_) => FieldValue::Unknown,
        }
    }

    fn time_range(&self, period: Period) -> Option<TimeRange> {
        let ListReader { since, until, .. } = self.reader;
        (self.period == Some(period)).then_some(TimeRange { since, until })
    }
}

impl Listing {
    /// What the address chooses, but for the search, as a filter.
    pub fn narrows(&self) -> Filter<Field> {
        let only = |is: bool, field: Field| is.then(|| Filter::of(field, Test::Flag(true)));
        let instant = match self.on {
            On::Created => Field::Created,
            On::Changed => Field::Changed,
        };
        let open = self.hides_closed().then(|| Filter::of(Field::Closed, Test::Flag(false)));
        let chosen = Facet::ALL.into_iter().filter_map(|facet| {
            let values = self.chosen.of(facet);
            (!values.is_empty()).then(|| Filter::of(facet.field(), Test::OneOf(values.to_vec())))
        });
        let parts = only(self.scope == Scope::Mine, Field::Mine)
            .into_iter()
            .chain(open)
            .chain(chosen)
            .chain(self.period.map(|period| Filter::of(instant, Test::During(vec![period]))))
            .chain(only(self.waiting, Field::Waiting))
            .chain(only(self.unread, Field::Unread))
            .chain(self.filter.clone());
        Filter::all(parts)
    }

    /// Whether closed tickets are left out. Statuses that are chosen are shown, open or closed.
    fn hides_closed(&self) -> bool {
        let tells_closed = self.closed || !self.chosen.of(Facet::Status).is_empty() || self.filter_tells_closed();
        self.is_open_only() || !tells_closed
    }

    /// Whether the filter says by itself which closed tickets it means.
    pub fn filter_tells_closed(&self) -> bool {
        self.filter.iter().flat_map(Filter::conditions).any(|condition| condition.field.tells_closed())
    }

    /// Whether a ticket that this person sees belongs to the view, on whatever page; `None` where the facts do not tell.
    pub fn matches(&self, facts: &Facts, reader: ListReader) -> Option<bool> {
        let ticket = EvaluatedTicket { facts, reader, period: self.period };
        filter::all([self.narrows().evaluate(&ticket), self.is_found(facts)])
    }

    /// Each of the first words looked for begins a word of one of the fields. What messages, attributes and files hold is not told.
    fn is_found(&self, facts: &Facts) -> Option<bool> {
        let wanted = terms(&self.search);
        if wanted.is_empty() {
            return Some(true);
        }
        let mut held = Vec::new();
        for field in &self.search_in {
            match field {
                SearchIn::Number => {
                    let digits = facts.number.trim_start_matches(|c: char| !c.is_ascii_digit());
                    held.extend(words(&facts.number).chain(words(digits)));
                    held.extend(facts.reference.iter().flat_map(|text| words(text)));
                }
                SearchIn::Subject => held.extend(words(&facts.subject)),
                SearchIn::Messages | SearchIn::Attributes | SearchIn::Files => {}
            }
        }
        let found = wanted.iter().all(|wanted| held.iter().any(|word| word.starts_with(wanted.as_str())));
        let all_known = self.search_in.iter().all(|field| matches!(field, SearchIn::Number | SearchIn::Subject));
        (found || all_known).then_some(found)
    }
}

fn waits_for(facts: &Facts, reader: ListReader) -> bool {
    if reader.is_staff { reader.mine && facts.last_reply_by_customer } else { facts.waits_for_customer }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            number: "PT-1042".into(),
            subject: "Label printer prints blanks".into(),
            reference: Some("INC0007".into()),
            closed: false,
            queues: vec!["print".into(), "field".into()],
            kind: "incident".into(),
            status: "open".into(),
            status_kind: StatusKind::Open,
            priority: "normal".into(),
            reporter: "alice".into(),
            assignee: None,
            channel: "portal".into(),
            company: "harbourline".into(),
            created_at: 1_000,
            changed_at: 2_000,
            waits_for_customer: false,
            last_reply_by_customer: true,
        }
    }

    fn matches_query(query: &str, reader: ListReader) -> Option<bool> {
        let (listing, refused) = Listing::parse(query);
        assert!(refused.is_empty(), "{query}");
        listing.matches(&facts(), reader)
    }

    #[test]
    fn each_filter_narrows_and_its_values_widen() {
        let anybody = ListReader::default();
        for query in
            ["", "queue=field", "queue=print&queue=x", "assignee=none", "q=PRIN+1042", "q=inc0007&type=incident"]
        {
            assert_eq!(matches_query(query, anybody), Some(true), "{query}");
        }
        for query in ["queue=software", "assignee=grace", "scope=mine", "q=rinter", "q=label&in=number", "status=new"] {
            assert_eq!(matches_query(query, anybody), Some(false), "{query}");
        }
    }

    #[test]
    fn a_filter_of_the_address_is_judged_with_the_rest() {
        let closed = Facts { closed: true, status: "done".into(), status_kind: StatusKind::Solved, ..facts() };
        for (filter, open, solved) in [
            ("priority:normal and reporter:alice and channel:portal,mail", Some(true), Some(false)),
            ("queue:field and (status:new or not assignee:grace)", Some(true), Some(true)),
            ("status.kind:solved", Some(false), Some(true)),
            ("not closed:no", Some(false), Some(true)),
            ("subject~\"PRINTER prints\"", Some(true), Some(false)),
            ("not subject~printer", Some(false), Some(false)),
            ("unread:yes", None, Some(false)),
            ("waiting:yes or mine:yes", Some(false), Some(false)),
            ("created:today", None, Some(false)),
            ("attr.serial:A1", None, Some(false)),
            ("attr.serial:A1 and type:question", Some(false), Some(false)),
        ] {
            let query = Listing::query_of([("filter", filter.to_owned())]);
            let (listing, refused) = Listing::parse(&query);
            assert!(refused.is_empty(), "{filter}");
            let results = [facts(), closed.clone()].map(|facts| listing.matches(&facts, ListReader::default()));
            assert_eq!(results, [open, solved], "{filter}");
        }
    }

    #[test]
    fn an_address_says_the_same_as_its_filter() {
        for (query, filter) in [
            ("", "closed:no"),
            ("closed=1", ""),
            ("status=solved", "status:solved"),
            ("queue=print&queue=field&assignee=none", "closed:no and queue:print,field and assignee:none"),
            ("period=7d&on=created&waiting=1", "closed:no and created:7d and waiting:yes"),
            (
                "from=2026-01-01&scope=mine&closed=1&unread=1",
                "mine:yes and closed:no and changed:2026-01-01.. and unread:yes",
            ),
            ("filter=status.kind:open+or+queue:print", "status.kind:open or queue:print"),
            (
                "filter=priority:low+or+queue:print&type=incident",
                "closed:no and type:incident and (priority:low or queue:print)",
            ),
        ] {
            assert_eq!(Listing::parse(query).0.narrows().to_string(), filter, "{query}");
        }
    }

    #[test]
    fn what_is_mine_is_raised_or_assigned_to_me() {
        let customer = ListReader { mine: true, ..ListReader::default() };
        assert_eq!(matches_query("scope=mine", customer), Some(true));
        assert_eq!(matches_query("assignee=me", customer), Some(false), "customers are assigned nothing");
        let agent = ListReader { mine: true, is_staff: true, ..ListReader::default() };
        assert_eq!(matches_query("assignee=me&scope=mine", agent), Some(true));
    }

    #[test]
    fn what_waits_for_whom_depends_on_who_reads() {
        let (customer, agent) =
            (ListReader::default(), ListReader { is_staff: true, mine: true, ..ListReader::default() });
        let waits = |facts: &Facts, reader: ListReader| Listing::parse("waiting=1&closed=1").0.matches(facts, reader);
        assert_eq!((waits(&facts(), customer), waits(&facts(), agent)), (Some(false), Some(true)));
        assert_eq!(waits(&facts(), ListReader { mine: false, ..agent }), Some(false), "it is another agent's");
        let answered = Facts { waits_for_customer: true, last_reply_by_customer: false, ..facts() };
        assert_eq!((waits(&answered, customer), waits(&answered, agent)), (Some(true), Some(false)));
        let closed = Facts { closed: true, waits_for_customer: true, ..facts() };
        assert_eq!((waits(&closed, customer), waits(&closed, agent)), (Some(false), Some(false)));
    }

    #[test]
    fn what_is_unread_is_decided_where_it_is_known() {
        let read = |unread: Option<bool>| matches_query("unread=1", ListReader { unread, ..ListReader::default() });
        assert_eq!([Some(true), Some(false), None].map(read), [Some(true), Some(false), None]);
        assert_eq!(
            matches_query("unread=1&queue=software", ListReader::default()),
            Some(false),
            "whether it was read or not"
        );
        let closed = Facts { closed: true, ..facts() };
        assert_eq!(Listing::parse("unread=1&closed=1").0.matches(&closed, ListReader::default()), Some(false));
    }

    #[test]
    fn a_period_ends_before_its_end_and_chosen_statuses_show_closed_ones() {
        let window = |since, until| ListReader { since, until, ..ListReader::default() };
        assert_eq!(matches_query("period=today", window(Some(2_000), None)), Some(true));
        assert_eq!(matches_query("period=today", window(Some(1_000), Some(2_000))), Some(false));
        assert_eq!(matches_query("period=today&on=created", window(Some(1_000), Some(2_000))), Some(true));
        let closed = Facts { closed: true, status: "solved".into(), ..facts() };
        let shown = |query: &str| Listing::parse(query).0.matches(&closed, ListReader::default());
        assert_eq!((shown(""), shown("closed=1"), shown("status=solved")), (Some(false), Some(true), Some(true)));
    }
}
