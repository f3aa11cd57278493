//! Plans: who raises cases, and how that changes, whatever races.

use super::changed_tables::ChangedTables;
use super::helpers::{self, account, desk_at, incident, kept, load_ticket, number_in, person, refusal, sql};
use super::policy::outcome;
use super::support::{NOW, TestDesk, demo};
use desk::activities::{list as list_activities, see_all};
use desk::menu::counts;
use desk::people::Person;
use desk::plans::change::{Helpers, PlanChange, change, set_helpers};
use desk::plans::decide::{approve, decline, withdraw};
use desk::plans::file::{file, forward};
use desk::plans::form::{FormQuery, form};
use desk::plans::list::list;
use desk::plans::remind::{next_due, remind};
use desk::plans::setup::{self, ContactChannels, Routing};
use desk::plans::{NewRequest, show};
use desk::tickets::new_ticket_form::new_ticket_form;
use desk::tickets::open::open;
use desk::{Clock, Desk, Result, Rules};
use domain::activities::What;
use domain::conversation::TimelineEvent as Line;
use domain::plans::setup::LevelDraft;
use domain::plans::{
    PlanHistoryEvent, PlanOverview, RequestDraft, RequestFormOffer, RequestKind, RequestState, RequestText, Task,
};
use domain::refusal::Because;
use domain::support::{SeatAnswer, WayOut};
use domain::tickets::TicketFormOrRefusal;
use domain::tickets::draft::TicketDraft;
use domain::time::DAY;
use domain::{Reason, Refusal};
use std::fmt::Write;

fn ticket_text(text: &RequestText<'_>) -> (String, String) {
    (format!("Plan: {}", text.draft.name()), text.removes.join(", "))
}

/// A request for somebody to become a contact.
fn newcomer(first: &str, last: &str, email: &str) -> RequestDraft {
    RequestDraft {
        first_name: first.into(),
        last_name: last.into(),
        position: "Supervisor".into(),
        email: email.into(),
        ..RequestDraft::default()
    }
}

fn tomasz() -> RequestDraft {
    newcomer("Tomasz", "Wolny", "tomasz@harbourline.example")
}

fn sent(draft: RequestDraft) -> NewRequest<'static> {
    NewRequest {
        company: "",
        product: "",
        draft,
        to: "",
        asked_by: "",
        approve: false,
        confirmed: false,
        key: "",
        text: ticket_text,
    }
}

/// For the company that the plans of the tests are of; agents name it.
fn at_harbourline(draft: RequestDraft) -> NewRequest<'static> {
    NewRequest { company: "harbourline", ..sent(draft) }
}

async fn page(desk: &Desk, handle: &str, company: &str) -> PlanOverview {
    show::show(desk, &person(desk, handle).await, company).await.unwrap()
}

async fn names(desk: &Desk, company: &str) -> Vec<String> {
    let page = page(desk, "grace", company).await;
    page.plans[0].contacts.iter().map(|contact| contact.name.clone()).collect()
}

async fn mails(desk: &Desk, address: &str) -> i64 {
    number_in(desk, &format!("SELECT COUNT(*) FROM mails WHERE address = '{address}'")).await
}

/// Two contacts, chloe without a seat, the senior manager, a contact of another company, a client of a third; then the desk:
/// read-only, print team, agent, the account manager, administrator.
const PEOPLE: &str = "alice bruno chloe olga dmitri farid iris jonas grace hugo admin";

/// Words as in `policy.rs`; `file`: only those who may file; `adm`: only administrators.
const POLICY: &str = "
                     alic brun chlo olga dmit fari iris jona grac hugo admi
show                 yes  yes  yes  yes  404  404  yes  yes  yes  yes  yes
list                 404  404  404  404  404  404  yes  yes  yes  yes  yes
form                 yes  yes  yes  yes  404  404  ro   ro   yes  yes  yes
form correct         yes  yes  404  yes  404  404  ro   ro   yes  yes  yes
file                 yes  yes  yes  yes  404  404  ro   ro   yes  yes  yes
request              yes  yes  404  yes  404  404  yes  yes  yes  yes  yes
request own          yes  yes  yes  yes  404  404  yes  yes  yes  yes  yes
forward              yes  yes  file yes  404  404  ro   ro   yes  yes  yes
withdraw             yes  yes  404  yes  404  404  ro   ro   yes  yes  yes
withdraw own         yes  yes  yes  yes  404  404  ro   ro   yes  yes  yes
approve              agen agen 404  agen 404  404  ro   ro   yes  yes  yes
decline              agen agen 404  agen 404  404  ro   ro   yes  yes  yes
change               404  404  404  404  404  404  adm  adm  adm  adm  yes
help                 404  404  404  404  404  404  adm  adm  adm  adm  yes
setup                404  404  404  404  404  404  adm  adm  adm  adm  yes
set_level            404  404  404  404  404  404  adm  adm  adm  adm  yes
drop_level           404  404  404  404  404  404  adm  adm  adm  adm  yes
set_product          404  404  404  404  404  404  adm  adm  adm  adm  yes
route                404  404  404  404  404  404  adm  adm  adm  adm  yes
set_reach            404  404  404  404  404  404  adm  adm  adm  adm  yes
set_words            404  404  404  404  404  404  adm  adm  adm  adm  yes
";

const READS: [&str; 7] = ["show", "list", "form", "form correct", "request", "request own", "setup"];

