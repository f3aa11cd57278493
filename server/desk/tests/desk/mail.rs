//! Notification mails: who gets which, and when.

use super::helpers::{
    account, desk_at, incident, load_ticket, note, number_in, open, person, raise, say, set_status, sql, words,
};
use super::support::{NOW, TestDesk, demo};
use desk::activities::digest;
use desk::mail::{
    SendOutcome, claim, finish, flush_notifications, next_due, preferences, release, save_preferences, sweep,
};
use desk::people::Person;
use desk::tickets::{change, subscribe};
use desk::write::Actor;
use desk::{Desk, conversation};
use domain::activities::What;
use domain::conversation::TimelineEvent;
use domain::drafts::UNDO;
use domain::mail::{MailKind, NotificationPreferences, TicketNews};
use domain::tickets::TicketChange;
use domain::time::{DAY, HOUR, MINUTE};

/// What is mailed a minute later: to whom, and what.
async fn mailed(test: &TestDesk) -> Vec<(String, MailKind)> {
    mailed_at(test, NOW + MINUTE).await
}

async fn mailed_at(test: &TestDesk, at: i64) -> Vec<(String, MailKind)> {
    let desk = desk_at(test, at).await;
    while flush_notifications(&desk).await.unwrap() > 0 {}
    while digest(&desk).await.unwrap() > 0 {}
    let mut mails = Vec::new();
    loop {
        let claimed = claim(&desk, 100).await.unwrap();
        if claimed.is_empty() {
            break;
        }
        for letter in claimed {
            mails.push((letter.address.split('@').next().unwrap().to_owned(), letter.kind.clone()));
            finish(&desk, &letter, SendOutcome::Sent).await.unwrap();
        }
    }
    mails.sort_by(|a, b| a.0.cmp(&b.0));
    mails
}

fn readers(mails: &[(String, MailKind)]) -> Vec<&str> {
    mails.iter().map(|(who, _)| who.as_str()).collect()
}

fn news(mails: &[(String, MailKind)], reader: &str) -> Vec<TicketNews> {
    let (_, kind) = mails.iter().find(|(who, _)| who == reader).unwrap_or_else(|| panic!("{reader} gets a mail"));
    let MailKind::Ticket { news, .. } = kind else { panic!("{kind:?}") };
    news.clone()
}

async fn chosen(desk: &Desk, person: &Person, text: &str) {
    save_preferences(desk, person, &NotificationPreferences::read(text, person.is_staff())).await.unwrap();
}

#[tokio::test]
async fn an_answer_is_mailed_once_to_those_concerned_and_not_to_its_author() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, bruno, grace] = participants(desk).await;
        let number = raise(desk, &alice).await;
        subscribe::subscribe(desk, &bruno, &number, true).await.unwrap();
        mailed(&test).await;
        let at = NOW + HOUR;
        let later = desk_at(&test, at).await;
        say(&later, &grace, &number).await;
        assert_eq!(mailed_at(&test, at + UNDO).await, [], "it may still be taken back");
        let mails = mailed_at(&test, at + MINUTE).await;
        assert_eq!(readers(&mails), ["alice", "bruno"]);
        let entries = news(&mails, "alice");
        assert_eq!((entries[0].who.as_str(), &entries[0].what), (grace.name.as_str(), &What::Answered));
        assert_eq!(entries[0].text, "Thank you, I will look into it.");
        assert_eq!(mailed_at(&test, at + DAY).await, [], "once");
    }
}

async fn participants(desk: &Desk) -> [Person; 3] {
    [person(desk, "alice").await, person(desk, "bruno").await, person(desk, "grace").await]
}

#[tokio::test]
async fn what_was_taken_back_is_never_mailed() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, _, grace] = participants(desk).await;
        let number = raise(desk, &alice).await;
        mailed(&test).await;
        // Said just before a mail about something else goes out, and taken back after it.
        let first = desk_at(&test, NOW + HOUR).await;
        say(&first, &grace, &number).await;
        let second = desk_at(&test, NOW + HOUR + UNDO + 1_000).await;
        let oops = conversation::reply(&second, &grace, &number, words("Oops, for somebody else")).await.unwrap();
        let mails = mailed_at(&test, NOW + HOUR + UNDO + 2_500).await;
        assert_eq!(readers(&mails), ["alice"]);
        assert!(news(&mails, "alice").iter().all(|news| !news.text.contains("Oops")));
        let third = desk_at(&test, NOW + HOUR + 2 * UNDO).await;
        conversation::retract(&third, &grace, &number, &oops).await.unwrap();
        assert_eq!(mailed_at(&test, NOW + DAY).await, []);
    }
}

