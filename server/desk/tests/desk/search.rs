//! Search: what tickets are found by, open and closed.

use super::helpers::{self, kept, person, say, set_status};
use super::support::{TestDesk, demo};
use desk::Desk;
use desk::conversation::Reply;
use desk::files::PdfReader;
use desk::people::Person;
use desk::tickets::close::{close, reopen};
use desk::tickets::list::list;
use desk::tickets::similar::similar;
use desk::write::Actor;
use domain::search::Fragment;
use domain::tickets::{HitSource, TicketChange};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

async fn finds(desk: &Desk, person: &Person, query: &str) -> Vec<String> {
    let found = list(desk, person, query).await.unwrap();
    assert_eq!(found.total.count, found.rows.len() as u64, "{query}");
    found.rows.into_iter().map(|row| row.number).collect()
}

/// Whether it is found without closed ones, and with them.
async fn is_found(desk: &Desk, people: [&Person; 2], number: &str) -> [bool; 2] {
    let mut answers = Vec::new();
    for person in people {
        let holds = async |query: &str| finds(desk, person, query).await.contains(&number.to_owned());
        let (open, all) = (holds("q=unmistakable").await, holds("q=unmistakable&closed=1").await);
        let by_status = holds("q=unmistakable&status=open&status=new&status=waiting-customer").await;
        assert_eq!(by_status, open, "chosen statuses find the same");
        answers.push([open, all]);
    }
    assert_eq!(answers[0], answers[1]);
    answers[0]
}

#[tokio::test]
async fn tickets_stay_findable_however_often_they_are_closed_and_reopened() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = helpers::open(desk, &alice, &helpers::incident("Something unmistakable")).await;
        let (both, closed) = ([true, true], [false, true]);
        let people = [&alice, &grace];
        assert_eq!(is_found(desk, people, &number).await, both, "raised");
        for _ in 0..2 {
            close(desk, &alice, &number).await.unwrap();
            assert_eq!(is_found(desk, people, &number).await, closed, "closed");
            close(desk, &grace, &number).await.unwrap();
            assert_eq!(is_found(desk, people, &number).await, closed, "closed once more");
            reopen(desk, &alice, &number).await.unwrap();
            reopen(desk, &alice, &number).await.unwrap();
            assert_eq!(is_found(desk, people, &number).await, both, "reopened");
            set_status(desk, &grace, &number, "solved").await;
            set_status(desk, &grace, &number, "closed").await;
            assert_eq!(is_found(desk, people, &number).await, closed, "solved, then closed");
            say(desk, &alice, &number).await;
            assert_eq!(is_found(desk, people, &number).await, both, "reopened by an answer");
            set_status(desk, &grace, &number, "waiting-customer").await;
            assert_eq!(is_found(desk, people, &number).await, both, "from one open status to another");
        }
        let dmitri = person(desk, "dmitri").await;
        assert_eq!(is_found(desk, [&dmitri, &dmitri], &number).await, [false, false], "another company's");
    }
}

#[tokio::test]
async fn an_index_in_many_pieces_is_put_together_and_finds_the_same() {
    for test in demo().await.iter().filter(|test| test.db.is_sqlite()) {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        helpers::sql(desk, "INSERT INTO open_words (open_words, rank) VALUES ('automerge', 0)").await;
        let mut numbers = Vec::new();
        for n in 0..12 {
            numbers.push(helpers::open(desk, &alice, &helpers::incident(&format!("Something unmistakable {n}"))).await);
        }
        close(desk, &alice, &numbers.remove(3)).await.unwrap();
        let before = finds(desk, &grace, "q=unmistakable").await;
        assert_eq!(before.len(), numbers.len());
        let pieces = async || {
            let sql = "SELECT COUNT(DISTINCT segid) AS n FROM open_words_idx";
            let statement = Statement::from_string(DbBackend::Sqlite, sql);
            desk.db().read().query_one_raw(statement).await.unwrap().unwrap().try_get::<i64>("", "n").unwrap()
        };
        assert!(pieces().await > 8, "{} pieces", pieces().await);
        desk::search::merge_fts_segments(desk.db()).await.unwrap();
        assert_eq!(pieces().await, 1);
        desk::search::merge_fts_segments(desk.db()).await.unwrap();
        assert_eq!(finds(desk, &grace, "q=unmistakable").await, before);
    }
}

