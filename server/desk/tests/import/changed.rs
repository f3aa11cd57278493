//! A file that comes again with rows that have changed.

use super::conversations::conversation_lines;
use super::support::desks;
use super::*;
use desk::tickets::change::change;
use domain::tickets::TicketChange;

/// New, changed, known, left out.
fn all_counts(report: &Report) -> (u64, u64, u64, u64) {
    (report.tickets_new, report.tickets_updated, report.tickets_known, report.tickets_left_out)
}

async fn tickets(desk: &Desk, text: &str) -> Report {
    run(desk, text, Format::Json, TICKET_MAP, ImportOptions::default()).await
}

#[tokio::test]
async fn what_has_changed_in_the_file_changes_here_and_nothing_else() {
    for test in desks().await {
        tickets(&test.desk, TICKETS).await;
        let untouched = shown(&test, "OLD-2").await;
        let mut text = spoiled(TICKETS, 1, "Scanner stops", "Scanner halts");
        for (right, wrong) in [
            ("\"urgency\": 3", "\"urgency\": 4"),
            ("Jonas Keller", "Mara Lind"),
            ("\"state\": \"open\"", "\"state\": \"done\""),
            ("\"closed\": null", "\"closed\": \"2024-03-05T10:00:00+01:00\""),
            ("Scanner S2", "Scanner S3"),
            ("does not help", "did help"),
        ] {
            text = spoiled(&text, 1, right, wrong);
        }
        let tried = run(&test.desk, &text, Format::Json, TICKET_MAP, DRY).await;
        assert_eq!(shown(&test, "OLD-1").await.subject, "Scanner stops after one page", "a dry run");
        let report = tickets(&test.desk, &text).await;
        assert_eq!((all_counts(&report), all_counts(&tried)), ((0, 1, 7, 0), (0, 1, 7, 0)));
        assert_eq!(report.to_string(), "8 rows: 0 tickets added, 1 changed, 7 unchanged, 0 left out");
        let first = shown(&test, "OLD-1").await;
        assert_eq!((first.subject.as_str(), first.priority.label.as_str()), ("Scanner halts after one page", "Urgent"));
        assert_eq!((first.assignee.as_deref(), first.closed), (Some("Mara Lind"), true));
        let values: Vec<_> =
            first.groups.iter().flat_map(|group| &group.values).map(|(_, text)| text.as_str()).collect();
        assert_eq!(values, ["Scanner S3", "2024-03-11"]);
        let conversation = conversation_lines(&first);
        let lines =
            ["Ida Brandt: It feeds the first sheet and then waits. / Switching it off and on did help.", "[] closed"];
        assert_eq!(conversation[0], lines[0]);
        assert!(
            conversation.contains(&lines[1].to_owned()) && conversation.contains(&"[] assigned Mara Lind".to_owned()),
            "{conversation:?}"
        );
        assert_eq!(shown(&test, "OLD-2").await, untouched);
        let person = admin(&test).await;
        for (words, found) in [("halts", 1), ("stops", 0), ("S3", 1), ("S2", 0)] {
            let query = format!("scope=all&closed=1&q={words}&in=subject,messages,attributes");
            let list = desk::tickets::list::list(&test.desk, &person, &query).await.expect("a list");
            assert_eq!(list.rows.len(), found, "{words}");
        }
        let before = census(&test).await;
        assert_eq!(all_counts(&tickets(&test.desk, &text).await), (0, 0, 8, 0));
        assert_eq!(census(&test).await, before, "the same file again");
    }
}

#[tokio::test]
async fn what_was_changed_here_stays() {
    for test in desks().await {
        tickets(&test.desk, TICKETS).await;
        let person = admin(&test).await;
        let number = shown(&test, "OLD-1").await.number;
        let here = TicketChange { priority: Some("low".into()), ..TicketChange::default() };
        change(&test.desk, &person, &number, &here).await.expect("an admin may");
        let text = spoiled(TICKETS, 1, "Scanner stops", "Scanner halts");
        assert_eq!(all_counts(&tickets(&test.desk, &text).await), (0, 1, 7, 0));
        let first = shown(&test, "OLD-1").await;
        assert_eq!((first.subject.as_str(), first.priority.label.as_str()), ("Scanner halts after one page", "Low"));
    }
}

