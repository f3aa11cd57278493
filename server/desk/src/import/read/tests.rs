use super::*;
use crate::import::record::Author;
use crate::import::record::Field::{Assignee, Priority, Queue, Status};
use domain::conversation::BODY_MAX;

const INCIDENTS: &str = include_str!("../../../../examples/samples/incidents.csv");
const TALKS: &str = include_str!("../../../../examples/samples/conversations.tsv");
const TICKETS: &str = include_str!("../../../../examples/samples/tickets.jsonl");

fn incidents(text: &str) -> ReadOutcome {
    let mapping = Mapping::parse(include_str!("../../../../examples/maps/incident-event-log.toml")).expect("sound");
    read(text.as_bytes(), Format::Csv, &mapping).expect("they fit")
}

fn talks(text: &str) -> ReadOutcome {
    let mapping = Mapping::parse(include_str!("../../../../examples/maps/multidogo.toml")).expect("sound");
    read(text.as_bytes(), Format::Tsv, &mapping).expect("they fit")
}

fn tickets(text: &str) -> ReadOutcome {
    let mapping = Mapping::parse(include_str!("../../../../examples/samples/tickets.toml")).expect("sound");
    read(text.as_bytes(), Format::Json, &mapping).expect("they fit")
}

fn utc(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at).expect("an instant").to_string()
}

fn references(outcome: &ReadOutcome) -> Vec<&str> {
    outcome.records.iter().map(|record| record.reference.as_str()).collect()
}

fn problems(outcome: &ReadOutcome) -> Vec<String> {
    outcome.problems.iter().map(ToString::to_string).collect()
}

/// The line of a text, counted as people do, with one thing in it replaced.
fn spoiled(text: &str, line: usize, right: &str, wrong: &str) -> String {
    let lines = text.lines().zip(1..).map(
        |(text, at)| {
            if at == line { text.replacen(right, wrong, 1) } else { text.to_owned() }
        },
    );
    let after = lines.collect::<Vec<_>>().join("\n");
    assert_ne!(after, text.trim_end(), "{right} is not in line {line}");
    after
}

#[test]
fn an_incident_comes_with_its_history() {
    let outcome = incidents(INCIDENTS);
    assert_eq!((outcome.rows, problems(&outcome)), (11, vec![]));
    assert_eq!(references(&outcome), ["INC9000001", "INC9000002", "INC9000003", "INC9000004"]);
    let first = &outcome.records[0];
    assert_eq!(first.subject, "Printing / Plotter: Paper jam");
    assert_eq!(
        (first.status.slug.as_str(), first.priority.as_str(), first.queue.as_str()),
        ("closed", "high", "Field service")
    );
    assert_eq!((first.reporter.as_deref(), first.assignee.as_deref()), (Some("Caller 12"), Some("Fixer 4")));
    assert_eq!(first.closed_at.map(utc).as_deref(), Some("2022-04-16T11:00:00Z"));
    let changes: Vec<_> =
        first.changes.iter().map(|c| (utc(c.at), c.field, c.from.as_deref(), c.to.as_deref())).collect();
    let expected = [
        ("2022-04-11T08:30:00Z", Status, Some("new"), Some("open")),
        ("2022-04-11T08:30:00Z", Queue, Some("First line"), Some("Field service")),
        ("2022-04-11T08:30:00Z", Assignee, None, Some("Fixer 4")),
        // Its row says 08:20.
        ("2022-04-11T08:30:00Z", Priority, Some("normal"), Some("high")),
        ("2022-04-11T10:45:00Z", Status, Some("open"), Some("solved")),
        ("2022-04-16T11:00:00Z", Status, Some("solved"), Some("closed")),
    ];
    assert_eq!(changes, expected.map(|(at, field, from, to)| (at.to_owned(), field, from, to)));
    assert_eq!(first.changes[4].by.as_deref(), Some("Editor 3"));
}