fn wanted(limit: &'static str) -> PlanChange<'static> {
    PlanChange { level: "Standard", limit, ends_on: "", grace_days: "14", suspended: false, choose_by: "" }
}

async fn perform(desk: &Desk, asking: &Person, row: &str, filed: &str, prepared: &str) -> Result<()> {
    let asked = |kind, contact| FormQuery { company: "harbourline", product: "", kind, contact };
    let offered = |offer| match offer {
        RequestFormOffer::Form(_) => Ok(()),
        RequestFormOffer::Refused(because) => Err(Refusal::Forbidden(because).into()),
    };
    match row {
        "show" => show::show(desk, asking, "harbourline").await.map(drop),
        "list" => list(desk, asking, "").await.map(drop),
        "form" => offered(form(desk, asking, asked("add", "")).await?),
        "form correct" => offered(form(desk, asking, asked("correct", "ines")).await?),
        "file" => {
            let draft = newcomer("Marta", "Silva", "marta@harbourline.example");
            file(desk, asking, at_harbourline(draft)).await.map(drop)
        }
        "request" => show::request(desk, asking, filed).await.map(drop),
        "request own" => show::request(desk, asking, prepared).await.map(drop),
        "forward" => forward(desk, asking, prepared, ticket_text).await,
        "withdraw" => withdraw(desk, asking, filed).await,
        "withdraw own" => withdraw(desk, asking, prepared).await,
        "approve" => approve(desk, asking, filed, None, false).await,
        "decline" => decline(desk, asking, filed, "Not this year.").await,
        "change" => change(desk, asking, "harbourline", "", wanted("5")).await,
        "help" => {
            let helpers = Helpers { account_manager: "nadia", csm: "", team_queue: "" };
            set_helpers(desk, asking, "harbourline", helpers).await
        }
        "setup" => setup::setup(desk, asking).await.map(drop),
        "set_level" => setup::set_level(desk, asking, "Standard", &gold("Standard")).await,
        "drop_level" => setup::drop_level(desk, asking, "Unused").await,
        "set_product" => setup::set_product(desk, asking, "handhelds", "Handheld terminals").await,
        "route" => setup::route(desk, asking, Routing { products: vec![("plans", "")], ..ROUTING }).await,
        "set_reach" => setup::set_reach(desk, asking, REACH).await,
        "set_words" => setup::set_words(desk, asking, None).await,
        _ => panic!("{row} is not performed"),
    }
}

fn gold(name: &str) -> LevelDraft {
    LevelDraft { name: name.into(), seats: "4".into(), phone: true, dedicated: false }
}

const ROUTING: Routing<'_> = Routing { products: Vec::new(), plan_queue: "plans", plan_type: "request" };
const REACH: ContactChannels<'_> =
    ContactChannels { phone: "+44 20 7946 0000", domain: "portico.example", chat_calendar: "chat" };

#[tokio::test]
async fn everybody_may_do_what_the_table_says() {
    for test in demo().await {
        let (desk, mut changes) = (&test.desk, ChangedTables::watch(&test.desk).await);
        let mut people = Vec::new();
        for handle in PEOPLE.split(' ') {
            people.push((handle, person(desk, handle).await));
        }
        let (olga, chloe) = (person(desk, "olga").await, person(desk, "chloe").await);
        let mut wrong = String::new();
        for line in POLICY.lines().skip(2) {
            let (row, cells) = line.split_at(21);
            let row = row.trim();
            for ((handle, asking), expected) in people.iter().zip(cells.split_whitespace()) {
                sql(desk, "DELETE FROM plan_requests").await;
                sql(desk, "DELETE FROM seats WHERE slug NOT IN (SELECT slug FROM users)").await;
                sql(desk, "UPDATE plans SET seat_limit = 4 WHERE seat_limit = 5").await;
                sql(desk, "UPDATE companies SET account_manager_id = (SELECT id FROM users WHERE slug = 'hugo') WHERE slug = 'harbourline'").await;
                let filed = file(desk, &olga, sent(tomasz())).await.unwrap();
                let draft = newcomer("Chloe", "Bennett", "chloe@harbourline.example");
                let prepared = file(desk, &chloe, NewRequest { to: "olga", ..sent(draft) }).await.unwrap();
                // Looking at it for the first time would leave a trace, as reading a ticket does.
                show::request(desk, &olga, &prepared).await.unwrap();
                sql(
                    desk,
                    "INSERT INTO plan_levels (name, seats, phone, dedicated, rank) SELECT 'Unused', 1, FALSE, FALSE, 9 \
                    WHERE NOT EXISTS (SELECT 1 FROM plan_levels WHERE name = 'Unused')",
                )
                .await;
                changes.forget(desk).await;
                let came_out = outcome(perform(desk, asking, row, &filed, &prepared).await);
                let changed = !changes.tables(desk).await.is_empty();
                if came_out != expected {
                    writeln!(wrong, "{row}, {handle}: {came_out} instead of {expected}").unwrap();
                }
                if changed != (came_out == "yes" && !READS.contains(&row)) {
                    writeln!(wrong, "{row}, {handle}: {came_out}, changed: {changed}").unwrap();
                }
            }
        }
        assert!(wrong.is_empty(), "{:?}\n{wrong}", desk.db().backend());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b01_of_fifty_approvals_at_once_on_the_last_seat_one_wins() {
    for test in demo().await {
        let (desk, olga, grace) = (&test.desk, person(&test.desk, "olga").await, person(&test.desk, "grace").await);
        let mut requests = Vec::new();
        for n in 0..50 {
            let draft = newcomer("Person", &format!("Number{n}"), &format!("p{n}@harbourline.example"));
            requests.push(file(desk, &olga, sent(draft)).await.unwrap());
        }
        let approving: Vec<_> = requests
            .into_iter()
            .map(|id| {
                let (desk, grace) = (desk.clone(), grace.clone());
                tokio::spawn(async move { approve(&desk, &grace, &id, None, false).await })
            })
            .collect();
        let mut won = 0;
        for approval in approving {
            match approval.await.unwrap() {
                Ok(()) => won += 1,
                refused => {
                    let full = Refusal::field("keep", Reason::SeatsFull { limit: 4 });
                    assert_eq!(refusal(refused), full);
                }
            }
        }
        assert_eq!((won, names(desk, "harbourline").await.len()), (1, 4), "{:?}", desk.db().backend());
        let plan = "(SELECT p.id FROM plans p JOIN companies c ON c.id = p.company_id WHERE c.slug = 'harbourline')";
        let approved = format!("SELECT COUNT(*) FROM plan_requests WHERE plan_id = {plan} AND state = 'approved'");
        assert_eq!(number_in(desk, &approved).await, 1);
    }
}

#[tokio::test]
async fn c27_requests_are_sent_at_the_pace_of_messages() {
    for test in demo().await {
        let rules = Rules { messages_per_minute: 1, ..Rules::default() };
        let desk = Desk::open_with(test.db.clone(), test.files.clone(), Clock::fixed(NOW), rules).await;
        let desk = &desk.unwrap();
        let olga = person(desk, "olga").await;
        assert!(matches!(refusal(file(desk, &olga, sent(newcomer("", "", ""))).await), Refusal::Invalid(_)));
        let once = || NewRequest { key: "once", ..sent(tomasz()) };
        let id = file(desk, &olga, once()).await.unwrap();
        assert_eq!(file(desk, &olga, once()).await.unwrap(), id, "sent again, it counts once");
        let another = newcomer("Zofia", "Nowak", "zofia@harbourline.example");
        assert_eq!(refusal(file(desk, &olga, sent(another)).await), Refusal::TooFast { seconds: 60 });
        let requests = "SELECT COUNT(*) FROM plan_requests WHERE email LIKE 'zofia%'";
        assert_eq!(number_in(desk, requests).await, 0);
    }
}

#[tokio::test]
async fn a_request_goes_from_who_wants_a_seat_to_the_seat() {
    for test in demo().await {
        let desk = &test.desk;
        let (chloe, olga, grace) =
            (person(desk, "chloe").await, person(desk, "olga").await, person(desk, "grace").await);
        let old = helpers::raise(desk, &person(desk, "ines").await).await;
        assert!(matches!(
            refusal(open(desk, &chloe, &incident("x"), &[], "").await),
            Refusal::Forbidden(Because::NoSeat { .. })
        ));
        let draft = RequestDraft {
            removes: vec!["ines".into()],
            ..newcomer("Chloe", "Bennett", " Chloe@Harbourline.example.")
        };
        let id = file(desk, &chloe, NewRequest { to: "olga", key: "k", ..sent(draft.clone()) }).await.unwrap();
        assert_eq!(
            file(desk, &chloe, NewRequest { to: "olga", key: "k", ..sent(draft) }).await.unwrap(),
            id,
            "sent twice"
        );
        let seen = show::request(desk, &olga, &id).await.unwrap();
        assert_eq!((seen.state, seen.ticket, seen.registered), (RequestState::Prepared, None, true));
        assert!(seen.may.file && !seen.may.decide);
        assert_eq!(mails(desk, "olga@harbourline.example").await, 1, "she is asked to file it");
        assert_eq!(list(desk, &grace, "").await.unwrap().requests.len(), 0, "it is not with the provider yet");
        forward(desk, &olga, &id, ticket_text).await.unwrap();
        forward(desk, &olga, &id, ticket_text).await.unwrap();
        let seen = show::request(desk, &grace, &id).await.unwrap();
        let number = seen.ticket.unwrap();
        let ticket = load_ticket(desk, &olga, &number).await;
        assert_eq!((ticket.reporter.full.as_str(), ticket.queue.as_str()), ("Olga Petersen", "Plans and billing"));
        assert_eq!(list(desk, &grace, "").await.unwrap().requests.len(), 1);
        approve(desk, &grace, &id, None, false).await.unwrap();
        approve(desk, &grace, &id, None, false).await.unwrap();
        assert_eq!(names(desk, "harbourline").await, ["Alice Kowalska", "Bruno Meyer", "Chloe Bennett"]);
        assert!(kept(desk, &number).await.closed);
        let entry =
            list_activities(desk, &chloe, 1).await.unwrap().entries.into_iter().find(|entry| entry.number == number);
        let entry = entry.map(|entry| (entry.what, entry.besides));
        assert_eq!(entry, Some((What::Seated, 0)), "what it means to her, not what went along with it");
        let entry =
            list_activities(desk, &olga, 1).await.unwrap().entries.into_iter().find(|entry| entry.number == number);
        assert_eq!(entry.map(|entry| entry.what), Some(What::Line(Line::Approved)), "to others");
        let chloe = person(desk, "chloe").await;
        open(desk, &chloe, &incident("My first"), &[], "").await.unwrap();
        // b03: only the raising of new cases has stopped.
        let ines = person(desk, "ines").await;
        assert!(matches!(
            new_ticket_form(desk, &ines, "", "").await.unwrap(),
            TicketFormOrRefusal::Refused(Because::NoSeat { .. })
        ));
        assert!(matches!(
            refusal(open(desk, &ines, &incident("x"), &[], "").await),
            Refusal::Forbidden(Because::NoSeat { .. })
        ));
        helpers::say(desk, &ines, &old).await;
        let history: Vec<_> = page(desk, "olga", "").await.history.into_iter().map(|line| line.what).collect();
        let name = || "Chloe Bennett".to_owned();
        let expected = [
            PlanHistoryEvent::Added(name()),
            PlanHistoryEvent::Removed("Ines Duarte".into()),
            PlanHistoryEvent::Approved { name: name() },
            PlanHistoryEvent::Filed { name: name() },
            PlanHistoryEvent::Prepared { name: name(), to: "Olga Petersen".into() },
        ];
        assert_eq!(history, expected);
        assert_eq!(mails(desk, "ines@harbourline.example").await, 1, "she is told");
        assert!(mails(desk, "chloe@harbourline.example").await >= 2, "that it is approved, and that she has a seat");
        assert_eq!(mails(desk, "grace@portico.example").await, 0, "of one's own acts nobody is told");
        let settled = refusal(decline(desk, &grace, &id, "Too late").await);
        assert_eq!(settled, Refusal::Forbidden(Because::RequestSettled));
    }
}

#[tokio::test]
async fn what_others_may_not_know_stays_with_those_who_file() {
    for test in demo().await {
        let desk = &test.desk;
        file(desk, &person(desk, "olga").await, sent(tomasz())).await.unwrap();
        let (chloe, alice) = (page(desk, "chloe", "").await, page(desk, "alice", "").await);
        assert!(chloe.requests.is_empty() && chloe.history.is_empty());
        assert!(chloe.plans[0].contacts.iter().all(|contact| contact.email.is_none() && contact.phone.is_none()));
        assert_eq!((alice.requests.len(), alice.history.len()), (1, 1));
        assert!(alice.plans[0].contacts.iter().all(|contact| contact.email.is_some()));
        assert!(chloe.may.prepare && !chloe.may.file && alice.may.file && !alice.may.prepare);
        assert_eq!(chloe.account_manager.unwrap().name, "Hugo Brandt");
    }
}

#[tokio::test]
async fn a_contact_is_a_specific_person() {
    for test in demo().await {
        let (desk, olga, grace) = (&test.desk, person(&test.desk, "olga").await, person(&test.desk, "grace").await);
        for (first, last, email, field) in [
            ("HR", "team", "hr.team@harbourline.example", "first_name"),
            ("Accounts", "Dept", "a@harbourline.example", "first_name"),
            ("Marta", "Silva", "info@harbourline.example", "email"),
            ("Marta", "Silva", "noreply@harbourline.example", "email"),
        ] {
            let refused = refusal(file(desk, &olga, sent(newcomer(first, last, email))).await);
            assert!(matches!(refused.about(field), Some(Reason::NotAPerson(_))), "{first} {last} {email}: {refused:?}");
        }
        let id = file(desk, &olga, sent(newcomer("Anna", "Hr", "anna.hr@harbourline.example"))).await.unwrap();
        assert!(show::request(desk, &grace, &id).await.unwrap().doubtful);
        let asked = refusal(approve(desk, &grace, &id, None, false).await);
        assert_eq!(asked, Refusal::field("confirm", Reason::ConfirmPerson));
        approve(desk, &grace, &id, None, true).await.unwrap();
        assert!(names(desk, "harbourline").await.contains(&"Anna Hr".to_owned()));
        let again = refusal(file(desk, &olga, sent(newcomer("Anna", "Hr", "ANNA.HR@harbourline.example"))).await);
        assert_eq!(again.about("email"), Some(&Reason::AlreadyContact));
    }
}

#[tokio::test]
async fn a_full_premier_plan_is_changed_in_one_step_by_its_manager() {
    for test in demo().await {
        let desk = &test.desk;
        let (dmitri, hugo) = (person(desk, "dmitri").await, person(desk, "hugo").await);
        let nils = || newcomer("Nils", "Berg", "nils@quayside.example");
        let full = refusal(file(desk, &dmitri, sent(nils())).await);
        assert_eq!(full, Refusal::field("keep", Reason::SeatsFull { limit: 8 }));
        let unknown = RequestDraft { removes: vec!["alice".into(), "tom".into()], ..nils() };
        assert_eq!(refusal(file(desk, &dmitri, sent(unknown)).await), Refusal::field("keep.alice", Reason::NotOffered));
        let id = file(desk, &dmitri, sent(RequestDraft { removes: vec!["tom".into()], ..nils() })).await.unwrap();
        let twice = refusal(file(desk, &dmitri, sent(RequestDraft { removes: vec!["tom".into()], ..nils() })).await);
        assert_eq!(twice.about("email"), Some(&Reason::AlreadyAsked));
        let number = show::request(desk, &hugo, &id).await.unwrap().ticket.unwrap();
        let ticket = load_ticket(desk, &hugo, &number).await;
        assert_eq!((ticket.queue.as_str(), ticket.assignee.as_deref()), ("Premier", Some("Hugo Brandt")));
        // He leaves Tom where he is and takes Hanna off instead.
        let adjusted = RequestDraft { removes: vec!["hanna".into()], position: "Foreman".into(), ..nils() };
        approve(desk, &hugo, &id, Some(adjusted), false).await.unwrap();
        let contacts = page(desk, "dmitri", "").await.plans.remove(0).contacts;
        let nils = contacts.iter().find(|contact| contact.name == "Nils Berg").unwrap();
        assert_eq!((contacts.len(), nils.position.as_str(), nils.registered), (8, "Foreman", false));
        assert!(contacts.iter().any(|contact| contact.name == "Tom Ashby"));
        assert!(contacts.iter().all(|contact| contact.name != "Hanna Virtanen"));
        // A case of theirs goes to their team.
        let raised = helpers::raise(desk, &dmitri).await;
        assert_eq!(load_ticket(desk, &dmitri, &raised).await.queue, "Premier");
        assert_ne!(
            load_ticket(desk, &person(desk, "alice").await, &helpers::raise(desk, &person(desk, "alice").await).await)
                .await
                .queue,
            "Premier"
        );
    }
}

#[tokio::test]
async fn agents_file_for_whoever_calls_and_carry_it_out_at_once() {
    for test in demo().await {
        let (desk, hugo) = (&test.desk, person(&test.desk, "hugo").await);
        let by_phone = |asked_by| NewRequest { asked_by, approve: true, ..at_harbourline(tomasz()) };
        let refused = refusal(file(desk, &hugo, by_phone("chloe")).await);
        assert_eq!(refused, Refusal::field("asked_by", Reason::NotOffered), "she may not file");
        let id = file(desk, &hugo, by_phone("alice")).await.unwrap();
        let seen = show::request(desk, &hugo, &id).await.unwrap();
        assert_eq!((seen.state, seen.filed_by.as_deref()), (RequestState::Approved, Some("Alice Kowalska")));
        assert_eq!(names(desk, "harbourline").await.len(), 4);
        assert_eq!(load_ticket(desk, &hugo, &seen.ticket.unwrap()).await.channel, "phone");
        let draft = RequestDraft {
            kind: RequestKind::Correct,
            corrects: "ines".into(),
            ..newcomer("Inês", "Duarte", "ines@harbourline.example")
        };
        file(desk, &hugo, NewRequest { asked_by: "alice", approve: true, ..at_harbourline(draft) }).await.unwrap();
        assert!(names(desk, "harbourline").await.contains(&"Inês Duarte".to_owned()));
        assert!(
            new_ticket_form(desk, &person(desk, "ines").await, "", "")
                .await
                .is_ok_and(|offer| matches!(offer, TicketFormOrRefusal::Form(_)))
        );
    }
}

#[tokio::test]
async fn the_first_contact_of_a_company_is_added_by_the_desk() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        sql(desk, "DELETE FROM seats").await;
        sql(desk, "UPDATE roles SET files_requests = FALSE").await;
        let asked = FormQuery { company: "harbourline", product: "", kind: "add", contact: "" };
        let RequestFormOffer::Form(offered) = form(desk, &grace, asked).await.unwrap() else { panic!("a form") };
        assert!(offered.asked_by.is_empty() && offered.to.is_empty(), "nobody could have asked");
        let first = || newcomer("Chloe", "Bennett", "chloe@harbourline.example");
        let named = NewRequest { asked_by: "olga", approve: true, ..at_harbourline(first()) };
        assert_eq!(refusal(file(desk, &grace, named).await), Refusal::field("asked_by", Reason::NotOffered));
        let id = file(desk, &grace, NewRequest { approve: true, ..at_harbourline(first()) }).await.unwrap();
        let seen = show::request(desk, &grace, &id).await.unwrap();
        assert_eq!((seen.state, seen.filed_by.as_deref()), (RequestState::Approved, Some("Grace Okoye")));
        let chloe = person(desk, "chloe").await;
        open(desk, &chloe, &incident("My first"), &[], "").await.unwrap();
        assert_eq!(
            load_ticket(desk, &chloe, &seen.ticket.unwrap()).await.reporter.full,
            "Chloe Bennett",
            "it is about her"
        );
        // Somebody without an account, too.
        sql(desk, "DELETE FROM seats").await;
        file(desk, &grace, NewRequest { approve: true, ..at_harbourline(tomasz()) }).await.unwrap();
        assert_eq!(names(desk, "harbourline").await, ["Tomasz Wolny"]);
    }
}

#[tokio::test]
async fn a_plan_has_the_seats_of_its_level_unless_others_are_named() {
    for test in demo().await {
        let (desk, admin) = (&test.desk, person(&test.desk, "admin").await);
        let of_ashlow = "SELECT id FROM plans WHERE company_id = (SELECT id FROM companies WHERE slug = 'ashlow')";
        for table in ["seats", "plan_requests", "plan_events"] {
            sql(desk, &format!("DELETE FROM {table} WHERE plan_id IN ({of_ashlow})")).await;
        }
        sql(desk, &format!("DELETE FROM plans WHERE id IN ({of_ashlow})")).await;
        let limit = async |level, limit| {
            change(desk, &admin, "ashlow", "", PlanChange { level, ..wanted(limit) }).await.unwrap();
            page(desk, "admin", "ashlow").await.plans[0].limit
        };
        assert_eq!(limit("Premier", "").await, 8);
        assert_eq!(limit("Standard", " ").await, 4, "they follow the level");
        assert_eq!((limit("Standard", "6").await, limit("Premier", "6").await), (6, 6));
        let unknown = PlanChange { level: "Gold", ..wanted("") };
        assert_eq!(
            refusal(change(desk, &admin, "ashlow", "", unknown).await),
            Refusal::field("level", Reason::NotOffered)
        );
    }
}

fn bruno_at(email: &str) -> RequestDraft {
    RequestDraft { kind: RequestKind::Correct, corrects: "bruno".into(), ..newcomer("Bruno", "Meyer", email) }
}

#[tokio::test]
async fn a_corrected_address_takes_no_seat_without_a_warning() {
    for test in demo().await {
        let desk = &test.desk;
        let (olga, grace) = (person(desk, "olga").await, person(desk, "grace").await);
        for (email, taken) in [("bruno.meyer@harbourline.example", false), ("chloe@harbourline.example", true)] {
            let id = file(desk, &olga, sent(bruno_at(email))).await.unwrap();
            let seen = show::request(desk, &grace, &id).await.unwrap();
            assert_eq!((seen.registered, seen.loses.as_deref()), (taken, Some("Bruno Meyer")), "{email}");
            let loses = || Refusal::field("email", Reason::LosesSeat { name: "Bruno Meyer".into(), taken });
            assert_eq!(refusal(approve(desk, &grace, &id, None, false).await), loses());
            withdraw(desk, &olga, &id).await.unwrap();
            let at_once = NewRequest { asked_by: "olga", approve: true, ..at_harbourline(bruno_at(email)) };
            assert_eq!(refusal(file(desk, &grace, at_once).await), loses(), "carried out at once");
        }
        let same = file(desk, &olga, sent(bruno_at("bruno@harbourline.example"))).await.unwrap();
        let seen = show::request(desk, &grace, &same).await.unwrap();
        assert_eq!((seen.registered, seen.loses), (true, None));
        approve(desk, &grace, &same, None, false).await.unwrap();
    }
}

#[tokio::test]
async fn who_is_on_the_plan_with_another_address_has_it_corrected() {
    for test in demo().await {
        let desk = &test.desk;
        let (grace, bruno) = (person(desk, "grace").await, person(desk, "bruno").await);
        let draft = RequestDraft { unlinks: true, ..bruno_at("bruno.meyer@harbourline.example") };
        file(desk, &grace, NewRequest { asked_by: "olga", approve: true, ..at_harbourline(draft) }).await.unwrap();
        assert!(matches!(
            refusal(open(desk, &person(desk, "bruno").await, &incident("x"), &[], "").await),
            Refusal::Forbidden(Because::NoSeat { .. })
        ));
        let checked = desk::support::check(desk, &bruno, "").await.unwrap().companies.remove(0);
        let Some(WayOut::Address { address }) = checked.way_out else { panic!("the address is corrected") };
        assert_eq!(
            address,
            "/plan/requests/new?company=harbourline&kind=correct&contact=bruno&email=bruno%40harbourline.example"
        );
        let asked = |contact| FormQuery { company: "harbourline", product: "", kind: "correct", contact };
        let bruno = person(desk, "bruno").await;
        let RequestFormOffer::Form(offered) = form(desk, &bruno, asked("bruno")).await.unwrap() else {
            panic!("a form")
        };
        assert_eq!((offered.person[3].as_str(), offered.to.is_empty()), ("bruno@harbourline.example", false));
        assert_eq!(refusal(form(desk, &bruno, asked("alice")).await), Refusal::NotFound, "only his own");
        let right = NewRequest { to: "olga", ..sent(bruno_at("bruno@harbourline.example")) };
        let id = file(desk, &bruno, right).await.unwrap();
        forward(desk, &person(desk, "olga").await, &id, ticket_text).await.unwrap();
        approve(desk, &grace, &id, None, false).await.unwrap();
        open(desk, &person(desk, "bruno").await, &incident("x"), &[], "").await.unwrap();
        assert_eq!(names(desk, "harbourline").await.len(), 3, "nobody has given up a seat");
    }
}

#[tokio::test]
async fn a_smaller_plan_drops_nobody_and_asks_whom_to_keep() {
    for test in demo().await {
        let (desk, admin, olga) = (&test.desk, person(&test.desk, "admin").await, person(&test.desk, "olga").await);
        let smaller = || PlanChange { level: "Essential", ..wanted("2") };
        change(desk, &admin, "harbourline", "", smaller()).await.unwrap();
        change(desk, &admin, "harbourline", "", smaller()).await.unwrap();
        let seen = page(desk, "alice", "").await;
        let plan = &seen.plans[0];
        assert_eq!((plan.used, plan.limit, plan.level.name.as_str()), (3, 2, "Essential"));
        assert!(plan.choose_by.is_some());
        assert_eq!(seen.history.len(), 1, "told once");
        for handle in ["alice", "bruno", "ines"] {
            helpers::raise(desk, &person(desk, handle).await).await;
        }
        let blocked = refusal(file(desk, &olga, sent(tomasz())).await);
        assert_eq!(blocked, Refusal::field("keep", Reason::SeatsFull { limit: 2 }));
        let chosen =
            RequestDraft { kind: RequestKind::Remove, removes: vec!["bruno".into()], ..RequestDraft::default() };
        let id = file(desk, &olga, sent(chosen)).await.unwrap();
        approve(desk, &admin, &id, None, false).await.unwrap();
        let plan = page(desk, "alice", "").await.plans.remove(0);
        assert_eq!((plan.used, plan.choose_by), (2, None));
        let bad = PlanChange { level: "Gold", ends_on: "2026-02-30", grace_days: "-1", limit: "x", ..wanted("") };
        let Refusal::Invalid(faults) = refusal(change(desk, &admin, "harbourline", "", bad).await) else {
            panic!("faults")
        };
        let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["level", "limit", "ends_on", "grace_days"]);
    }
}

