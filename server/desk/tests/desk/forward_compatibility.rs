//! Forward compatibility: events that a newer program has written are passed over by every reader, and shown to nobody.

use super::helpers::{account, desk_at, kept, load_ticket, number_in, person, raise, say, sql, texts, token};
use super::support::{NOW, demo};
use desk::activities::{list, recent};
use desk::chat::{self, FirstMessage};
use desk::live::{Listener, Start, StreamEvent, listen};
use desk::people::Person;
use desk::{Desk, assets, conversation, mail, plans};
use domain::drafts::DraftRef;
use domain::time::MINUTE;
use std::time::Duration;

/// Nothing is told later than this.
const PATIENCE: Duration = Duration::from_secs(60);

/// Kinds that nobody here knows, shapes that came later, and data that do not fit.
const NEWER: [(&str, i16, &str); 5] = [
    ("merged", 1, r#"{"into":{"id":1,"label":"PT-1"}}"#),
    ("answered", 99, r#"{"text":{"id":"x"}}"#),
    ("status", 99, r#"{"to":{"id":1,"label":"Elsewhere"}}"#),
    ("asset_created", 99, "{}"),
    ("plan_filed", 1, r#"{"request":"Somebody"}"#),
];

/// Writes all of them on a ticket, as Grace's, and returns their ids.
async fn write(desk: &Desk, number: &str) -> Vec<i64> {
    let (ticket, grace) = (kept(desk, number).await, account(desk, "grace").await.id);
    let before = number_in(desk, "SELECT MAX(id) FROM events").await;
    for (kind, version, data) in NEWER {
        let place = format!("{NOW}, {grace}, {}, {}", ticket.company_id, ticket.id);
        sql(
            desk,
            &format!(
                "INSERT INTO events (at, actor_id, company_id, ticket_id, kind, version, public, data) \
                 VALUES ({place}, '{kind}', {version}, TRUE, '{data}')"
            ),
        )
        .await;
    }
    let last = number_in(desk, "SELECT MAX(id) FROM events").await;
    (before + 1..=last).collect()
}

#[tokio::test]
async fn the_conversation_does_not_hold_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        say(desk, &grace, &number).await;
        let before = [load_ticket(desk, &alice, &number).await, load_ticket(desk, &grace, &number).await];
        assert_eq!(write(desk, &number).await.len(), NEWER.len());
        let after = [load_ticket(desk, &alice, &number).await, load_ticket(desk, &grace, &number).await];
        for (before, after) in before.into_iter().zip(after) {
            assert_eq!(after.conversation, before.conversation);
        }
    }
}

#[tokio::test]
async fn no_entry_tells_of_it_and_what_is_taken_back_does_not_lead_to_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        say(desk, &grace, &number).await;
        let ids = write(desk, &number).await;
        let message = say(desk, &grace, &number).await;
        conversation::retract(desk, &grace, &number, &message).await.unwrap();
        let ids = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
        let of_newer = format!("SELECT COUNT(*) FROM activities WHERE last_event IN ({ids}) OR told_event IN ({ids})");
        assert_eq!(number_in(desk, &of_newer).await, 0);
        let has = async || {
            let listed = list(desk, &alice, 1).await.unwrap().entries;
            let newest = recent(desk, &alice).await.unwrap();
            [listed, newest].map(|entries| entries.iter().any(|entry| entry.number == number))
        };
        assert_eq!(has().await, [true, true]);
        // As the newer program would leave it.
        let newest = "(SELECT MAX(id) FROM events WHERE kind = 'merged')";
        let ticket = kept(desk, &number).await.id;
        sql(
            desk,
            &format!(
                "UPDATE activities SET last_event = {newest}, told_event = {newest} \
                 WHERE ticket_id = {ticket} AND user_id = {}",
                alice.id
            ),
        )
        .await;
        assert_eq!(has().await, [false, false]);
    }
}

#[tokio::test]
async fn nobody_is_mailed_of_it() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        let number = raise(desk, &alice).await;
        sql(desk, "DELETE FROM notices").await;
        let ids = write(desk, &number).await;
        let ticket = kept(desk, &number).await.id;
        let places = format!("{ticket}, {}, {}, {NOW}", alice.id, ids[0]);
        sql(desk, &format!("INSERT INTO notices (ticket_id, user_id, event_id, due_at) VALUES ({places})")).await;
        let later = desk_at(&test, NOW + MINUTE).await;
        assert_eq!(mail::flush_notifications(&later).await.unwrap(), 1);
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM mails").await, 0);
    }
}

#[tokio::test]
async fn no_stream_tells_of_it_and_all_go_on_after_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        chat::available(desk, &grace, Some(true), None).await.unwrap();
        let (talk, other) = (begin(desk, &alice).await, raise(desk, &alice).await);
        let token = token(desk, &account(desk, "alice").await.email, false).await.text;
        let mut stream = listen(desk, &token, Start::default()).await.unwrap();
        let Some(StreamEvent::Hello { cursor, .. }) = stream.next().await else { panic!("it begins") };
        write(desk, &talk).await;
        say(desk, &grace, &other).await;
        assert_eq!(next_ticket(&mut stream).await, other);
        let mut again = listen(desk, &token, Start { after: Some(&cursor), again: false }).await.unwrap();
        assert_eq!(next_ticket(&mut again).await, other, "what was missed");
    }
}

async fn begin(desk: &Desk, person: &Person) -> String {
    let first = FirstMessage {
        company: String::new(),
        body: "The scanner does not pair.".into(),
        html: String::new(),
        files: Vec::new(),
        draft_ref: DraftRef::default(),
        key: String::new(),
    };
    chat::start(desk, person, first).await.unwrap()
}

/// The next ticket that a stream tells of. Until then no chat has anything to ask for.
async fn next_ticket(stream: &mut Listener) -> String {
    loop {
        let event = tokio::time::timeout(PATIENCE, stream.next()).await.expect("something is told");
        match event.expect("the stream goes on") {
            StreamEvent::Ticket { news, .. } => return news.number().to_owned(),
            StreamEvent::Chat { news, person } => assert!(!news.update(&person).fresh, "{:?}", news.update(&person)),
            _ => {}
        }
    }
}

#[tokio::test]
async fn the_histories_of_assets_and_plans_do_not_hold_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, admin) = (person(desk, "alice").await, person(desk, "admin").await);
        let number = raise(desk, &alice).await;
        let asset = texts(desk, "SELECT public_id FROM assets ORDER BY id LIMIT 1".into()).await.remove(0);
        let of_asset = async || assets::show::show(desk, &admin, &asset).await.unwrap().history;
        let of_plan = async || plans::show::show(desk, &admin, "harbourline").await.unwrap().history;
        let before = (of_asset().await, of_plan().await);
        let plan = "SELECT MIN(p.id) FROM plans p JOIN companies c ON c.id = p.company_id WHERE c.slug = 'harbourline'";
        for id in write(desk, &number).await {
            sql(desk, &format!("INSERT INTO plan_events (plan_id, event_id) VALUES (({plan}), {id})")).await;
            let asset = format!("SELECT id FROM assets WHERE public_id = '{asset}'");
            sql(desk, &format!("INSERT INTO asset_events (asset_id, event_id) VALUES (({asset}), {id})")).await;
        }
        assert_eq!((of_asset().await, of_plan().await), before);
    }
}