#[tokio::test]
async fn notes_and_what_customers_may_not_know_stay_at_the_desk() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, _, grace] = participants(desk).await;
        let hugo = person(desk, "hugo").await;
        let number = raise(desk, &alice).await;
        say(desk, &grace, &number).await;
        mailed(&test).await;
        let later = desk_at(&test, NOW + HOUR).await;
        note(&later, &hugo, &number, Vec::new()).await;
        let mails = mailed_at(&test, NOW + 2 * HOUR).await;
        assert_eq!(readers(&mails), ["grace"], "whom the ticket is assigned to");
        assert_eq!(news(&mails, "grace")[0].what, What::Noted);
    }
}

#[tokio::test]
async fn a10_rights_are_looked_at_again_when_a_mail_is_queued_and_when_it_is_sent() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, bruno, grace] = participants(desk).await;
        let number = raise(desk, &alice).await;
        subscribe::subscribe(desk, &bruno, &number, true).await.unwrap();
        mailed(&test).await;
        let later = desk_at(&test, NOW + HOUR).await;
        say(&later, &grace, &number).await;
        // Away before it is told.
        sql(desk, &format!("DELETE FROM memberships WHERE user_id = {}", bruno.id)).await;
        let telling = desk_at(&test, NOW + 2 * HOUR).await;
        flush_notifications(&telling).await.unwrap();
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM mails WHERE state = 'waiting'").await, 1);
        // Away between that and the sending.
        sql(desk, &format!("UPDATE users SET active = FALSE WHERE id = {}", alice.id)).await;
        assert_eq!(mailed_at(&test, NOW + 3 * HOUR).await, []);
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM mails WHERE state = 'waiting'").await, 0);
    }
}

#[tokio::test]
async fn what_was_chosen_is_stored_whole() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, _, grace] = participants(desk).await;
        for person in [&alice, &grace] {
            let is_staff = person.is_staff();
            assert_eq!(
                preferences(desk, person).await.unwrap(),
                NotificationPreferences::read("", is_staff),
                "as usual"
            );
            for text in ["messages=portico,mentions=portico,changes=off,daily=on,blink=off", "assigned=portico", ""] {
                chosen(desk, person, text).await;
                assert_eq!(
                    preferences(desk, person).await.unwrap(),
                    NotificationPreferences::read(text, is_staff),
                    "{text}"
                );
            }
        }
    }
}

#[tokio::test]
async fn people_choose_what_they_get() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, bruno, grace] = participants(desk).await;
        let number = raise(desk, &alice).await;
        subscribe::subscribe(desk, &bruno, &number, true).await.unwrap();
        mailed(&test).await;
        chosen(desk, &alice, "messages=portico,changes=off").await;
        assert_eq!(
            preferences(desk, &alice).await.unwrap(),
            NotificationPreferences::read("messages=portico,changes=off", false)
        );
        let unread = "SELECT COUNT(*) FROM activities WHERE unread = TRUE AND user_id = ";
        sql(desk, "DELETE FROM activities").await;
        let later = desk_at(&test, NOW + HOUR).await;
        set_status(&later, &grace, &number, "solved").await;
        assert_eq!(number_in(desk, &format!("{unread}{}", alice.id)).await, 0, "she does not hear of changes at all");
        assert_eq!(number_in(desk, &format!("{unread}{}", bruno.id)).await, 1);
        say(&later, &grace, &number).await;
        assert_eq!(number_in(desk, &format!("{unread}{}", alice.id)).await, 1, "she sees messages in Portico");
        let mails = mailed_at(&test, NOW + 2 * HOUR).await;
        assert_eq!(readers(&mails), ["bruno"], "and gets no mail");
        assert!(news(&mails, "bruno").len() > 1, "one mail tells of everything");
    }
}