#[tokio::test]
async fn a_history_goes_on() {
    for test in desks().await {
        let rows: Vec<&str> = INCIDENTS.lines().collect();
        let begun = [&rows[..4], &rows[6..]].concat().join("\n");
        assert_eq!(all_counts(&incidents(&test.desk, &begun, STRICT).await), (4, 0, 0, 0));
        assert!(!shown(&test, "INC9000001").await.closed);
        assert_eq!(all_counts(&incidents(&test.desk, INCIDENTS, STRICT).await), (0, 1, 3, 0));
        let first = shown(&test, "INC9000001").await;
        assert_eq!((first.status.label.as_str(), first.closed), ("Closed", true));
        assert_eq!(first.changed.iso, "2022-04-16T11:00:00Z");
        let lines = ["[Editor 2] priority High", "[Editor 3] closed", "[Editor 9] status Closed"];
        assert!(conversation_lines(&first).ends_with(&lines.map(str::to_owned)), "{:?}", conversation_lines(&first));
    }
}

#[tokio::test]
async fn messages_are_added_and_rewritten_and_notes_stay_private() {
    for test in desks().await {
        let row = |n: u8, text: &str, by: &str, private: &str| {
            format!("1,A,Ann,Roof,{text},{by},{private},2024-01-08T0{n}:00:00Z,normal\n")
        };
        let first = [row(1, "it leaks", "", ""), row(2, "where?", "Bo", "no")].concat();
        notes(&test.desk, &first).await;
        let public = shown(&test, "1").await.changed.iso;
        let noted = first.clone() + &row(5, "she is angry", "Bo", "yes");
        assert_eq!(all_counts(&notes(&test.desk, &noted).await), (0, 1, 0, 0));
        assert_eq!(shown(&test, "1").await.changed.iso, public, "a note changes nothing for customers");
        let more = noted.replace("it leaks", "it leaks a lot") + &row(6, "in the hall", "", "");
        assert_eq!(all_counts(&notes(&test.desk, &more).await), (0, 1, 0, 0));
        let conversation = conversation_lines(&shown(&test, "1").await);
        assert_eq!(conversation, ["Ann: it leaks a lot", "Bo: where?", "Bo: she is angry", "Ann: in the hall"]);
        let kinds = "events WHERE kind = 'noted' AND public = FALSE";
        let query = Statement::from_string(test.db.backend(), format!("SELECT COUNT(*) FROM {kinds}"));
        let row = test.db.read().query_one_raw(query).await.expect("a count").expect("one row");
        assert_eq!(row.try_get_by_index::<i64>(0).expect("a number"), 1);
    }
}

#[tokio::test]
async fn a_ticket_stays_with_its_company_and_reporter() {
    for test in desks().await {
        tickets(&test.desk, TICKETS).await;
        let before = census(&test).await;
        let text = spoiled(TICKETS, 1, "Brandt Bindery", "Olsen Freight");
        let text = spoiled(&text, 2, "Piet Olsen", "Noor Haddad");
        let report = tickets(&test.desk, &text).await;
        assert_eq!(all_counts(&report), (0, 0, 6, 2));
        let problems: Vec<_> = report.problems.iter().map(ToString::to_string).collect();
        let expected = [
            "row 1: the ticket was imported with the company “Brandt Bindery”, which can't change to “Olsen Freight”",
            "row 2: the ticket was imported with the reporter “Piet Olsen”, which can't change to “Noor Haddad”",
        ];
        assert_eq!((problems, census(&test).await), (expected.map(str::to_owned).into(), before));
    }
}