#[test]
fn what_is_unknown_is_left_out_or_stands_in() {
    let outcome = incidents(INCIDENTS);
    let [_, second, third, fourth] = outcome.records.as_slice() else { panic!("four incidents") };
    assert_eq!(second.subject, "Accounts / Password");
    assert_eq!(second.messages[0].body, "Category: Accounts / Password\nImpact: 2 - Medium\nUrgency: 2 - Medium");
    assert_eq!((second.assignee.as_deref(), second.closed_at), (None, None), "its closing time is not true yet");
    assert_eq!(third.subject, "Line dead, \"no carrier\"");
    assert_eq!(third.changes[1].from.as_deref(), Some("Unknown group"));
    assert_eq!(fourth.closed_at.map(utc).as_deref(), Some("2022-04-14T15:20:00Z"), "solved, not yet closed");
    assert!(outcome.records.iter().all(|r| r.messages.iter().all(|m| m.at >= r.created_at && m.at <= r.changed_at)));
}

#[test]
fn a_bad_row_takes_its_ticket_along_and_nothing_else() {
    let outcome = incidents(&spoiled(INCIDENTS, 8, "12-04-2022 13:40", "31-02-2022 13:40"));
    assert_eq!(references(&outcome), ["INC9000001", "INC9000003", "INC9000004"]);
    let said = problems(&outcome);
    assert_eq!(said[0], "row 7: left out with the rest of ticket INC9000002: row 8 can't be used");
    assert_eq!(said[1], "row 8, column sys_updated_at: “31-02-2022 13:40” is not a date like dd-mm-yyyy hh:mm");
    for (right, wrong) in
        [("Awaiting User Info", "Asleep"), ("4 - Low", "Soonish"), (",?,?,", ",?,"), ("Accounts", "\"Accounts")]
    {
        let outcome = incidents(&spoiled(INCIDENTS, 8, right, wrong));
        assert_eq!(references(&outcome), ["INC9000001", "INC9000003", "INC9000004"], "{wrong}");
        assert_eq!(outcome.problems.len(), 2, "{wrong}");
    }
}

#[test]
fn a_row_of_no_ticket_puts_its_neighbours_in_doubt() {
    let outcome = incidents(&spoiled(INCIDENTS, 8, "INC9000002", "?"));
    assert_eq!(references(&outcome), ["INC9000001", "INC9000004"]);
    let said = problems(&outcome);
    assert_eq!(said[0], "row 7: left out with the rest of ticket INC9000002: row 8 may belong to it");
    assert_eq!(said[1], "row 8, column number: doesn't say which ticket it belongs to");
    assert_eq!(said.len(), 4, "{said:?}");
}

#[test]
fn conversations_are_sorted_by_turn_and_dated_by_place() {
    let outcome = talks(TALKS);
    assert_eq!((outcome.rows, problems(&outcome)), (12, vec![]));
    let [first, second, third] = outcome.records.as_slice() else { panic!("three conversations") };
    assert_eq!((first.subject.as_str(), first.reporter.as_deref()), ("hello there", Some("Customer 5c1f70aa")));
    assert_eq!(first.messages[2].body, "it says:\n\"out of range\"\nand then closes");
    assert_eq!(second.messages.len(), 3, "an empty turn says nothing");
    assert_eq!((second.row(), utc(second.created_at)), (9, "2024-01-08T09:20:40Z".to_owned()));
    let bodies: Vec<_> = third.messages.iter().map(|message| message.body.as_str()).collect();
    assert_eq!(bodies, ["is the server down?", "?", "and on Friday?"]);
    assert_eq!(third.subject, "is the server down?");
    assert!(third.messages.iter().all(|message| message.author == Author::Reporter && !message.note));
    assert_eq!(third.closed_at, third.messages.last().map(|message| message.at));
    assert_eq!(talks(&TALKS.replace('\n', "\r\n")), outcome, "however lines end");
}

#[test]
fn bad_turns_leave_conversations_absent() {
    let outcome = talks(&spoiled(TALKS, 3, "\t2\t", "\ttwo\t"));
    assert_eq!(outcome.records.len(), 2);
    assert_eq!(problems(&outcome)[1], "row 3, column turnNumber: “two” is not a number");
    let unquoted = talks(&spoiled(TALKS, 6, "closes\"", "closes"));
    assert_eq!(references(&unquoted).len(), 2, "{:?}", problems(&unquoted));
}