#[tokio::test]
async fn a_status_is_mailed_by_the_name_that_its_reader_knows() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, _, grace] = participants(desk).await;
        let hugo = person(desk, "hugo").await;
        let number = raise(desk, &alice).await;
        subscribe::subscribe(desk, &hugo, &number, true).await.unwrap();
        for reader in [&alice, &hugo] {
            chosen(desk, reader, "changes=mail").await;
        }
        mailed(&test).await;
        let later = desk_at(&test, NOW + HOUR).await;
        set_status(&later, &grace, &number, "waiting-customer").await;
        let mails = mailed_at(&test, NOW + 2 * HOUR).await;
        for (reader, name) in [("alice", "Waiting for you"), ("hugo", "Waiting for customer")] {
            let what: Vec<What> = news(&mails, reader).into_iter().map(|news| news.what).collect();
            assert_eq!(what, [What::Line(TimelineEvent::Status { to: name.into() })], "{reader}");
        }
    }
}

#[tokio::test]
async fn agents_hear_of_what_is_given_to_them() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, _, grace] = participants(desk).await;
        let number = raise(desk, &alice).await;
        mailed(&test).await;
        let later = desk_at(&test, NOW + HOUR).await;
        let wanted =
            TicketChange { assignee: Some("nadia".into()), priority: Some("urgent".into()), ..TicketChange::default() };
        change::change(&later, &grace, &number, &wanted).await.unwrap();
        let nadia = account(desk, "nadia").await.email.split('@').next().unwrap().to_owned();
        let mails = mailed_at(&test, NOW + 2 * HOUR).await;
        assert!(readers(&mails).contains(&nadia.as_str()), "{mails:?}");
        let last = desk_at(&test, NOW + 3 * HOUR).await;
        set_status(&last, &grace, &number, "solved").await;
        let mails = mailed_at(&test, NOW + 4 * HOUR).await;
        assert!(!readers(&mails).contains(&nadia.as_str()), "changes are in Portico for those who work there");
    }
}

#[tokio::test]
async fn a_namesake_does_not_hear_of_what_is_given_to_another_agent() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, _, grace] = participants(desk).await;
        sql(desk, "UPDATE users SET name = (SELECT name FROM users WHERE slug = 'nadia') WHERE slug = 'hugo'").await;
        let (nadia, hugo) = (account(desk, "nadia").await, person(desk, "hugo").await);
        assert_eq!(hugo.name, nadia.name);
        let number = raise(desk, &alice).await;
        subscribe::subscribe(desk, &hugo, &number, true).await.unwrap();
        mailed(&test).await;
        let later = desk_at(&test, NOW + HOUR).await;
        let wanted = TicketChange { assignee: Some("nadia".into()), ..TicketChange::default() };
        change::change(&later, &grace, &number, &wanted).await.unwrap();
        let mails = mailed_at(&test, NOW + 2 * HOUR).await;
        let nadia = nadia.email.split('@').next().unwrap();
        assert!(readers(&mails).contains(&nadia), "{mails:?}");
        assert!(!readers(&mails).contains(&"hugo"), "to him it is a change: {mails:?}");
    }
}

#[tokio::test]
async fn a_daily_mail_holds_what_is_unread_and_is_never_empty() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, _, grace] = participants(desk).await;
        sql(desk, "DELETE FROM activities").await;
        chosen(desk, &alice, "messages=portico,changes=portico,daily=on").await;
        assert_eq!(mailed_at(&test, NOW + DAY).await, [], "nothing is new");
        let numbers = [open(desk, &alice, &incident("One")).await, open(desk, &alice, &incident("Two")).await];
        for number in &numbers {
            say(desk, &grace, number).await;
        }
        load_ticket(desk, &alice, &numbers[0]).await;
        let mails = mailed_at(&test, NOW + 2 * DAY).await;
        assert_eq!(readers(&mails), ["alice"]);
        let MailKind::Digest { unread, entries } = &mails[0].1 else { panic!("{mails:?}") };
        assert_eq!((*unread, entries.len(), entries[0].number.as_str()), (1, 1, numbers[1].as_str()));
        assert_eq!(mailed_at(&test, NOW + 2 * DAY + HOUR).await, [], "one a day");
        chosen(desk, &alice, "messages=portico,changes=portico").await;
        assert_eq!(mailed_at(&test, NOW + 5 * DAY).await, []);
    }
}