#[tokio::test]
async fn a_plan_ends_with_grace_and_stops_at_once_when_suspended() {
    for test in demo().await {
        let (desk, admin) = (&test.desk, person(&test.desk, "admin").await);
        // The tests' clock shows 1 June 2026.
        change(desk, &admin, "harbourline", "", PlanChange { ends_on: "2026-06-10", ..wanted("4") }).await.unwrap();
        let at = async |days: i64| {
            let later = desk_at(&test, NOW + days * DAY).await;
            let alice = person(&later, "alice").await;
            open(&later, &alice, &incident("x"), &[], "").await.map(drop)
        };
        assert!(at(0).await.is_ok() && at(9).await.is_ok());
        assert!(at(20).await.is_ok(), "the grace of 14 days");
        let ended = refusal(at(30).await);
        assert!(matches!(ended, Refusal::Forbidden(Because::PlanEnded { .. })), "{ended:?}");
        change(desk, &admin, "harbourline", "", PlanChange { suspended: true, ..wanted("4") }).await.unwrap();
        let stopped = refusal(at(0).await);
        assert!(matches!(stopped, Refusal::Forbidden(Because::PlanSuspended { .. })), "{stopped:?}");
        let alice = person(desk, "alice").await;
        assert!(!alice.me(&desk.catalogue()).may_raise);
    }
}

