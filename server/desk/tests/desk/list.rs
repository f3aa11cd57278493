//! The dashboard's list against one that is worked out row by row, and the unread marker.

use super::cast::{self, desk_at, kept, listed, person, raise, say};
use super::oracle::{World, line, words};
use super::support::{NOW, TestDesk, demo, demo_with};
use desk::Desk;
use desk::people::{Person, user};
use desk::tickets::list::list;
use domain::listing::{Column, Listing, SIZES, Scope, Sort};
use domain::time::HOUR;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::Runtime;

/// Enough for several pages of the largest size.
const GENERATED: u32 = 700;
const CASES: u32 = 400;

/// Somebody and a list they ask for.
#[derive(Debug)]
struct Asked {
    who: Index,
    listing: Listing,
    search: Search,
}

/// Words to look for; tickets and their words are chosen from those that the test finds.
#[derive(Clone, Debug)]
enum Search {
    Nothing,
    /// Beginnings of words of one ticket's subject, some in capitals.
    Subject {
        ticket: Index,
        words: Vec<(Index, usize, bool)>,
    },
    /// The first digits of a number, with or without what stands before.
    Number {
        ticket: Index,
        prefixed: bool,
        digits: usize,
    },
    Junk(String),
}

impl Search {
    fn text(&self, world: &World) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Subject { ticket, words: picked } => {
                let known = words(&ticket.get(&world.tickets).subject);
                let pick = |(word, len, capital): &(Index, usize, bool)| {
                    let text: String = word.get(&known).chars().take(*len).collect();
                    if *capital { text.to_uppercase() } else { text }
                };
                picked.iter().map(pick).collect::<Vec<_>>().join(" ")
            }
            Self::Number { ticket, prefixed, digits } => {
                let number = ticket.get(&world.tickets).number.to_string();
                format!("{}{}", if *prefixed { "pt-" } else { "" }, &number[..number.len().min(*digits)])
            }
            Self::Junk(text) => text.trim().to_owned(),
        }
    }
}

fn searches() -> impl Strategy<Value = Search> {
    let word = (any::<Index>(), 1..12_usize, any::<bool>());
    prop_oneof![
        3 => Just(Search::Nothing),
        5 => (any::<Index>(), prop::collection::vec(word, 1..4)).prop_map(|(ticket, words)| Search::Subject { ticket, words }),
        2 => (any::<Index>(), any::<bool>(), 1..6_usize)
            .prop_map(|(ticket, prefixed, digits)| Search::Number { ticket, prefixed, digits }),
        1 => "[a-z \"'*()&|!:<>\\\\^~{}@%_+-]{0,20}".prop_map(Search::Junk),
        1 => select(&["AND", "label OR printer", "NOT label", "NEAR(a b)", "words:label", "company2", "@company2", "l'", "\"label"][..])
            .prop_map(|text| Search::Junk(text.into())),
    ]
}

fn asked() -> impl Strategy<Value = Asked> {
    let sort = (select(&Column::ALL[..]), any::<bool>()).prop_map(|(column, descending)| Sort { column, descending });
    let scope = prop_oneof![1 => Just(Scope::Mine), 3 => Just(Scope::Company)];
    let page = prop_oneof![3 => Just(1_u32), 3 => 2..5_u32, 1 => Just(40)];
    let rest = (scope, any::<bool>(), sort, page, select(&SIZES[..]));
    (any::<Index>(), rest, searches()).prop_map(|(who, (scope, closed, sort, page, size), search)| {
        let listing = Listing { scope, closed, search: String::new(), sort, page, size };
        Asked { who, listing, search }
    })
}

#[test]
fn any_list_is_the_one_worked_out_row_by_row() {
    let runtime = Runtime::new().unwrap();
    for test in runtime.block_on(demo_with(GENERATED)) {
        let _guard = runtime.enter();
        runtime.block_on(spread(&test.desk));
        let (desk, world) = (&test.desk, runtime.block_on(World::read(&test.desk)));
        let people = runtime.block_on(everybody(desk, &world));
        let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
        let checked = TestRunner::new(config).run(&asked(), |asked| {
            let (user, person) = asked.who.get(&people);
            let listing = Listing { search: asked.search.text(&world), ..asked.listing };
            let answer = runtime.block_on(list(desk, person, &listing.to_query())).unwrap();
            let (lines, total) = world.list(user, &listing);
            let query = listing.to_query();
            prop_assert_eq!(answer.refused, Vec::<String>::new(), "{} asks {}", &user.slug, &query);
            prop_assert_eq!(
                answer.rows.into_iter().map(line).collect::<Vec<_>>(),
                lines,
                "{} asks {}",
                &user.slug,
                &query
            );
            prop_assert_eq!(
                (answer.total.count, answer.total.exact),
                (total as u64, true),
                "{} asks {}",
                &user.slug,
                &query
            );
            Ok(())
        });
        checked.unwrap_or_else(|error| panic!("{:?}: {error}", desk.db().backend()));
        drop(test);
    }
}