#[tokio::test]
async fn when_the_next_mail_is_due_is_known_ahead() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, _, grace] = participants(desk).await;
        let number = raise(desk, &alice).await;
        for statement in ["DELETE FROM notices", "DELETE FROM mails", "UPDATE users SET digest_at = NULL"] {
            sql(desk, statement).await;
        }
        assert_eq!(next_due(desk).await.unwrap(), None);
        sql(desk, &format!("UPDATE users SET digest_at = {} WHERE slug = 'alice'", NOW + DAY)).await;
        assert_eq!(next_due(desk).await.unwrap(), Some(NOW + DAY), "a daily mail");
        say(desk, &grace, &number).await;
        let due = next_due(desk).await.unwrap().expect("a notice");
        assert!(due > NOW + UNDO && due < NOW + MINUTE, "when an answer can no longer be taken back: {due}");
        while flush_notifications(&desk_at(&test, NOW + MINUTE).await).await.unwrap() > 0 {}
        assert_eq!(next_due(desk).await.unwrap(), Some(NOW + MINUTE), "the letter at once");
    }
}

#[tokio::test]
async fn a_change_that_is_undone_leaves_no_mail() {
    for test in demo().await {
        let desk = &test.desk;
        let [alice, _, grace] = participants(desk).await;
        let reader = &account(desk, "alice").await;
        let undone = desk.write(Actor::Portico, |w| async move {
            desk::mail::enqueue(&w, desk::mail::OutboxMail::to(reader, MailKind::PasswordChanged, NOW)).await?;
            Err::<(), _>(domain::Refusal::NotFound.into())
        });
        assert!(undone.await.is_err());
        let refused = conversation::reply(desk, &grace, "PT-999999", words("x")).await;
        assert!(refused.is_err() && alice.id == reader.id);
        assert_eq!(mailed(&test).await, []);
        assert_eq!(number_in(desk, "SELECT COUNT(*) FROM mails").await, 0);
    }
}

/// The desk at a moment when two mails are due, one to alice and one to bruno, and there is no other.
async fn with_two_mails(test: &TestDesk) -> Desk {
    let desk = &test.desk;
    let [alice, bruno, grace] = participants(desk).await;
    let number = raise(desk, &alice).await;
    subscribe::subscribe(desk, &bruno, &number, true).await.unwrap();
    mailed(test).await;
    sql(desk, "DELETE FROM mails").await;
    say(&desk_at(test, NOW + HOUR).await, &grace, &number).await;
    let due = desk_at(test, NOW + HOUR + MINUTE).await;
    while flush_notifications(&due).await.unwrap() > 0 {}
    due
}

#[tokio::test]
async fn m09_what_was_taken_and_not_tried_is_sent_by_the_next() {
    for test in demo().await {
        let desk = with_two_mails(&test).await;
        let taken = claim(&desk, 100).await.unwrap();
        assert_eq!((taken.len(), claim(&desk, 100).await.unwrap().len()), (2, 0), "one sender at a time");
        release(&desk, &taken).await.unwrap();
        assert_eq!(claim(&desk, 100).await.unwrap().len(), 2);
        release(&desk, &taken).await.unwrap();
        assert_eq!(claim(&desk, 100).await.unwrap().len(), 0, "what another has taken is not theirs to give back");
        assert_eq!(number_in(&desk, "SELECT MAX(tries) FROM mails").await, 1, "it cost no try");
    }
}

#[tokio::test]
async fn that_a_mail_was_sent_is_known_for_a_month_and_that_it_was_not_for_three() {
    for test in demo().await {
        let desk = with_two_mails(&test).await;
        let [one, two] = &claim(&desk, 100).await.unwrap()[..] else { panic!("two mails") };
        finish(&desk, one, SendOutcome::Sent).await.unwrap();
        finish(&desk, two, SendOutcome::Never("550 no".into())).await.unwrap();
        let kept = async |days: i64| {
            let later = desk_at(&test, desk.now() + days * DAY).await;
            sweep(&later).await.unwrap();
            number_in(&later, "SELECT COUNT(*) FROM mails").await
        };
        assert_eq!([kept(30).await, kept(31).await, kept(90).await, kept(91).await], [2, 1, 1, 0]);
    }
}