#[tokio::test]
async fn a_product_has_contacts_of_its_own() {
    for test in demo().await {
        let desk = &test.desk;
        let (jack, anders) = (person(desk, "jack").await, person(desk, "anders").await);
        let to = |queue: &str| TicketDraft { queue: queue.into(), ..incident("x") };
        open(desk, &jack, &to("handhelds"), &[], "").await.unwrap();
        open(desk, &anders, &to("software"), &[], "").await.unwrap();
        let refused = refusal(open(desk, &anders, &to("handhelds"), &[], "").await);
        let Refusal::Forbidden(Because::OtherProduct { product, contacts, .. }) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!((product.as_str(), contacts), ("Handheld terminals", vec!["Jack Thorne".to_owned()]));
        let refused = refusal(open(desk, &jack, &to("software"), &[], "").await);
        assert!(matches!(refused, Refusal::Forbidden(Because::OtherProduct { .. })), "{refused:?}");
        let TicketFormOrRefusal::Form(form) = new_ticket_form(desk, &jack, "", "").await.unwrap() else {
            panic!("he has a seat")
        };
        assert_eq!(form.queues.into_iter().map(|queue| queue.slug).collect::<Vec<_>>(), ["handhelds"]);
        assert_eq!(page(desk, "anders", "").await.plans.len(), 2);
        let admin = person(desk, "admin").await;
        let none = refusal(change(desk, &admin, "harbourline", "nonsense", wanted("2")).await);
        assert_eq!(none, Refusal::field("product", Reason::NotOffered));
        change(desk, &admin, "harbourline", "handhelds", wanted("2")).await.unwrap();
        let plans = page(desk, "alice", "").await.plans;
        assert_eq!((plans.len(), plans[1].named.as_str(), plans[1].used), (2, "Handheld terminals", 0));
    }
}