#[tokio::test]
async fn each_field_is_searched_by_itself() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        let first = helpers::open(desk, &alice, &helpers::incident("Broken since last week")).await;
        let digits = first.strip_prefix("PT-").unwrap();
        let second = helpers::open(desk, &alice, &helpers::incident(&format!("As in {first}, pt {digits}"))).await;
        let found = async |fields: &str, text: &str| finds(desk, &alice, &format!("in={fields}&q={text}")).await;
        for text in [&first, &digits.to_owned(), &first.to_lowercase(), &first[..first.len() - 1].to_owned()] {
            let in_numbers = found("number", text).await;
            assert!(
                in_numbers.contains(&first) && in_numbers.contains(&second) == second.starts_with(text.as_str()),
                "{text}"
            );
            assert_eq!(found("subject", text).await.join(" "), second, "{text}");
            let in_both = found("number,subject", text).await;
            assert!(in_both.contains(&first) && in_both.contains(&second), "{text}");
        }
        assert_eq!(found("subject", "broken").await.join(" "), first);
        assert_eq!(found("number", "broken").await, Vec::<String>::new());
        assert_eq!(found("number,subject", &format!("broken {digits}")).await.join(" "), first, "a word of each");
        assert_eq!(found("subject", &format!("broken {digits}")).await, Vec::<String>::new());
        // The marks are not words.
        let company = kept(desk, &first).await.company_id;
        for mark in ["open", &format!("company{company}"), "@open", &format!("@company{company}")] {
            assert!(!found("number,subject", mark).await.contains(&first), "{mark}");
        }
    }
}

/// What somebody finds, closed tickets too.
async fn all(desk: &Desk, person: &Person, fields: &str, text: &str) -> Vec<String> {
    finds(desk, person, &format!("in={fields}&closed=1&q={text}")).await
}

#[tokio::test]
async fn what_is_said_is_found_by_those_who_may_read_it() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, dmitri, grace) =
            (person(desk, "alice").await, person(desk, "dmitri").await, person(desk, "grace").await);
        let file = test.files.store_file("Quixotic-Survey.csv", "text/csv", b"a,b").await.unwrap();
        let number = helpers::open(desk, &alice, &helpers::incident("Something plain")).await;
        let reply = Reply { files: vec![file], ..helpers::words("The <b>flibbertigibbet</b> of bench nine rattles.") };
        desk::conversation::reply(desk, &alice, &number, reply).await.unwrap();
        let secret = test.files.store_file("Hushhush.txt", "text/plain", b"x").await.unwrap();
        let note = Reply { note: true, files: vec![secret], ..helpers::words("Between us: zyzzyva.") };
        desk::conversation::reply(desk, &grace, &number, note).await.unwrap();
        let everything = "number,subject,messages,attributes,files";
        for (fields, text, customer, agent) in [
            ("messages", "flibbertigibbet", true, true),
            ("messages", "flibb", true, true),
            ("messages", "FLIBB+bench+plain", false, false),
            ("subject,messages", "FLIBB+bench+plain", true, true),
            ("number,subject", "flibbertigibbet", false, false),
            ("messages", "zyzzyva", false, true),
            (everything, "zyzzyva", false, true),
            ("files", "quixotic", true, true),
            ("messages", "quixotic", false, false),
            ("files", "hushhush", false, true),
            (everything, "hushhush+flibb", false, true),
            ("attributes", "team", true, true),
            (everything, "plain+rattles+team+survey", true, true),
        ] {
            let holds = async |person: &Person| all(desk, person, fields, text).await.contains(&number);
            assert_eq!(holds(&alice).await, customer, "alice looks for {text} in {fields}");
            assert_eq!(holds(&grace).await, agent, "grace looks for {text} in {fields}");
            assert!(!holds(&dmitri).await, "dmitri looks for {text} in {fields}");
        }
        let rash = desk::conversation::reply(desk, &alice, &number, helpers::words("Quockerwodger!")).await.unwrap();
        assert_eq!(all(desk, &grace, "messages", "quockerwodger").await.join(" "), number);
        desk::conversation::retract(desk, &alice, &number, &rash).await.unwrap();
        assert_eq!(all(desk, &grace, "messages", "quockerwodger").await, Vec::<String>::new(), "taken back");
        close(desk, &alice, &number).await.unwrap();
        assert_eq!(finds(desk, &alice, "in=messages&q=flibbertigibbet").await, Vec::<String>::new());
        assert_eq!(all(desk, &alice, "messages", "flibbertigibbet").await.join(" "), number);
        reopen(desk, &alice, &number).await.unwrap();
        assert_eq!(finds(desk, &alice, "in=messages&q=flibbertigibbet").await.join(" "), number);
    }
}

