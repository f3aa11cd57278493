//! The filter language evaluated on one ticket: the same answer as the desk's queries, without a database. The browser asks
//! it whether a ticket that has just changed belongs into the list that it shows.

use super::{Facet, Listing, ME, NOBODY, On, Scope, SearchIn};
use crate::search::{sought, words};
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
    pub assignee: Option<String>,
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
pub struct Reader {
    pub works_here: bool,
    /// The ticket is their own.
    pub mine: bool,
    /// Whether it holds something new for them, where that is known.
    pub unread: Option<bool>,
    /// The first instant of the period, and the end that is not part of it.
    pub since: Option<i64>,
    pub until: Option<i64>,
}

impl Listing {
    /// Whether a ticket that this person sees belongs to the view, on whatever page; `None` where the facts do not tell.
    pub fn matches(&self, facts: &Facts, reader: Reader) -> Option<bool> {
        let narrowed = (self.scope == Scope::Company || reader.mine)
            && (self.closed || !self.chosen.of(Facet::Status).is_empty() || !facts.closed)
            && !(self.is_open_only() && facts.closed)
            && (!self.waiting || waits_for(facts, reader))
            && (!self.unread || reader.unread != Some(false))
            && Facet::ALL.into_iter().all(|facet| self.holds(facet, facts, reader))
            && self.is_in_period(facts, reader);
        match narrowed {
            false => Some(false),
            // It may have been read, or nothing that counts has happened.
            true if self.unread && reader.unread.is_none() => None,
            true => self.is_found(facts),
        }
    }

    fn holds(&self, facet: Facet, facts: &Facts, reader: Reader) -> bool {
        let chosen = self.chosen.of(facet);
        let any = |slug: &str| chosen.iter().any(|chosen| chosen == slug);
        chosen.is_empty()
            || match facet {
                Facet::Queue => facts.queues.iter().any(|queue| any(queue)),
                Facet::Kind => any(&facts.kind),
                Facet::Status => any(&facts.status),
                Facet::Company => any(&facts.company),
                Facet::Assignee => {
                    facts.assignee.as_ref().map_or(any(NOBODY), |slug| any(slug))
                        || (reader.works_here && reader.mine && any(ME))
                }
            }
    }

    fn is_in_period(&self, facts: &Facts, reader: Reader) -> bool {
        let at = match self.on {
            On::Created => facts.created_at,
            On::Changed => facts.changed_at,
        };
        reader.since.is_none_or(|since| at >= since) && reader.until.is_none_or(|until| at < until)
    }

    /// Each of the first words looked for begins a word of one of the fields. What messages, attributes and files hold is not told.
    fn is_found(&self, facts: &Facts) -> Option<bool> {
        let wanted = sought(&self.search);
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
        let all_told = self.search_in.iter().all(|field| matches!(field, SearchIn::Number | SearchIn::Subject));
        (found || all_told).then_some(found)
    }
}

fn waits_for(facts: &Facts, reader: Reader) -> bool {
    if reader.works_here { reader.mine && facts.last_reply_by_customer } else { facts.waits_for_customer }
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
            assignee: None,
            company: "harbourline".into(),
            created_at: 1_000,
            changed_at: 2_000,
            waits_for_customer: false,
            last_reply_by_customer: true,
        }
    }

    fn found(query: &str, reader: Reader) -> Option<bool> {
        let (listing, refused) = Listing::parse(query);
        assert!(refused.is_empty(), "{query}");
        listing.matches(&facts(), reader)
    }

    #[test]
    fn each_filter_narrows_and_its_values_widen() {
        let anybody = Reader::default();
        for query in
            ["", "queue=field", "queue=print&queue=x", "assignee=none", "q=PRIN+1042", "q=inc0007&type=incident"]
        {
            assert_eq!(found(query, anybody), Some(true), "{query}");
        }
        for query in ["queue=software", "assignee=grace", "scope=mine", "q=rinter", "q=label&in=number", "status=new"] {
            assert_eq!(found(query, anybody), Some(false), "{query}");
        }
    }

    #[test]
    fn what_is_mine_is_raised_or_assigned_to_me() {
        let customer = Reader { mine: true, ..Reader::default() };
        assert_eq!(found("scope=mine", customer), Some(true));
        assert_eq!(found("assignee=me", customer), Some(false), "customers are assigned nothing");
        let agent = Reader { mine: true, works_here: true, ..Reader::default() };
        assert_eq!(found("assignee=me&scope=mine", agent), Some(true));
    }

    #[test]
    fn what_waits_for_whom_depends_on_who_reads() {
        let (customer, agent) = (Reader::default(), Reader { works_here: true, mine: true, ..Reader::default() });
        let waits = |facts: &Facts, reader: Reader| Listing::parse("waiting=1&closed=1").0.matches(facts, reader);
        assert_eq!((waits(&facts(), customer), waits(&facts(), agent)), (Some(false), Some(true)));
        assert_eq!(waits(&facts(), Reader { mine: false, ..agent }), Some(false), "it is another agent's");
        let answered = Facts { waits_for_customer: true, last_reply_by_customer: false, ..facts() };
        assert_eq!((waits(&answered, customer), waits(&answered, agent)), (Some(true), Some(false)));
        let closed = Facts { closed: true, waits_for_customer: true, ..facts() };
        assert_eq!((waits(&closed, customer), waits(&closed, agent)), (Some(false), Some(false)));
    }

    #[test]
    fn what_is_unread_is_told_where_it_is_known() {
        let read = |unread: Option<bool>| found("unread=1", Reader { unread, ..Reader::default() });
        assert_eq!([Some(true), Some(false), None].map(read), [Some(true), Some(false), None]);
        assert_eq!(found("unread=1&queue=software", Reader::default()), Some(false), "whether it was read or not");
        let closed = Facts { closed: true, ..facts() };
        assert_eq!(Listing::parse("unread=1&closed=1").0.matches(&closed, Reader::default()), Some(false));
    }

    #[test]
    fn a_period_ends_before_its_end_and_chosen_statuses_show_closed_ones() {
        let window = |since, until| Reader { since, until, ..Reader::default() };
        assert_eq!(found("period=today", window(Some(2_000), None)), Some(true));
        assert_eq!(found("period=today", window(Some(1_000), Some(2_000))), Some(false));
        assert_eq!(found("period=today&on=created", window(Some(1_000), Some(2_000))), Some(true));
        let closed = Facts { closed: true, status: "solved".into(), ..facts() };
        let shown = |query: &str| Listing::parse(query).0.matches(&closed, Reader::default());
        assert_eq!((shown(""), shown("closed=1"), shown("status=solved")), (Some(false), Some(true), Some(true)));
    }
}