#[tokio::test]
async fn a_seat_waits_for_its_contact_to_register() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let draft = newcomer("Tomasz", "Wolny", "t.wolny@harbourline.example");
        file(desk, &grace, NewRequest { approve: true, ..at_harbourline(draft) }).await.unwrap();
        let waits = async || {
            let seen = page(desk, "alice", "").await;
            seen.plans[0].contacts.iter().any(|contact| contact.name == "Tomasz Wolny" && !contact.registered)
        };
        let tomasz = account(desk, "tomasz").await;
        person(desk, "tomasz").await;
        assert!(waits().await, "his address is another one");
        sql(desk, &format!("UPDATE users SET email = 't.wolny@harbourline.example' WHERE id = {}", tomasz.id)).await;
        let tomasz = person(desk, "tomasz").await;
        assert!(!waits().await);
        assert!(
            matches!(
                new_ticket_form(desk, &person(desk, "tomasz").await, "", "").await.unwrap(),
                TicketFormOrRefusal::Form(_)
            ),
            "{}",
            tomasz.name
        );
    }
}

#[tokio::test]
async fn declining_says_why() {
    for test in demo().await {
        let desk = &test.desk;
        let (bruno, grace) = (person(desk, "bruno").await, person(desk, "grace").await);
        let id = file(desk, &bruno, sent(tomasz())).await.unwrap();
        assert_eq!(refusal(decline(desk, &grace, &id, "  ").await), Refusal::field("reason", Reason::Missing));
        decline(desk, &grace, &id, "He has left the company.").await.unwrap();
        let seen = show::request(desk, &bruno, &id).await.unwrap();
        assert_eq!((seen.state, seen.reason.as_str()), (RequestState::Declined, "He has left the company."));
        assert_eq!(names(desk, "harbourline").await.len(), 3);
        assert_eq!(refusal(approve(desk, &grace, &id, None, false).await), Refusal::Forbidden(Because::RequestSettled));
        let again = file(desk, &bruno, sent(tomasz())).await.unwrap();
        withdraw(desk, &bruno, &again).await.unwrap();
        assert_eq!(
            refusal(approve(desk, &grace, &again, None, false).await),
            Refusal::Forbidden(Because::RequestSettled)
        );
    }
}

