//! What the imported tickets tell.

use super::support::desks;
use super::*;
use desk::tickets::list::list;
use domain::conversation::{TimelineEntry, TimelineEvent};

/// One text per entry: `who: words`.
pub fn conversation_lines(ticket: &Ticket) -> Vec<String> {
    let entries = ticket.conversation.iter().map(|entry| match entry {
        TimelineEntry::Message(message) => format!("{}: {}", message.author.full, message.body.replace('\n', " / ")),
        TimelineEntry::Line(line) => {
            let what = match &line.what {
                TimelineEvent::Rated { score } => format!("rated {score}"),
                TimelineEvent::Closed => "closed".to_owned(),
                TimelineEvent::Reopened => "reopened".to_owned(),
                TimelineEvent::Excepted { reason } => format!("excepted {reason}"),
                TimelineEvent::Approved => "approved".to_owned(),
                TimelineEvent::Declined { reason } => format!("declined {reason}"),
                TimelineEvent::Status { to } => format!("status {to}"),
                TimelineEvent::Queue { to } => format!("queue {to}"),
                TimelineEvent::Priority { to } => format!("priority {to}"),
                TimelineEvent::Assigned { to } => format!("assigned {}", to.as_deref().unwrap_or("nobody")),
                other => format!("{other:?}"),
            };
            format!("[{}] {what}", line.who)
        }
    });
    entries.collect()
}

#[tokio::test]
async fn incidents_come_with_their_history() {
    for test in desks().await {
        let report = incidents(&test.desk, INCIDENTS, STRICT).await;
        assert_eq!(report.to_string(), "11 rows: 4 tickets added, 0 unchanged, 0 left out");
        let first = shown(&test, "INC9000001").await;
        assert_eq!((first.subject.as_str(), first.status.label.as_str()), ("Printing / Plotter: Paper jam", "Closed"));
        assert_eq!(
            (first.queue.as_str(), first.kind.as_str(), first.channel.as_str()),
            ("Field service", "Incident", "phone")
        );
        assert_eq!((first.reporter.full.as_str(), first.company.as_str()), ("Caller 12", "Imported incidents"));
        assert_eq!(first.assignee.as_deref(), Some("Fixer 4"));
        assert_eq!(
            (first.created.iso.as_str(), first.changed.iso.as_str()),
            ("2022-04-11T08:02:00Z", "2022-04-16T11:00:00Z")
        );
    }
}

#[tokio::test]
async fn changes_are_lines_of_the_conversation() {
    for test in desks().await {
        incidents(&test.desk, INCIDENTS, STRICT).await;
        let first = conversation_lines(&shown(&test, "INC9000001").await);
        assert!(first[0].starts_with("Caller 12: Category: Printing / Plotter / Symptom: Paper jam"), "{first:?}");
        let lines = [
            "[Editor 2] status Open",
            "[Editor 2] queue Field service",
            "[Editor 2] assigned Fixer 4",
            "[Editor 2] priority High",
            "[Editor 3] closed",
            "[Editor 9] status Closed",
        ];
        assert_eq!(first[1..], lines);
        let second = conversation_lines(&shown(&test, "INC9000002").await);
        assert_eq!(second[1..], ["[Editor 1] status Waiting for customer", "[Editor 1] assigned nobody"]);
    }
}

#[tokio::test]
async fn a_ticket_never_begins_with_a_note_or_without_words() {
    for test in desks().await {
        let rows = "1,A,Ann,Silent,,,,2024-01-08T09:00:00Z,normal\n2,A,Ann,Whispered,psst,Bo,yes,2024-01-08T09:00:00Z,normal\n";
        assert_eq!(counts(&notes(&test.desk, rows).await), (2, 0, 0));
        assert_eq!(conversation_lines(&shown(&test, "1").await), ["Ann: Silent"]);
        assert_eq!(conversation_lines(&shown(&test, "2").await), ["Ann: Whispered", "Bo: psst"]);
    }
}

#[tokio::test]
async fn an_admin_finds_what_came() {
    for test in desks().await {
        run(&test.desk, TALKS, Format::Tsv, TALK_MAP, STRICT).await;
        run(&test.desk, TICKETS, Format::Json, TICKET_MAP, STRICT).await;
        let person = admin(&test).await;
        let all = list(&test.desk, &person, "scope=all&closed=1&sort=number").await.expect("a list");
        let numbers: Vec<_> = all.rows.iter().map(|row| row.number.as_str()).collect();
        assert_eq!((numbers.len(), numbers[0], numbers[10]), (11, "PT-1001", "PT-1011"));
        let open = list(&test.desk, &person, "scope=all").await.expect("a list");
        assert_eq!(open.rows.len(), 5);
        assert!(all.rows.iter().filter(|row| row.status.label == "Closed").all(|row| !row.unread));
        for words in ["laptop", "OLD-4", "grüße"] {
            let found = list(&test.desk, &person, &format!("scope=all&closed=1&q={words}")).await.expect("a list");
            assert_eq!(found.rows.len(), 1, "{words}");
        }
    }
}

#[tokio::test]
async fn a_closed_ticket_without_history_says_that_it_was_closed() {
    for test in desks().await {
        run(&test.desk, TICKETS, Format::Json, TICKET_MAP, STRICT).await;
        let conversation = conversation_lines(&shown(&test, "OLD-5").await);
        assert_eq!(conversation, ["Piet Olsen: Since this morning, all three of them.", "[] closed"]);
    }
}
