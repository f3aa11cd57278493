//! What is measured, one line each.

use crate::http::{Form, get, post};
use crate::visitor::Who;
use std::net::SocketAddr;

pub struct Case {
    pub name: String,
    pub who: Who,
    /// The most that the operation should cost: milliseconds of processor time.
    pub aim: Option<f64>,
    pub does: Does,
}

pub enum Does {
    /// Looks at pages in turn; the bare handler has them too.
    Look(Vec<String>),
    /// Looks at a page that the bare handler does not have.
    LookOnly(&'static str, &'static str),
    Answer,
    /// Sends the form of a new ticket.
    Create,
    /// Opens the form, sends it and looks at the new ticket.
    CreateWhole,
    SignIn,
}

/// The tickets that the cases are about, as addresses.
pub struct Tickets {
    pub six: Vec<String>,
    pub long: String,
    pub open: Vec<String>,
}

pub struct Operation {
    pub cookie: String,
    pub steps: Vec<Step>,
}

pub struct Step {
    pub request: Request,
    pub status: u16,
    /// What the answer must hold.
    pub needle: String,
}

pub enum Request {
    Ready(Vec<u8>),
    /// Where the answer before leads to.
    Follow,
}

/// All cases; those that write come last, because they make the data grow.
pub fn all(tickets: &Tickets) -> Vec<Case> {
    let mut cases = Vec::new();
    for (who, aim) in [(Who::Alice, 0.8), (Who::Grace, 1.0)] {
        let mut look = |name: &str, aim: f64, paths: Vec<String>| {
            let name = format!("{name}, {}", who.name());
            cases.push(Case { name, who, aim: Some(aim), does: Does::Look(paths) });
        };
        look("dashboard, first page", aim, vec!["/tickets".into()]);
        for sort in ["-number", "subject", "status", "-priority", "-created"] {
            let name = format!("dashboard by {}", sort.trim_start_matches('-'));
            look(&name, aim, vec![format!("/tickets?sort={sort}")]);
        }
        look("dashboard, closed too", 1.0, vec!["/tickets?closed=1".into()]);
        look("dashboard, closed too, by subject", 1.0, vec!["/tickets?closed=1&sort=subject".into()]);
        look("search, frequent word", 1.5, vec!["/tickets?closed=1&q=printer".into()]);
        look("search, two words", 1.5, vec!["/tickets?closed=1&q=printer+packing".into()]);
        look("ticket, 6 messages", 0.8, tickets.six.clone());
        look("ticket, long thread", 1.5, vec![tickets.long.clone()]);
    }
    let mut other = |name: &str, who: Who, aim: Option<f64>, does: Does| {
        cases.push(Case { name: format!("{name}, {}", who.name()), who, aim, does });
    };
    other("new ticket's form", Who::Alice, None, Does::LookOnly("/tickets/new", "name=\"description\""));
    other("answer", Who::Alice, Some(2.0), Does::Answer);
    other("answer", Who::Grace, Some(2.0), Does::Answer);
    other("create", Who::Alice, None, Does::Create);
    other("create: form, send, ticket", Who::Alice, Some(2.5), Does::CreateWhole);
    other("sign-in", Who::Alice, None, Does::SignIn);
    cases
}

/// Makes the operations of a case against one server.
pub struct Maker<'a> {
    pub address: SocketAddr,
    pub does: &'a Does,
    pub who: Who,
    pub cookie: &'a str,
    pub tickets: &'a Tickets,
    /// What each page looked at must hold.
    pub needles: &'a [String],
}

impl Maker<'_> {
    /// The operation of this number.
    pub fn make(&self, number: u64) -> Operation {
        let turn = |count: usize| usize::try_from(number).unwrap_or_default() % count.max(1);
        let steps = match self.does {
            Does::Look(paths) => {
                let turn = turn(paths.len());
                vec![self.page(&paths[turn], &self.needles[turn])]
            }
            Does::LookOnly(path, needle) => vec![self.page(path, needle)],
            Does::Answer => vec![self.answer(&self.tickets.open[turn(self.tickets.open.len())], number)],
            Does::Create => vec![self.create(number)],
            Does::CreateWhole => {
                let follow = Step { request: Request::Follow, status: 200, needle: subject(number) };
                vec![self.page("/tickets/new", "name=\"description\""), self.create(number), follow]
            }
            Does::SignIn => vec![self.send("/login", "", &self.who.credentials())],
        };
        Operation { cookie: self.cookie.to_owned(), steps }
    }

    fn page(&self, path: &str, needle: &str) -> Step {
        Step { request: Request::Ready(get(self.address, path, self.cookie)), status: 200, needle: needle.to_owned() }
    }

    fn send(&self, path: &str, cookie: &str, form: &Form) -> Step {
        Step { request: Request::Ready(post(self.address, path, cookie, form)), status: 303, needle: String::new() }
    }

    fn answer(&self, ticket: &str, number: u64) -> Step {
        let fields = vec![("body", format!("{TEXT} ({number})")), ("key", key(number))];
        self.send(&format!("{ticket}/messages"), self.cookie, &Form::Multipart(fields))
    }

    fn create(&self, number: u64) -> Step {
        let fields = vec![
            ("subject", subject(number)),
            ("type", "question".into()),
            ("queue", "print".into()),
            ("description", TEXT.into()),
            ("key", key(number)),
        ];
        self.send("/tickets/new", self.cookie, &Form::Multipart(fields))
    }
}

fn subject(number: u64) -> String {
    format!("The label printer at bench {number} prints half of each label")
}

fn key(number: u64) -> String {
    format!("bench-{}-{number}", std::process::id())
}

const TEXT: &str = "Since this morning the label printer stops in the middle of a label, feeds an empty one and goes on.\n\
    We have cleaned the head, put in a new roll and restarted it twice; the test page comes out well. It happens with \
    the labels of both carriers, so it cannot be the template. Could somebody have a look before the afternoon shift?";