#[tokio::test]
async fn a_choice_that_is_not_made_in_time_lets_the_newest_contact_wait_and_drops_nobody() {
    for test in demo().await {
        let (desk, admin, olga) = (&test.desk, person(&test.desk, "admin").await, person(&test.desk, "olga").await);
        let until = |choose_by| PlanChange { choose_by, ..wanted("2") };
        let over = refusal(change(desk, &admin, "harbourline", "", until("2026-05-31")).await);
        assert_eq!(over, Refusal::field("choose_by", Reason::DayIsOver), "nobody could have been told");
        change(desk, &admin, "harbourline", "", until("2026-06-20")).await.unwrap();
        // Those who file and the account manager, at once, a week and a day before, and after.
        for (day, mails) in [(0, 5), (1, 0), (12, 0), (13, 5), (18, 0), (19, 5)] {
            assert_eq!(reminded(&test, day).await, mails, "after {day} days");
        }
        let raise = async |day: i64, handle: &str| {
            let later = desk_at(&test, NOW + day * DAY).await;
            let asking = person(&later, handle).await;
            open(&later, &asking, &incident("x"), &[], "").await.map(drop)
        };
        assert!(raise(19, "ines").await.is_ok(), "the day is not over yet");
        let Refusal::Forbidden(Because::SeatRests { contacts, .. }) = refusal(raise(20, "ines").await) else {
            panic!("she waits, whether or not anybody was told by then")
        };
        assert_eq!(contacts, ["Alice Kowalska", "Bruno Meyer"]);
        assert!(raise(20, "alice").await.is_ok() && raise(20, "bruno").await.is_ok());
        assert_eq!((reminded(&test, 20).await, reminded(&test, 40).await), (5, 0));
        let later = desk_at(&test, NOW + 20 * DAY).await;
        let seen = page(&later, "ines", "").await;
        let by = |page: &PlanOverview| page.plans[0].choose_by.as_ref().map(|by| by.exact.clone());
        assert_eq!(by(&page(&later, "bruno", "").await), by(&seen), "in Berlin it is the next day already");
        let rests: Vec<bool> = seen.plans[0].contacts.iter().map(|contact| contact.rests).collect();
        assert_eq!((rests, seen.plans[0].choose_passed), (vec![false, false, true], true));
        let names = || vec!["Ines Duarte".to_owned()];
        assert_eq!(seen.history[0].what, PlanHistoryEvent::Rested(names()));
        assert_eq!(seen.history[1].what, PlanHistoryEvent::Asked { by: "2026-06-20".into(), names: names() });
        let ines = person(&later, "ines").await;
        assert!(seen.may.file && !ines.me(&later.catalogue()).may_raise);
        let checked = desk::support::check(&later, &ines, "").await.unwrap().companies.remove(0);
        assert_eq!((checked.seat.clone(), checked.fits()), (SeatAnswer::Rests, false));
        // Saving the form again with the day that is over in it says nothing new.
        change(&later, &admin, "harbourline", "", PlanChange { grace_days: "20", ..until("2026-06-20") })
            .await
            .unwrap();
        assert_eq!(reminded(&test, 21).await, 0);
        let chosen =
            RequestDraft { kind: RequestKind::Remove, removes: vec!["bruno".into()], ..RequestDraft::default() };
        let id = file(&later, &olga, sent(chosen)).await.unwrap();
        approve(&later, &admin, &id, None, false).await.unwrap();
        assert!(raise(20, "ines").await.is_ok() && raise(20, "bruno").await.is_err());
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM plans WHERE tell_at IS NOT NULL").await, 0);
    }
}