#[tokio::test]
async fn a_found_ticket_tells_where_it_was_found() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = helpers::open(desk, &alice, &helpers::incident("A plain thing, plainly said")).await;
        let reply = helpers::words("Long ago.\n\nThe flibbertigibbet rattles & shakes.");
        desk::conversation::reply(desk, &alice, &number, reply).await.unwrap();
        let note = Reply { note: true, ..helpers::words("Rattles, they say: flibbertigibbet.") };
        desk::conversation::reply(desk, &grace, &number, note).await.unwrap();
        let hits = async |person: &Person, query: &str| {
            let row =
                list(desk, person, query).await.unwrap().rows.into_iter().find(|row| row.number == number).unwrap();
            let text = |pieces: &[Fragment]| {
                let marked =
                    pieces.iter().map(|piece| if piece.hit { format!("[{}]", piece.text) } else { piece.text.clone() });
                marked.collect::<String>()
            };
            (text(&row.hits), row.found.map(|found| (found.place, text(&found.excerpt))))
        };
        let (subject, found) = hits(&alice, "q=plain").await;
        assert_eq!((subject.as_str(), found), ("A [plain] thing, [plainly] said", None));
        let (subject, found) = hits(&alice, "in=subject,messages&q=flibb+plain").await;
        let line = "… ago. The [flibbertigibbet] rattles & shakes.".to_owned();
        assert_eq!((subject.as_str(), found), ("A [plain] thing, [plainly] said", Some((HitSource::Message, line))));
        let (_, found) = hits(&grace, "in=messages&q=rattles+flibb").await;
        let line = "[Rattles], they say: [flibbertigibbet].".to_owned();
        assert_eq!(found, Some((HitSource::Note, line)), "the newest that holds all");
        let (_, found) = hits(&alice, "in=messages,attributes&q=team+one").await;
        assert_eq!(found, Some((HitSource::Attribute("Who is affected".into()), "[One] [team]".into())));
    }
}

