//! Benchmark cases: what is measured, one line each.

use crate::http::{Form, get, post};
use crate::visitor::DemoUser;
use std::net::SocketAddr;

pub struct Case {
    pub name: String,
    pub user: DemoUser,
    /// The most that the operation should cost: milliseconds of processor time.
    pub aim: Option<f64>,
    pub action: Action,
}

/// Both programs do all of it.
pub enum Action {
    /// Looks at pages in turn.
    Pages(Vec<String>),
    /// Looks at a form.
    Form(String, &'static str),
    /// Fetches a whole view as a file, on one connection.
    Export(Vec<String>),
    Reply,
    /// Opens the form of a new ticket, sends it and looks at the ticket.
    Create,
    SignIn,
}

impl Action {
    /// The pages that both programs have and that list something, by which they are compared.
    pub fn pages(&self) -> &[String] {
        match self {
            Self::Pages(pages) | Self::Export(pages) => pages,
            _ => &[],
        }
    }

    /// Whether both programs write for it: then their rows are compared.
    pub fn writes(&self) -> bool {
        matches!(self, Self::Reply | Self::Create | Self::SignIn)
    }

    pub fn is_export(&self) -> bool {
        matches!(self, Self::Export(_))
    }
}

/// The tickets that the cases are about, as addresses.
pub struct Tickets {
    pub six: Vec<String>,
    pub long: String,
    pub open: Vec<String>,
    /// Of the list of everything, at most 1,000.
    pub last_page: i64,
}

pub struct Operation {
    pub cookie: String,
    pub steps: Vec<Step>,
}

pub struct Step {
    pub request: Request,
    pub status: u16,
    /// What the response must contain.
    pub needle: String,
}

pub enum Request {
    Ready(Vec<u8>),
    /// Where the response before leads to.
    Follow,
}

/// All cases; those that write come last, because they make the data grow.
pub fn all(tickets: &Tickets) -> Vec<Case> {
    let mut cases = Vec::new();
    for user in [DemoUser::Alice, DemoUser::Grace] {
        cases.extend(lists(user, tickets));
        cases.extend(searches(user));
        let six = Action::Pages(tickets.six.clone());
        cases.push(case("ticket, 6 messages", user, Some(0.8), six));
        cases.push(case("ticket, 500 messages", user, None, load_page(&tickets.long)));
        cases.push(case("ticket, 500 shown", user, None, load_page(&format!("{}?messages=1000", tickets.long))));
        cases.push(case("dashboard, a filter opened", user, None, load_page("/tickets?open=queue")));
        cases.push(case("export", user, None, Action::Export(vec!["/tickets/export?closed=1".into()])));
    }
    let form = Action::Form("/tickets/new".into(), DESCRIPTION);
    cases.push(case("new ticket's form", DemoUser::Alice, None, form));
    cases.push(case("sign-in", DemoUser::Alice, None, Action::SignIn));
    cases.push(case("answer", DemoUser::Alice, Some(2.0), Action::Reply));
    cases.push(case("answer", DemoUser::Grace, Some(2.0), Action::Reply));
    cases.push(case("create", DemoUser::Alice, Some(2.5), Action::Create));
    cases
}

fn case(name: &str, user: DemoUser, aim: Option<f64>, action: Action) -> Case {
    Case { name: format!("{name}, {}", user.name()), user, aim, action }
}

fn load_page(page: &str) -> Action {
    Action::Pages(vec![page.to_owned()])
}

/// Views of the dashboard, each under the aim of its first page.
fn lists(user: DemoUser, tickets: &Tickets) -> Vec<Case> {
    let aim = Some(if user == DemoUser::Alice { 0.8 } else { 1.0 });
    let mut cases = Vec::new();
    let mut list = |name: &str, query: &str| {
        cases.push(case(name, user, aim, load_page(&format!("/tickets{query}"))));
    };
    list("dashboard", "");
    list("closed too", "?closed=1");
    for sort in ["-number", "-created", "changed", "subject", "status", "-priority"] {
        list(&format!("sort {}", sort.trim_start_matches('-')), &format!("?sort={sort}"));
    }
    for filter in ["queue=print", "type=incident", "status=open", "period=30d", "assignee=grace"] {
        let name = filter.split('=').next().unwrap_or_default();
        list(&format!("filter {name}"), &format!("?{filter}"));
    }
    list("filter queue and type", "?queue=print&type=incident");
    if user == DemoUser::Grace {
        list("filter company", "?company=harbourline");
        let late = load_page(&format!("/tickets?closed=1&page={}", tickets.last_page));
        cases.push(case("page 1,000 or the last", user, None, late));
    } else {
        list("sort queue (no index)", "?sort=queue");
    }
    cases
}

/// One word that stands in few tickets and one that stands in many, both in open tickets of alice's company: the best first, as
/// people search, and in the order of changes.
fn searches(user: DemoUser) -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, word) in [("rare", "quiet"), ("frequent", "printer")] {
        for (closed, query) in [("", ""), (", closed too", "closed=1&")] {
            let page = format!("/tickets?{query}q={word}");
            let by_change = load_page(&format!("{page}&sort=-changed"));
            cases.push(case(&format!("search {name}{closed}"), user, Some(1.5), load_page(&page)));
            cases.push(case(&format!("search {name}{closed}, by change"), user, Some(1.5), by_change));
        }
    }
    cases
}

/// What the form of a new ticket must hold.
const DESCRIPTION: &str = "name=\"description\"";

/// Builds the operations of a case against one server.
pub struct OperationFactory<'a> {
    pub address: SocketAddr,
    pub action: &'a Action,
    pub user: DemoUser,
    pub cookie: &'a str,
    pub tickets: &'a Tickets,
    /// What each page looked at must hold.
    pub needles: &'a [String],
}

impl OperationFactory<'_> {
    /// The operation of this number.
    pub fn make(&self, number: u64) -> Operation {
        let turn = |count: usize| usize::try_from(number).unwrap_or_default() % count.max(1);
        let steps = match self.action {
            Action::Pages(pages) | Action::Export(pages) => {
                let turn = turn(pages.len());
                vec![self.page(&pages[turn], &self.needles[turn])]
            }
            Action::Form(page, needle) => vec![self.page(page, needle)],
            Action::Reply => vec![self.reply(&self.tickets.open[turn(self.tickets.open.len())], number)],
            Action::Create => {
                let follow = Step { request: Request::Follow, status: 200, needle: subject(number) };
                vec![self.page("/tickets/new", DESCRIPTION), self.create(number), follow]
            }
            Action::SignIn => vec![self.send("/login", "", &self.user.credentials())],
        };
        Operation { cookie: self.cookie.to_owned(), steps }
    }

    fn page(&self, path: &str, needle: &str) -> Step {
        Step { request: Request::Ready(get(self.address, path, self.cookie)), status: 200, needle: needle.to_owned() }
    }

    fn send(&self, path: &str, cookie: &str, form: &Form) -> Step {
        Step { request: Request::Ready(post(self.address, path, cookie, form)), status: 303, needle: String::new() }
    }

    fn reply(&self, ticket: &str, number: u64) -> Step {
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

#[cfg(test)]
mod tests {
    use super::{Tickets, all};
    use std::collections::BTreeSet;

    #[test]
    fn every_case_has_a_name_of_its_own() {
        let tickets = Tickets { six: Vec::new(), long: String::new(), open: Vec::new(), last_page: 1 };
        let names: Vec<String> = all(&tickets).into_iter().map(|case| case.name).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
    }
}