#[tokio::test]
async fn when_the_next_reminder_is_due_is_known_ahead() {
    for test in demo().await {
        let (desk, admin) = (&test.desk, person(&test.desk, "admin").await);
        sql(desk, "UPDATE plans SET tell_at = NULL").await;
        assert_eq!(next_due(desk).await.unwrap(), None);
        change(desk, &admin, "harbourline", "", PlanChange { choose_by: "2026-06-20", ..wanted("2") }).await.unwrap();
        assert!(next_due(desk).await.unwrap().is_some_and(|due| due <= NOW), "at once");
        assert_eq!(remind(desk).await.unwrap(), 1);
        assert!(next_due(desk).await.unwrap().is_some_and(|due| due > NOW), "and ahead of the day");
    }
}

/// How many are told by mail so many days later.
async fn reminded(test: &TestDesk, day: i64) -> i64 {
    let later = desk_at(test, NOW + day * DAY).await;
    sql(&later, "DELETE FROM mails").await;
    // Two processes at once tell it once.
    while let (Ok(1..), Ok(_)) | (Ok(_), Ok(1..)) = tokio::join!(remind(&later), remind(&later)) {}
    number_in(&later, "SELECT COUNT(*) FROM mails WHERE kind = 'choose'").await
}

#[tokio::test]
async fn a_larger_plan_lets_everybody_raise_again() {
    for test in demo().await {
        let (desk, admin) = (&test.desk, person(&test.desk, "admin").await);
        let helpers = Helpers { account_manager: "admin", csm: "", team_queue: "" };
        set_helpers(desk, &admin, "harbourline", helpers).await.unwrap();
        change(desk, &admin, "harbourline", "", PlanChange { choose_by: "2026-06-05", ..wanted("1") }).await.unwrap();
        assert_eq!((reminded(&test, 0).await, reminded(&test, 4).await), (4, 5), "of one's own act nobody is told");
        let later = desk_at(&test, NOW + 10 * DAY).await;
        assert!(open(&later, &person(&later, "bruno").await, &incident("x"), &[], "").await.is_err());
        change(&later, &admin, "harbourline", "", PlanChange { choose_by: "2026-06-05", ..wanted("3") }).await.unwrap();
        for handle in ["alice", "bruno", "ines"] {
            open(&later, &person(&later, handle).await, &incident("x"), &[], "").await.unwrap();
        }
        assert_eq!(page(&later, "alice", "").await.plans[0].choose_by, None);
    }
}

#[tokio::test]
async fn a_prepared_request_waits_among_the_activities_of_whom_it_was_sent_to() {
    for test in demo().await {
        let desk = &test.desk;
        let (chloe, olga, alice) =
            (person(desk, "chloe").await, person(desk, "olga").await, person(desk, "alice").await);
        let before = counts(desk, &olga).await.unwrap().unread;
        let draft = || newcomer("Chloe", "Bennett", "chloe@harbourline.example");
        let id = file(desk, &chloe, NewRequest { to: "olga", ..sent(draft()) }).await.unwrap();
        let [Task::File { name, by, unread: true, .. }] = &tasks(desk, &olga).await[..] else { panic!("one task") };
        assert_eq!((name.as_str(), by.as_str()), ("Chloe Bennett", "Chloe Bennett"));
        assert_eq!(counts(desk, &olga).await.unwrap().unread, before + 1);
        assert!(tasks(desk, &alice).await.is_empty() && tasks(desk, &chloe).await.is_empty(), "it is hers alone");
        show::request(desk, &alice, &id).await.unwrap();
        assert_eq!(counts(desk, &olga).await.unwrap().unread, before + 1, "somebody else has looked at it");
        show::request(desk, &olga, &id).await.unwrap();
        assert_eq!(counts(desk, &olga).await.unwrap().unread, before, "she has");
        assert_eq!(tasks(desk, &olga).await.len(), 1, "and it still waits");
        forward(desk, &olga, &id, ticket_text).await.unwrap();
        assert!(tasks(desk, &olga).await.is_empty());
        withdraw(desk, &chloe, &id).await.unwrap();
        file(desk, &chloe, NewRequest { to: "olga", ..sent(draft()) }).await.unwrap();
        see_all(desk, &olga, NOW).await.unwrap();
        assert_eq!(counts(desk, &olga).await.unwrap().unread, 0);
        sql(desk, &format!("DELETE FROM memberships WHERE user_id = {}", olga.id)).await;
        assert!(tasks(desk, &person(desk, "olga").await).await.is_empty(), "she has left");
        let admin = person(desk, "admin").await;
        change(desk, &admin, "harbourline", "", wanted("2")).await.unwrap();
        let [Task::Choose { over: 1, passed: false, .. }] = &tasks(desk, &alice).await[..] else { panic!("a choice") };
        assert!(tasks(desk, &chloe).await.is_empty(), "she does not choose");
    }
}