#[tokio::test]
async fn a_slip_of_the_pen_finds_what_was_meant_and_only_what_is_theirs() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, dmitri, grace) =
            (person(desk, "alice").await, person(desk, "dmitri").await, person(desk, "grace").await);
        let number = helpers::open(desk, &alice, &helpers::incident("The flibbertigibbet rattles")).await;
        for text in ["flibertigibbet", "flibbertigibbte+rattles", "FLIBBERTIGIBET"] {
            let found = list(desk, &alice, &format!("q={text}")).await.unwrap();
            assert!(found.did_you_mean.is_some_and(|meant| meant.starts_with("flibbertigibbet")), "{text}");
            assert_eq!(found.rows.iter().map(|row| row.number.as_str()).collect::<Vec<_>>(), [&number], "{text}");
            let exported = helpers::exported(desk, &alice, &format!("q={text}")).await;
            assert_eq!(exported.len(), 1, "{text}");
            let others = list(desk, &dmitri, &format!("q={text}")).await.unwrap();
            assert_eq!(
                (others.did_you_mean, others.total.count),
                (None, 0),
                "another company hears nothing of the word"
            );
        }
        // A word that stands in a closed ticket is spelled right.
        close(desk, &alice, &number).await.unwrap();
        let second = helpers::open(desk, &alice, &helpers::incident("The flibbertigibbets rattle")).await;
        let found = list(desk, &alice, "q=flibbertigibbet").await.unwrap();
        assert_eq!((found.did_you_mean, found.rows.len()), (None, 1));
        close(desk, &alice, &second).await.unwrap();
        assert_eq!(list(desk, &alice, "q=rattles").await.unwrap().did_you_mean, None);
        // What stands in a note is nobody's neighbour but an agent's.
        let note = Reply { note: true, ..helpers::words("Xanthippes lamp") };
        let third = helpers::raise(desk, &alice).await;
        desk::conversation::reply(desk, &grace, &third, note).await.unwrap();
        assert_eq!(list(desk, &alice, "in=messages&q=xantippes").await.unwrap().did_you_mean, None);
        assert!(list(desk, &grace, "in=messages&q=xantippes").await.unwrap().did_you_mean.is_some());
    }
}

#[tokio::test]
async fn long_conversations_are_found_from_end_to_end() {
    for test in demo().await {
        let desk = &test.desk;
        let alice = person(desk, "alice").await;
        let number = helpers::open(desk, &alice, &helpers::incident("Unending story")).await;
        for n in 0..9 {
            let filler = "lorem ipsum dolor sit amet ".repeat(900);
            let reply = helpers::words(&format!("chapter{n}x {filler} ending{n}x"));
            desk::conversation::reply(desk, &alice, &number, reply).await.unwrap();
            for n in 0..=n {
                for text in [format!("chapter{n}x"), format!("ending{n}x+unending"), format!("chapter{n}x+ending{n}x")]
                {
                    let found = finds(desk, &alice, &format!("in=subject,messages&q={text}")).await;
                    assert_eq!(found.join(" "), number, "{text}");
                }
            }
        }
        close(desk, &alice, &number).await.unwrap();
        assert_eq!(all(desk, &alice, "messages", "chapter0x").await.join(" "), number);
        assert_eq!(all(desk, &alice, "messages", "ending8x").await.join(" "), number);
    }
}

#[tokio::test]
async fn open_tickets_that_look_alike_are_offered() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno, dmitri) =
            (person(desk, "alice").await, person(desk, "bruno").await, person(desk, "dmitri").await);
        let number = helpers::open(desk, &alice, &helpers::incident("Flibbertigibbet rattles at bench nine")).await;
        let alike = async |person: &Person, subject: &str| {
            let found = similar(desk, person, subject).await.unwrap();
            found.into_iter().map(|one| (one.number, one.mine, one.followed)).collect::<Vec<_>>()
        };
        assert_eq!(alike(&alice, "the flibbertigibbet on my bench").await, [(number.clone(), true, true)]);
        assert_eq!(alike(&bruno, "BENCH flibbertigibbet broken").await, [(number.clone(), false, false)]);
        for (person, subject) in [
            (&dmitri, "flibbertigibbet rattles at bench nine"),
            (&bruno, "flibbertigibbet"),
            (&bruno, "flibbertigibbet and many other words that are nowhere else"),
            (&bruno, ""),
            (&bruno, "\u{1F600} ' \" * ( )"),
        ] {
            assert_eq!(alike(person, subject).await, [], "{subject}");
        }
        close(desk, &alice, &number).await.unwrap();
        assert_eq!(alike(&bruno, "bench flibbertigibbet rattles").await, []);
    }
}