/// Tickets in queues and of types that customers' roles do not name, also in their own companies.
async fn spread(desk: &Desk) {
    for (column, table, slug, every) in
        [("type_id", "ticket_types", "internal-task", 7), ("queue_id", "queues", "workshop", 11)]
    {
        let id = format!("(SELECT id FROM {table} WHERE slug = '{slug}')");
        cast::sql(desk, &format!("UPDATE tickets SET {column} = {id} WHERE id % {every} = 0")).await;
    }
}

/// The written people and a few of the generated ones.
async fn everybody(desk: &Desk, world: &World) -> Vec<(user::Model, Person)> {
    let mut users: Vec<_> = world.users.values().collect();
    users.sort_by_key(|user| user.id);
    let mut people = Vec::new();
    for user in users.into_iter().take(44) {
        people.push((user.clone(), person(desk, &user.slug).await));
    }
    let generated = people.iter().filter(|(user, _)| user.email.ends_with("@customers.example")).count();
    assert!(generated > 3 && people.len() - generated > 25, "both sorts of people take part");
    people
}

/// Everybody once with everything, so that no case hangs on chance.
#[tokio::test]
async fn each_person_sees_each_ticket_that_is_theirs_to_see() {
    for test in demo().await {
        spread(&test.desk).await;
        let world = World::read(&test.desk).await;
        for user in world.users.values() {
            let everything = Listing { closed: true, size: 200, ..Listing::default() };
            let answer = list(&test.desk, &person(&test.desk, &user.slug).await, &everything.to_query()).await.unwrap();
            let (lines, total) = world.list(user, &everything);
            assert_eq!(answer.rows.into_iter().map(line).collect::<Vec<_>>(), lines, "{}", user.slug);
            assert_eq!(answer.total.count, total as u64, "{}", user.slug);
        }
        let seen_by = |slug: &str| {
            let user = world.users.values().find(|user| user.slug == slug).unwrap();
            world.tickets.iter().filter(|ticket| world.sees(user, ticket)).count()
        };
        // The demo is made so that each of these differs.
        assert!(seen_by("alice") > 10 && seen_by("grace") == world.tickets.len());
        assert!(seen_by("chloe") == seen_by("alice") && seen_by("farid") < seen_by("ewa") + seen_by("martin"));
    }
}

/// Subjects of many scripts are found by the beginnings of their words in either case, on both databases.
#[tokio::test]
async fn words_of_any_script_are_found_by_their_beginning() {
    let subjects = [
        ("Größenänderung schlägt fehl", "grö"),
        ("GRÖSSE falsch", "größ"),
        ("Ошибка печати", "ОШИБ"),
        ("Εκτυπωτής δεν λειτουργεί", "ΕΚΤΥΠ"),
        ("ΛΑΘΟΣ ΟΔΟΣ", "οδο"),
        ("Chyba při tisku štítků", "ŠTÍT"),
        ("印刷できません", "印刷"),
        ("프린터 오류", "프린"),
        ("खराब प्रिंटर", "खराब"),
        ("الطابعة لا تعمل", "الطاب"),
        ("İstanbul deposu", "istanbul"),
        ("café naïve", "cafe"),
        ("ﬁlter x²y ①②", "ﬁl"),
        ("emoji 🖨️ printer🙂jam", "jam"),
        ("it's a \"quoted\" O'Brien", "o'brien"),
        ("under_score dotted.name a@b.example", "score dotted b"),
    ];
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        for (subject, _) in subjects {
            cast::open(desk, &alice, &cast::incident(subject)).await;
        }
        let world = World::read(desk).await;
        let alices = world.users.values().find(|user| user.slug == "alice").unwrap();
        let mut wrong = Vec::new();
        for (subject, chosen) in subjects {
            let own =
                words(subject).into_iter().flat_map(|word| [word.to_uppercase(), word.chars().take(2).collect(), word]);
            for search in own.chain([chosen.to_owned(), subject.to_owned()]) {
                let listing = Listing { search, ..Listing::default() };
                let answer = list(desk, &alice, &listing.to_query()).await.unwrap();
                let found: Vec<_> = answer.rows.into_iter().map(|row| row.subject).collect();
                let (lines, _) = world.list(alices, &listing);
                let expected: Vec<_> = lines.into_iter().map(|(_, [subject, ..], _, _)| subject).collect();
                if found != expected {
                    wrong.push(format!("{}: found {found:?}, expected {expected:?}", listing.search));
                }
            }
        }
        assert!(wrong.is_empty(), "{:?}\n{}", desk.db().backend(), wrong.join("\n"));
    }
}