async fn tasks(desk: &Desk, asking: &Person) -> Vec<Task> {
    list_activities(desk, asking, 1).await.unwrap().tasks
}

#[tokio::test]
async fn agents_get_a_form_filled_for_who_calls() {
    for test in demo().await {
        let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
        let filled = async |company, contact| {
            let asked = FormQuery { company, product: "", kind: "add", contact };
            match form(desk, &grace, asked).await.unwrap() {
                RequestFormOffer::Form(form) => form.person[3].clone(),
                RequestFormOffer::Refused(because) => panic!("{because:?}"),
            }
        };
        assert_eq!(filled("harbourline", "chloe").await, "chloe@harbourline.example");
        assert_eq!(filled("quayside", "chloe").await, "", "she is not of that company");
        assert_eq!(filled("harbourline", "grace").await, "");
        let checked =
            desk::support::check(desk, &grace, "chloe@harbourline.example").await.unwrap().companies.remove(0);
        let Some(WayOut::Seat { address }) = checked.way_out else { panic!("a way out") };
        assert_eq!(address, "/plan/requests/new?company=harbourline&kind=add&contact=chloe");
        let asked = FormQuery { company: "harbourline", product: "", kind: "add", contact: "bruno" };
        let RequestFormOffer::Form(form) = form(desk, &person(desk, "olga").await, asked).await.unwrap() else {
            panic!("a form")
        };
        assert_eq!(form.person, <[String; 5]>::default(), "customers look nobody up");
    }
}

#[tokio::test]
async fn levels_and_products_are_arranged_and_plans_follow() {
    for test in demo().await {
        let (desk, admin) = (&test.desk, person(&test.desk, "admin").await);
        let set = async |known, draft: &LevelDraft| setup::set_level(desk, &admin, known, draft).await;
        set("Standard", &LevelDraft { seats: "5".into(), ..gold("Plus") }).await.unwrap();
        let plan = page(desk, "alice", "").await.plans.remove(0);
        assert_eq!((plan.level.name.as_str(), plan.level.seats, plan.limit), ("Plus", 5, 4), "its seats stay");
        assert_eq!(refusal(set("Essential", &gold("Plus")).await), Refusal::field("name", Reason::Taken));
        assert_eq!(refusal(set("Standard", &gold("Other")).await), Refusal::NotFound);
        set("", &gold("Gold")).await.unwrap();
        let admin = person(desk, "admin").await;
        change(desk, &admin, "ashlow", "", PlanChange { level: "Gold", ..wanted("4") }).await.unwrap();
        assert_eq!(refusal(setup::drop_level(desk, &admin, "Gold").await), Refusal::field("name", Reason::InUse));
        change(desk, &admin, "ashlow", "", PlanChange { level: "Essential", ..wanted("4") }).await.unwrap();
        setup::drop_level(desk, &admin, "Gold").await.unwrap();
        setup::set_product(desk, &admin, "", "Scanners & co").await.unwrap();
        let routed = || Routing { products: vec![("software", "scanners-co")], ..ROUTING };
        assert!(refusal(setup::route(desk, &admin, routed()).await).about("product.software").is_some(), "of before");
        let admin = person(desk, "admin").await;
        setup::route(desk, &admin, routed()).await.unwrap();
        let kept = setup::setup(desk, &person(desk, "admin").await).await.unwrap();
        assert_eq!(kept.queues.iter().find(|queue| queue.slug == "software").unwrap().own, "scanners-co");
        assert_eq!((kept.plan_queue.as_str(), kept.plan_type.as_str()), ("plans", "request"));
        let scanners = PlanChange { level: "Plus", ..wanted("2") };
        change(desk, &admin, "harbourline", "scanners-co", scanners).await.unwrap();
        let to = TicketDraft { queue: "software".into(), ..incident("x") };
        let refused = refusal(open(desk, &person(desk, "alice").await, &to, &[], "").await);
        assert!(matches!(refused, Refusal::Forbidden(Because::OtherProduct { .. })), "{refused:?}");
        let bad = Routing { products: vec![("software", "nonsense")], plan_queue: "x", plan_type: "\0" };
        let Refusal::Invalid(faults) = refusal(setup::route(desk, &admin, bad).await) else { panic!("faults") };
        assert_eq!(faults.len(), 3);
    }
}

#[tokio::test]
async fn the_list_of_names_that_are_no_person_s_is_the_desk_s_own() {
    for test in demo().await {
        let desk = &test.desk;
        let (admin, olga) = (person(desk, "admin").await, person(desk, "olga").await);
        let asks = async |first, last| {
            person(desk, "olga").await;
            let draft = newcomer(first, last, &format!("{first}.{last}@harbourline.example"));
            file(desk, &olga, sent(draft)).await
        };
        assert!(asks("Captain", "Watch").await.is_ok());
        setup::set_words(desk, &admin, Some("[role]\r\ncaptain\n[group]\nwatch")).await.unwrap();
        let refused = refusal(asks("Captain", "Watch").await);
        assert!(matches!(refused.about("first_name"), Some(Reason::NotAPerson(_))), "{refused:?}");
        assert!(asks("Night", "Team").await.is_ok(), "what the list does not know");
        assert!(!setup::setup(desk, &admin).await.unwrap().usual_words);
        assert_eq!(refusal(setup::set_words(desk, &admin, Some(" ")).await), Refusal::field("words", Reason::Missing));
        setup::set_words(desk, &admin, None).await.unwrap();
        assert!(asks("HR", "Team").await.is_err() && setup::setup(desk, &admin).await.unwrap().usual_words);
        setup::set_reach(desk, &admin, ContactChannels { phone: "+48 58 000 11 22", ..REACH }).await.unwrap();
        let ways = desk::support::show(desk, &person(desk, "alice").await).await.unwrap().ways.remove(0);
        assert_eq!(ways.phone.as_deref(), Some("+48 58 000 11 22"));
        let bad = ContactChannels { phone: "call us", domain: "nowhere", chat_calendar: "none" };
        let Refusal::Invalid(faults) = refusal(setup::set_reach(desk, &admin, bad).await) else { panic!("faults") };
        assert_eq!(faults.len(), 3);
    }
}