/// How often each lexeme stands in the index, document by document where the database tells.
async fn indexed(test: &TestDesk) -> Vec<String> {
    let sql = if test.db.is_sqlite() {
        "SELECT 'open ' || term || ' ' || doc AS line FROM open_vocab UNION ALL SELECT 'closed ' || term || ' ' || doc FROM closed_vocab ORDER BY 1"
    } else {
        "SELECT ticket_id || '/' || place || ' ' || words::text AS line FROM ticket_words ORDER BY ticket_id, place"
    };
    let query = Statement::from_string(test.db.backend(), sql);
    let rows = test.db.read().query_all_raw(query).await.unwrap();
    rows.iter().map(|row| row.try_get("", "line").unwrap()).collect()
}

/// Whatever writes what tickets are found by must also write the index: after everything that can happen to tickets, the index is
/// what it would be if it were made anew from their rows.
#[tokio::test]
async fn the_index_kept_is_the_index_made_anew() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno, grace) =
            (person(desk, "alice").await, person(desk, "bruno").await, person(desk, "grace").await);
        if test.db.is_sqlite() {
            helpers::sql(desk, "CREATE VIRTUAL TABLE open_vocab USING fts5vocab(open_words, row)").await;
            helpers::sql(desk, "CREATE VIRTUAL TABLE closed_vocab USING fts5vocab(closed_words, row)").await;
        }
        let log = test.files.store_file("gates.log", "text/plain", b"gate nine: flibbertigibbet").await.unwrap();
        let mut numbers = Vec::new();
        for subject in ["One that stays", "One that closes", "One that opens again"] {
            numbers.push(helpers::open(desk, &alice, &helpers::incident(subject)).await);
        }
        for number in &numbers {
            say(desk, &grace, number).await;
            helpers::note(desk, &grace, number, vec![log.clone()]).await;
            let said = Reply { files: vec![log.clone()], ..helpers::words("Here is the log") };
            desk::conversation::reply(desk, &bruno, number, said).await.unwrap();
        }
        while desk::files::read_waiting(desk, &PdfReader::default()).await.unwrap() > 0 {}
        close(desk, &alice, &numbers[1]).await.unwrap();
        close(desk, &alice, &numbers[2]).await.unwrap();
        reopen(desk, &alice, &numbers[2]).await.unwrap();
        for change in [
            TicketChange { queue: Some("software".into()), ..TicketChange::default() },
            TicketChange { assignee: Some("grace".into()), ..TicketChange::default() },
            TicketChange { priority: Some("high".into()), ..TicketChange::default() },
            TicketChange { status: Some("waiting-customer".into()), ..TicketChange::default() },
        ] {
            desk::tickets::change::change(desk, &grace, &numbers[0], &change).await.unwrap();
        }
        desk::tickets::rate::rate(desk, &alice, &numbers[1], "5", "splendid").await.unwrap();
        // One message is taken back, and with it the only file of its content.
        let secret = test.files.store_file("regret.txt", "text/plain", b"quockerwodger").await.unwrap();
        let said = Reply { files: vec![secret], ..helpers::words("Too early") };
        let id = desk::conversation::reply(desk, &alice, &numbers[0], said).await.unwrap();
        while desk::files::read_waiting(desk, &PdfReader::default()).await.unwrap() > 0 {}
        let texts = "SELECT COUNT(*) FROM file_texts WHERE text LIKE '%quockerwodger%'";
        assert_eq!(helpers::number_in(desk, texts).await, 1);
        desk::conversation::retract(desk, &alice, &numbers[0], &id).await.unwrap();
        assert_eq!(helpers::number_in(desk, texts).await, 0, "the text of a file that was taken back is gone");
        let kept = indexed(&test).await;
        desk.write(Actor::Portico, |w| async move { desk::search::renew(&w).await }).await.unwrap();
        let anew = indexed(&test).await;
        let differs = kept.iter().zip(&anew).find(|(kept, anew)| kept != anew);
        assert!(kept.len() == anew.len() && differs.is_none(), "{} {} {differs:?}", kept.len(), anew.len());
        assert!(!kept.is_empty());
    }
}