#[tokio::test]
async fn answers_are_unread_until_the_ticket_is_opened_and_own_ones_never() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno, grace) =
            (person(desk, "alice").await, person(desk, "bruno").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        assert_eq!(unread(desk, [&alice, &bruno, &grace], &number).await, [false, true, true], "raised");
        cast::look(desk, &bruno, &number).await;
        assert_eq!(unread(desk, [&alice, &bruno, &grace], &number).await, [false, false, true], "opened by bruno");
        say(desk, &grace, &number).await;
        assert_eq!(unread(desk, [&alice, &bruno, &grace], &number).await, [true, true, false], "answered by grace");
        cast::look(desk, &alice, &number).await;
        say(desk, &alice, &number).await;
        assert_eq!(unread(desk, [&alice, &bruno, &grace], &number).await, [false, true, true], "answered by alice");
        cast::look(desk, &grace, &number).await;
        cast::look(desk, &bruno, &number).await;
        cast::set_status(desk, &grace, &number, "waiting-supplier").await;
        assert_eq!(
            unread(desk, [&alice, &bruno, &grace], &number).await,
            [true, true, false],
            "status changed by grace"
        );
        say(desk, &bruno, &number).await;
        assert_eq!(unread(desk, [&alice, &bruno, &grace], &number).await, [true, false, true], "answer that reopens");
        desk::tickets::close::close(desk, &alice, &number).await.unwrap();
        assert_eq!(unread(desk, [&alice, &bruno, &grace], &number).await, [false; 3], "closed tickets ask for nothing");
    }
}

async fn unread(desk: &Desk, people: [&Person; 3], number: &str) -> [bool; 3] {
    let mut unread = [false; 3];
    for (place, person) in people.into_iter().enumerate() {
        unread[place] = listed(desk, person, number).await.unwrap().unread;
    }
    unread
}

/// The page that shows the ticket is still being read when its reader's answer arrives.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_own_answer_stays_read_while_the_page_loads() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        for _ in 0..20 {
            let number = raise(desk, &alice).await;
            say(desk, &grace, &number).await;
            let reading: Vec<_> = (0..4)
                .map(|_| {
                    let (desk, alice, number) = (desk.clone(), alice.clone(), number.clone());
                    tokio::spawn(async move { cast::look(&desk, &alice, &number).await })
                })
                .collect();
            say(desk, &alice, &number).await;
            for page in reading {
                page.await.unwrap();
            }
            assert!(!listed(desk, &alice, &number).await.unwrap().unread, "{:?}", desk.db().backend());
        }
    }
}

#[tokio::test]
async fn a_note_is_news_for_agents_only() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, bruno, grace) =
            (person(desk, "alice").await, person(desk, "bruno").await, person(desk, "grace").await);
        let (hugo, number) = (person(desk, "hugo").await, raise(desk, &alice).await);
        for reader in [&bruno, &grace, &hugo] {
            cast::look(desk, reader, &number).await;
        }
        let before = listed(desk, &alice, &number).await.unwrap();
        let later = desk_at(&test, NOW + HOUR).await;
        cast::note(&later, &grace, &number, vec![]).await;
        assert_eq!(unread(desk, [&alice, &bruno, &grace], &number).await, [false; 3], "customers, and who wrote it");
        assert!(listed(desk, &hugo, &number).await.unwrap().unread, "another agent");
        assert_eq!(listed(desk, &alice, &number).await.unwrap(), before, "not changed for customers");
        cast::look(&later, &alice, &number).await;
        say(&later, &grace, &number).await;
        assert!(listed(desk, &alice, &number).await.unwrap().unread, "an answer after the note is news again");
        assert!(kept(desk, &number).await.changed_at == NOW + HOUR);
    }
}

/// Of more than 10,000 the list says so instead of counting on.
pub async fn totals_stop_at_their_limit(test: &TestDesk) {
    let desk = &test.desk;
    let grace = person(desk, "grace").await;
    let all = cast::number_in(desk, "SELECT COUNT(*) FROM tickets").await;
    assert!(all > 10_000);
    let total = |total: domain::tickets::Total| (total.count, total.exact);
    let first = list(desk, &grace, "closed=1").await.unwrap();
    assert_eq!((total(first.total), first.rows.len()), ((10_000, false), 25));
    // The last page and the one after it.
    let (last, left) = ((all - 1) / 200 + 1, (all - 1) % 200 + 1);
    let end = list(desk, &grace, &format!("closed=1&size=200&page={last}")).await.unwrap();
    assert_eq!((total(end.total), end.rows.len()), ((10_000, false), usize::try_from(left).unwrap()));
    let beyond = list(desk, &grace, &format!("closed=1&size=200&page={}", last + 1)).await.unwrap();
    assert_eq!((total(beyond.total), beyond.rows.len()), ((10_000, false), 0));
    let open = list(desk, &grace, "").await.unwrap();
    let counted = cast::number_in(desk, "SELECT COUNT(*) FROM tickets WHERE NOT closed").await;
    assert_eq!(total(open.total), (counted.unsigned_abs(), true));
    // At the limit it is exact, one past it no longer.
    for (open, expected) in [(10_000, (10_000, true)), (10_001, (10_000, false))] {
        let nth = format!("(SELECT id FROM tickets ORDER BY id LIMIT 1 OFFSET {open})");
        cast::sql(desk, &format!("UPDATE tickets SET closed = (id >= {nth})")).await;
        assert_eq!(total(list(desk, &grace, "").await.unwrap().total), expected);
    }
}