#[test]
fn one_row_is_one_ticket() {
    let outcome = tickets(TICKETS);
    assert_eq!((outcome.rows, problems(&outcome)), (8, vec![]));
    let first = &outcome.records[0];
    assert_eq!(
        (first.reference.as_str(), first.company.as_str(), first.channel.as_str()),
        ("OLD-1", "Brandt Bindery", "email")
    );
    assert_eq!(utc(first.created_at), "2024-03-04T07:15:00Z");
    let attributes: Vec<_> = first.attributes.iter().map(|a| (a.name.as_str(), a.value.as_str())).collect();
    assert_eq!(attributes, [("device", "Scanner S2"), ("due", "2024-03-11")]);
    let third = &outcome.records[2];
    assert_eq!((third.queue.as_str(), third.priority.as_str(), third.assignee.as_deref()), ("Support", "normal", None));
}

#[test]
fn a_broken_row_of_its_own_harms_no_neighbour() {
    let outcome = tickets(&spoiled(TICKETS, 3, "\"id\": 3,", "\"id\": 3"));
    assert_eq!((outcome.rows, outcome.records.len(), outcome.problems.len()), (8, 7, 1));
    assert_eq!(outcome.problems[0].row, 3);
}

#[test]
fn the_same_reference_twice_and_texts_too_long_are_refused() {
    let template = "reference = \"OLD-{id}\"";
    let text =
        include_str!("../../../../examples/samples/tickets.toml").replace(template, "reference = \"{customer.name}\"");
    let outcome = read(TICKETS.as_bytes(), Format::Json, &Mapping::parse(&text).expect("sound")).expect("they fit");
    assert_eq!(problems(&outcome)[0], "row 3: the ticket of row 1 has the same reference");
    let long = tickets(&spoiled(TICKETS, 1, "It feeds", &"ü".repeat(BODY_MAX)));
    assert!(problems(&long)[0].starts_with("row 1, column text: 50"), "{:?}", problems(&long));
}

#[test]
fn columns_the_file_lacks_are_named() {
    let mapping = Mapping::parse(include_str!("../../../../examples/maps/multidogo.toml")).expect("sound");
    let error =
        read(TALKS.replacen("utterance\t", "said\t", 1).as_bytes(), Format::Tsv, &mapping).expect_err("no such column");
    assert!(error.to_string().starts_with("the file has no column “utterance”; it has conversationId"), "{error}");
    let text = include_str!("../../../../examples/samples/tickets.toml").replace("{device}", "{devise}");
    let error =
        read(TICKETS.as_bytes(), Format::Json, &Mapping::parse(&text).expect("sound")).expect_err("no such column");
    assert_eq!(error.to_string(), "the file has no column “devise”");
}

const NOTES: &str = r#"
    source = "s"
    ticket = ["id"]
    statuses = [{ slug = "open", label = "Open", kind = "open" }]
    fields = { company = "C", reporter = "{who}", subject = "{first_message:80}", type = "request", channel = "email", queue = "Q", status = "open", priority = "normal" }
    messages = { body = "{text}", author = "{by}", note = "{private}", at = "{at}" }
"#;

#[test]
fn notes_are_the_agents_only() {
    let text = "id,who,text,by,private,at\n1,Ann,hi,Ann,no,2024-01-08T09:00:00Z\n1,,hush,Bo,yes,2024-01-08T08:00:00Z\n\
                4,Ed,hush,Bo,yes,2024-01-08T08:00:00Z\n4,,hello,Ed,no,2024-01-08T09:00:00Z\n\
                2,Cy,hi,,yes,2024-01-08T09:00:00Z\n3,Di,hi,Bo,perhaps,2024-01-08T09:00:00Z\n";
    let outcome = read(text.as_bytes(), Format::Csv, &Mapping::parse(NOTES).expect("sound")).expect("they fit");
    let authors: Vec<_> =
        outcome.records[0].messages.iter().map(|message| (message.note, message.author.clone())).collect();
    assert_eq!(authors, [(false, Author::Reporter), (true, Author::Agent("Bo".into()))]);
    assert_eq!(outcome.records[1].subject, "hello", "a note is no subject");
    let said = ["row 6: a note needs an agent as its author", "row 7, column private: “perhaps” is neither yes nor no"];
    assert_eq!(problems(&outcome), said);
}
