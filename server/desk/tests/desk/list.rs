//! The dashboard's list against one that is worked out row by row, and the unread marker.

use super::helpers::{self, desk_at, kept, listed, person, raise, say};
use super::oracle::{Page, World, day, line, words, zone};
use super::support::{NOW, TestDesk, demo, demo_with};
use desk::Desk;
use desk::people::{Person, user};
use desk::tickets::list::offered::offered;
use desk::tickets::list::{list, quick, ranked};
use desk::tickets::ticket;
use desk::write::Actor;
use domain::listing::{
    AttributeName, BEST_MATCH, Chosen, Column, Facet, Facts, ListReader, Listing, ME, NOBODY, On, Period, SIZES, Scope,
    SearchIn, Sort,
};
use domain::time::{Date, HOUR};
use jiff::ToSpan;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use tokio::runtime::Runtime;

/// Enough for several pages of the largest size.
const GENERATED: u32 = 700;
const CASES: u32 = 400;
/// Filters opened, each with all its values.
const OPENED: u32 = 100;

/// Somebody and a list they ask for. What narrows it is taken from a ticket, as a rule one that they see, so that it often
/// leaves something.
#[derive(Debug)]
struct Asked {
    who: Index,
    about: Index,
    /// The ticket may be anybody's.
    anywhere: bool,
    listing: Listing,
    picks: Vec<Pick>,
    when: When,
    search: Search,
}

/// A value of a filter.
#[derive(Clone, Debug)]
enum Pick {
    /// The ticket's own; of queues, the one so many levels above.
    Own(Facet, usize),
    /// Another ticket's.
    Other(Facet, Index),
    Slug(Facet, &'static str),
}

#[derive(Clone, Debug)]
enum When {
    Always,
    Preset(Period),
    /// From so many days before the ticket's own until so many after it.
    Around(Option<i64>, Option<i64>),
}

/// Words to look for.
#[derive(Clone, Debug)]
enum Search {
    Nothing,
    /// Beginnings of words of the ticket's subject, some in capitals.
    Subject(Vec<(Index, usize, bool)>),
    /// The first digits of its number, with or without what stands before.
    Number {
        prefixed: bool,
        digits: usize,
    },
    Reference,
    /// Beginnings of words of a message, an attribute or the name of a file.
    Inside(Vec<(Index, usize)>),
    Junk(String),
}

impl Asked {
    fn listing(&self, world: &World, asking: &user::Model) -> Listing {
        let seen: Vec<_> = world.tickets.iter().filter(|ticket| self.anywhere || world.sees(asking, ticket)).collect();
        let ticket = if seen.is_empty() { self.about.get(&world.tickets) } else { *self.about.get(&seen) };
        let mut chosen = Chosen::default();
        for pick in &self.picks {
            let (facet, slug) = match pick {
                Pick::Own(facet, up) => (*facet, world.slug(*facet, ticket, *up)),
                Pick::Other(facet, other) => (*facet, world.slug(*facet, other.get(&world.tickets), 0)),
                Pick::Slug(facet, slug) => (*facet, (*slug).to_owned()),
            };
            if !chosen.holds(facet, &slug) {
                chosen.toggle(facet, &slug);
            }
        }
        let period = self.when.period(ticket, asking, self.listing.on);
        let search = self.search.text(world, ticket);
        // Nothing fits best where nothing is looked for.
        let sort =
            if search.is_empty() && self.listing.sort == BEST_MATCH { Sort::default() } else { self.listing.sort };
        Listing { chosen, period, search, sort, ..self.listing.clone() }
    }
}

impl When {
    fn period(&self, ticket: &ticket::Model, asking: &user::Model, on: On) -> Option<Period> {
        let at = if on == On::Created { ticket.created_at } else { ticket.changed_at };
        let own = day(at, &zone(asking));
        let moved = |days: i64| {
            let date = own + days.days();
            Date::new(date.year(), date.month().cast_unsigned(), date.day().cast_unsigned())
        };
        match *self {
            Self::Always => None,
            Self::Preset(period) => Some(period),
            Self::Around(before, after) => {
                let (from, to) = (before.and_then(|days| moved(-days)), after.and_then(moved));
                (from.is_some() || to.is_some()).then_some(Period::Range { from, to })
            }
        }
    }
}

impl Search {
    fn text(&self, world: &World, ticket: &ticket::Model) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Subject(picked) => {
                let known = words(&ticket.subject);
                let pick = |(word, len, capital): &(Index, usize, bool)| {
                    let text: String = word.get(&known).chars().take(*len).collect();
                    if *capital { text.to_uppercase() } else { text }
                };
                picked.iter().map(pick).collect::<Vec<_>>().join(" ")
            }
            Self::Number { prefixed, digits } => {
                let number = ticket.number.to_string();
                format!("{}{}", if *prefixed { "pt-" } else { "" }, &number[..number.len().min(*digits)])
            }
            Self::Inside(picked) => {
                let known = world.inside(ticket);
                let pick = |(word, len): &(Index, usize)| word.get(&known).chars().take(*len).collect::<String>();
                picked.iter().map(pick).collect::<Vec<_>>().join(" ")
            }
            Self::Reference => ticket.reference.clone().unwrap_or_else(|| "old-".into()),
            Self::Junk(text) => text.trim().to_owned(),
        }
    }
}

fn searches() -> impl Strategy<Value = Search> {
    let word = (any::<Index>(), 1..12_usize, any::<bool>());
    prop_oneof![
        9 => Just(Search::Nothing),
        5 => prop::collection::vec(word, 1..4).prop_map(Search::Subject),
        2 => (any::<bool>(), 1..6_usize).prop_map(|(prefixed, digits)| Search::Number { prefixed, digits }),
        1 => Just(Search::Reference),
        4 => prop::collection::vec((any::<Index>(), 1..9_usize), 1..3).prop_map(Search::Inside),
        1 => "[a-z \"'*()&|!:<>\\\\^~{}@%_+-]{0,20}".prop_map(Search::Junk),
        1 => select(&["AND", "label OR printer", "NOT label", "NEAR(a b)", "subject:label", "company2", "@company2", "open", "l'", "\"label"][..])
            .prop_map(|text| Search::Junk(text.into())),
    ]
}

fn picks() -> impl Strategy<Value = Vec<Pick>> {
    let facet = || select(&Facet::ALL[..]);
    let slugs = [
        (Facet::Assignee, NOBODY),
        (Facet::Assignee, ME),
        (Facet::Queue, "field"),
        (Facet::Queue, "workshop"),
        (Facet::Kind, "internal-task"),
        (Facet::Status, "closed"),
        (Facet::Company, "harbourline"),
        (Facet::Assignee, "alice"),
        (Facet::Status, "nothing"),
        (Facet::Company, "x' OR 1=1"),
    ];
    let pick = prop_oneof![
        12 => (facet(), 0..3_usize).prop_map(|(facet, up)| Pick::Own(facet, up)),
        2 => (facet(), any::<Index>()).prop_map(|(facet, ticket)| Pick::Other(facet, ticket)),
        2 => select(slugs.to_vec()).prop_map(|(facet, slug)| Pick::Slug(facet, slug)),
    ];
    prop_oneof![1 => Just(Vec::new()), 3 => prop::collection::vec(pick, 1..5)]
}

fn times() -> impl Strategy<Value = When> {
    let days = || prop::option::weighted(0.8, prop_oneof![0..3_i64, 20..400_i64]);
    prop_oneof![
        6 => Just(When::Always),
        2 => select(&Period::PRESETS[..]).prop_map(When::Preset),
        3 => (days(), days()).prop_map(|(before, after)| When::Around(before, after)),
    ]
}

/// Attributes of several types, texts and numbers and days, some that customers may not read, and one that is not there.
const ATTRIBUTES: [&str; 8] =
    ["impact", "product", "serial", "needed_by", "people_affected", "internal_cost", "area", "nothing"];

/// Those of every list, and attributes.
fn all_columns() -> Vec<Column> {
    let attributes = ATTRIBUTES.map(|name| Column::Attribute(AttributeName::new(name).unwrap()));
    Column::ALL.into_iter().chain(attributes).collect()
}

fn listings() -> impl Strategy<Value = Listing> {
    let sort = (select(all_columns()), any::<bool>()).prop_map(|(column, descending)| Sort { column, descending });
    let sort = prop_oneof![3 => sort, 1 => Just(BEST_MATCH)];
    let scope = prop_oneof![1 => Just(Scope::Mine), 4 => Just(Scope::Company)];
    let page = prop_oneof![5 => Just(1_u32), 2 => 2..5_u32, 1 => Just(40)];
    let fields = prop_oneof![2 => Just(SearchIn::USUAL.to_vec()), 3 => subsequence(SearchIn::ALL.to_vec(), 1..=5)];
    let columns = subsequence(all_columns(), 0..4).prop_shuffle();
    let on = select(&[On::Created, On::Changed][..]);
    let flags = (prop::bool::weighted(0.7), prop::bool::weighted(0.2), prop::bool::weighted(0.2));
    let parts = (scope, flags, sort, page, select(&SIZES[..]), fields, columns, on);
    parts.prop_map(|(scope, (closed, unread, waiting), sort, page, size, search_in, columns, on)| Listing {
        scope,
        closed,
        unread,
        waiting,
        sort,
        page,
        size,
        search_in,
        columns,
        on,
        ..Listing::default()
    })
}

fn asked() -> impl Strategy<Value = Asked> {
    let narrowing = (picks(), times(), searches());
    let parts = (any::<Index>(), any::<Index>(), prop::bool::weighted(0.1), listings(), narrowing);
    parts.prop_map(|(who, about, anywhere, listing, (picks, when, search))| Asked {
        who,
        about,
        anywhere,
        listing,
        picks,
        when,
        search,
    })
}

/// A desk with everything that its lists are compared to.
pub struct Scene {
    pub test: TestDesk,
    pub world: World,
    pub people: Vec<(user::Model, Person)>,
}

impl Scene {
    pub async fn all() -> Vec<Self> {
        let mut scenes = Vec::new();
        for test in demo_with(GENERATED).await {
            spread(&test.desk).await;
            let world = World::read(&test.desk).await;
            let people = everybody(&test.desk, &world).await;
            scenes.push(Self { test, world, people });
        }
        scenes
    }
}

/// One on each database, and what is checked there in random cases.
fn check_at_random(cases: u32, check: impl AsyncFn(&Scene, &Asked) -> Result<(), TestCaseError>) {
    let runtime = Runtime::new().unwrap();
    for scene in runtime.block_on(Scene::all()) {
        let _guard = runtime.enter();
        let config = Config { cases, failure_persistence: None, ..Config::default() };
        let checked = TestRunner::new(config).run(&asked(), |asked| runtime.block_on(check(&scene, &asked)));
        checked.unwrap_or_else(|error| panic!("{:?}: {error}", scene.test.desk.db().backend()));
        drop(scene);
    }
}

#[test]
fn any_list_is_the_one_worked_out_row_by_row() {
    check_at_random(CASES, async |scene, asked| {
        let (user, person) = asked.who.get(&scene.people);
        compare(&scene.test.desk, &scene.world, (user, person), &asked.listing(&scene.world, user)).await
    });
}

/// The browser decides by itself what belongs into a list: it must answer as the desk's queries do.
#[test]
fn the_filters_mean_the_same_in_the_browser() {
    check_at_random(CASES, async |scene, asked| {
        let (user, person) = asked.who.get(&scene.people);
        let query = asked.listing(&scene.world, user).to_query();
        let answer = list(&scene.test.desk, person, &query).await.unwrap();
        let belongs = |(facts, mine, unread): &(Facts, bool, bool)| {
            let (since, until, unread) = (answer.since, answer.until, Some(*unread));
            let reader = ListReader { is_staff: person.is_staff(), mine: *mine, unread, since, until };
            answer.listing.matches(facts, reader)
        };
        let facts = scene.world.facts(user);
        let unsure = facts.iter().any(|one| belongs(one).is_none());
        let held: Vec<&str> =
            facts.iter().filter(|one| belongs(one) == Some(true)).map(|(facts, ..)| facts.number.as_str()).collect();
        // What was looked for instead of a misspelled word is known to the desk alone.
        if unsure || answer.did_you_mean.is_some() {
            return Ok(());
        }
        prop_assert_eq!(held.len() as u64, answer.total.count, "{} asks {}", &user.slug, &query);
        for row in &answer.rows {
            prop_assert!(held.contains(&row.number.as_str()), "{} asks {}: {}", &user.slug, &query, &row.number);
        }
        Ok(())
    });
}

/// What an address chooses is found by indexes. Asked as a filter, which looks at what else is found, it is the same.
#[test]
fn a_filter_finds_what_the_address_chooses() {
    check_at_random(OPENED, async |scene, asked| {
        let (user, person) = asked.who.get(&scene.people);
        let plain = Listing {
            search: String::new(),
            sort: Sort::default(),
            page: 1,
            size: 200,
            columns: Vec::new(),
            ..asked.listing(&scene.world, user)
        };
        let chosen = list(&scene.test.desk, person, &plain.to_query()).await.unwrap();
        // What was refused narrows nothing.
        let narrows = chosen.listing.narrows().to_string();
        let query =
            Listing::query_of([("closed", "1".to_owned()), ("size", "200".to_owned()), ("filter", narrows.clone())]);
        let found = list(&scene.test.desk, person, &query).await.unwrap();
        prop_assert!(found.refused.is_empty(), "{} asks {}: {:?}", &user.slug, &narrows, &found.refused);
        prop_assert_eq!(found.total, chosen.total, "{} asks {}", &user.slug, &narrows);
        prop_assert_eq!(found.rows, chosen.rows, "{} asks {}", &user.slug, &narrows);
        Ok(())
    });
}

/// What stands beside the two filters is what they leave.
#[test]
fn the_numbers_beside_unread_and_waiting_are_those_of_their_lists() {
    check_at_random(OPENED, async |scene, asked| {
        let (user, person) = asked.who.get(&scene.people);
        let listing = Listing { search: String::new(), sort: Sort::default(), ..asked.listing(&scene.world, user) };
        let numbers = quick(&scene.test.desk, person, &listing.to_query()).await.unwrap();
        // What was refused narrows nothing.
        let shown = list(&scene.test.desk, person, &listing.to_query()).await.unwrap().listing;
        for (number, next) in [
            (numbers.unread.unwrap(), shown.with(|next| next.unread = true)),
            (numbers.waiting.unwrap(), shown.with(|next| next.waiting = true)),
        ] {
            let expected = scene.world.total(user, &next) as u64;
            let counted = (number.count, number.exact);
            prop_assert_eq!(counted, (expected.min(100), expected <= 100), "{} asks {}", &user.slug, next.to_query());
        }
        let searching = Listing { search: "printer".into(), ..listing };
        let dear = quick(&scene.test.desk, person, &searching.to_query()).await.unwrap();
        prop_assert!(dear.unread.is_none() && dear.waiting.is_none());
        Ok(())
    });
}

/// Totals are exact up to here, and lists sorted by anything.
const LIMIT: usize = 10_000;
const UNINDEXED: [Column; 6] =
    [Column::Queue, Column::Kind, Column::Company, Column::Reporter, Column::Assignee, Column::Channel];

/// The desk's answer beside the list as it ought to be.
async fn compare(
    desk: &Desk,
    world: &World,
    (user, person): (&user::Model, &Person),
    listing: &Listing,
) -> Result<(), TestCaseError> {
    let query = listing.to_query();
    let answer = list(desk, person, &query).await.unwrap();
    let mut asked = listing.clone();
    for facet in Facet::ALL.into_iter().filter(|facet| answer.refused.iter().any(|name| name == facet.as_str())) {
        asked.chosen.clear(facet);
    }
    let unknown = world.unknown(user, listing);
    if unknown.iter().any(|name| name == "cols") {
        asked.columns.clear();
    }
    if unknown.iter().any(|name| name == "sort") {
        asked.sort = Sort::default();
    }
    let sought = Listing { search: answer.did_you_mean.clone().unwrap_or(listing.search.clone()), ..listing.clone() };
    if answer.did_you_mean.is_some() {
        prop_assert_eq!(world.total(user, listing), 0, "{} asks {}", &user.slug, &query);
        prop_assert!(answer.total.count > 0, "{} asks {}", &user.slug, &query);
    }
    let total = world.total(user, &sought);
    let sorted_by = asked.sort.column;
    let unsorted = total > LIMIT && (UNINDEXED.contains(&sorted_by) || sorted_by.is_attribute());
    if unsorted {
        asked.sort = Sort { column: Column::Changed, descending: true };
    }
    prop_assert_eq!(&answer.listing, &asked, "{} asks {}", &user.slug, &query);
    let usual = Column::usual(user.role_id.is_some());
    let columns: &[Column] = if asked.columns.is_empty() { &usual } else { &asked.columns };
    prop_assert_eq!(answer.listing.shown(&person.columns), columns, "{} asks {}", &user.slug, &query);
    prop_assert_eq!(answer.unsorted, unsorted, "{} asks {}", &user.slug, &query);
    prop_assert_eq!(answer.total.exact, total <= LIMIT, "{} asks {}", &user.slug, &query);
    let total = usize::try_from(answer.total.count).unwrap();
    let lines = answer.rows.into_iter().map(line).collect();
    let page = Page { lines, total, refused: answer.refused, named: answer.named };
    let mut expected = world.list(user, &Listing { sort: asked.sort, columns: asked.columns.clone(), ..sought });
    expected.refused.extend(unknown);
    expected.total = expected.total.min(LIMIT);
    prop_assert_eq!(page, expected, "{} asks {}", &user.slug, &query);
    Ok(())
}

/// Long lists are read in another way than short ones, and the longest stand in their usual order only.
pub async fn long_lists_are_the_ones_worked_out(test: &TestDesk) {
    let narrowed = [
        "sort=company",
        "queue=field&sort=subject",
        "queue=field&queue=software&sort=reporter",
        "queue=field&queue=software&type=incident&type=request&type=question&sort=-status",
        "type=incident&type=request&sort=assignee",
        "status=closed&sort=number",
        "status=closed&sort=-number&assignee=none",
        "status=closed&status=withdrawn&sort=-changed",
        "from=2023-01-01&on=created&sort=age",
        "from=2024-01-01&to=2026-01-01&on=created&sort=priority",
        "from=2024-01-01&to=2026-01-01&on=changed&sort=-changed",
        "from=2023-01-01&sort=queue",
        "q=pt&sort=-age",
        "q=p&in=subject&sort=subject",
        "q=th&queue=field&queue=software",
        "q=L&from=2023-01-01&sort=-priority",
        "q=10&in=number&sort=channel",
        "company=harbourline&sort=type",
        "queue=field&sort=attr.product&cols=attr.product,number",
        "type=incident&sort=-attr.people_affected",
        "unread=1&sort=subject",
        "unread=1&queue=field&sort=-changed",
        "waiting=1&sort=-created",
    ];
    let (desk, world) = (&test.desk, World::read(&test.desk).await);
    let mut totals = Vec::new();
    for slug in ["grace", "jonas", "alice"] {
        let (user, person) = (helpers::account(desk, slug).await, person(desk, slug).await);
        for (place, query) in narrowed.into_iter().enumerate() {
            let page = [1, 2, 30][place % 3];
            let (listing, refused) = Listing::parse(&format!("{query}&closed=1&page={page}&size=100"));
            assert!(refused.is_empty(), "{query}");
            compare(desk, &world, (&user, &person), &listing)
                .await
                .unwrap_or_else(|error| panic!("{slug}, {query}: {error}"));
            totals.push(world.total(&user, &listing));
        }
    }
    let between = |from: usize, to: usize| totals.iter().filter(|total| (from..to).contains(total)).count();
    assert!(between(4_001, 10_001) > 10 && between(10_001, 20_000) > 3, "{totals:?}");
}

/// A filter opened: what it offers is what may be chosen, each with the number of tickets that choosing it alone leaves.
#[test]
fn a_filter_offers_what_may_be_chosen_and_how_much_it_holds() {
    check_at_random(OPENED, async |scene, asked| {
        let (desk, world) = (&scene.test.desk, &scene.world);
        let (user, person) = asked.who.get(&scene.people);
        let listing = asked.listing(world, user);
        let query = listing.to_query();
        for facet in Facet::ALL {
            let answer = offered(desk, person, &query, facet, "").await.unwrap();
            prop_assert!(answer.facet == facet && !answer.more);
            // Somebody who chose themselves as "me" finds that choice in the place of their name.
            let named = |slug: &str| if slug == ME { user.slug.clone() } else { slug.to_owned() };
            let mut slugs: Vec<_> = answer.values.iter().map(|value| named(&value.slug)).collect();
            slugs.sort();
            prop_assert_eq!(slugs, world.choosable(user, facet), "{} opens {:?} of {}", &user.slug, facet, &query);
            for value in answer.values {
                let alone = listing.with(|next| {
                    next.chosen.clear(facet);
                    next.chosen.toggle(facet, &value.slug);
                });
                let expected = (world.total(user, &alone) as u64, true);
                let holds = (value.holds.count, value.holds.exact);
                prop_assert_eq!(holds, expected, "{} opens {:?} of {}: {}", &user.slug, facet, &query, value.slug);
                let label = world.meaning(user, facet, &value.slug).unwrap().label;
                let own = if facet == Facet::Queue { label.rsplit(" / ").next().unwrap() } else { &label };
                let depth = if facet == Facet::Queue { label.matches(" / ").count() } else { 0 };
                prop_assert_eq!((value.label.as_str(), usize::from(value.depth)), (own, depth));
            }
        }
        Ok(())
    });
}

#[tokio::test]
async fn a_long_choice_is_narrowed_by_a_text_and_keeps_what_is_chosen() {
    for test in demo().await {
        let (desk, sqlite) = (&test.desk, test.db.is_sqlite());
        let (grace, alice) = (person(desk, "grace").await, person(desk, "alice").await);
        for n in 10..80 {
            let values = format!("('many-{n}', 'Many 100%_{n} \\ Østgård''s', 'everyone')");
            helpers::sql(desk, &format!("INSERT INTO companies (slug, name, sharing) VALUES {values}")).await;
        }
        let offers = async |person: &Person, query: &str, facet: Facet, find: &str| {
            let answer = offered(desk, person, query, facet, find).await.unwrap();
            (answer.values.into_iter().map(|value| value.slug).collect::<Vec<_>>(), answer.more)
        };
        let (shown, more) = offers(&grace, "", Facet::Company, "").await;
        assert_eq!((shown.len(), more), (50, true));
        assert!(!shown.contains(&"many-79".to_owned()));
        let (shown, _) = offers(&grace, "company=many-79", Facet::Company, "").await;
        assert!(shown.len() == 50 && shown.contains(&"many-79".to_owned()), "what is chosen stays in sight");
        let (many, none) = (vec!["many-17".to_owned()], Vec::<String>::new());
        for (find, expected) in
            [("mANY 100%_17", &many), (" _17 \\ Øst", &many), ("100_17", &none), ("gård's' OR", &none)]
        {
            assert_eq!(offers(&grace, "", Facet::Company, find).await, (expected.clone(), false), "{find}, {sqlite}");
        }
        let (shown, _) = offers(&grace, "company=quayside", Facet::Company, "_17").await;
        assert_eq!(shown, ["many-17", "quayside"], "by name, chosen or not");
        assert_eq!(offers(&grace, "", Facet::Assignee, "OKOYE").await.0, [NOBODY, "grace"]);
        let all = offers(&grace, "assignee=hugo", Facet::Assignee, "").await.0;
        assert!(
            all[0] == NOBODY
                && ["hugo", "grace"].iter().all(|slug| all.contains(&(*slug).to_owned()))
                && !all.contains(&"alice".to_owned())
        );
        assert_eq!(offers(&alice, "", Facet::Company, "").await.0, ["harbourline"]);
        assert_eq!(offers(&alice, "", Facet::Company, "LINE log").await.0, ["harbourline"]);
        assert_eq!(offers(&alice, "", Facet::Company, "many").await.0, none);
    }
}

/// Tickets in queues and of types that customers' roles do not name, also in their own companies; many at one instant, at
/// the edge of a day; names in either case; some with a reference; readers all over the world.
async fn spread(desk: &Desk) {
    for (column, table, slug, every) in
        [("type_id", "ticket_types", "internal-task", 7), ("queue_id", "queues", "workshop", 11)]
    {
        let id = format!("(SELECT id FROM {table} WHERE slug = '{slug}')");
        helpers::sql(desk, &format!("UPDATE tickets SET {column} = {id} WHERE id % {every} = 0")).await;
    }
    for column in ["created_at", "changed_at"] {
        helpers::sql(desk, &format!("UPDATE tickets SET {column} = {column} / 3600000 * 3600000 WHERE id % 3 = 0"))
            .await;
        helpers::sql(desk, &format!("UPDATE tickets SET {column} = {column} / 86400000 * 86400000 WHERE id % 5 = 0"))
            .await;
    }
    for table in ["users", "companies", "ticket_types"] {
        helpers::sql(desk, &format!("UPDATE {table} SET name = lower(name) WHERE id % 3 = 0")).await;
    }
    helpers::sql(desk, "UPDATE tickets SET channel = upper(channel) WHERE id % 6 = 0").await;
    helpers::sql(desk, "UPDATE attributes SET in_list = TRUE WHERE name IN ('internal_cost', 'people_affected')").await;
    // One role reads an attribute of one type and not of the other, and what an agent filled in is not for everybody.
    let of_change = "SELECT a.id FROM attributes a JOIN attribute_groups g ON g.id = a.group_id \
        JOIN ticket_types t ON t.id = g.type_id WHERE t.slug = 'change' AND a.name = 'product'";
    helpers::sql(
        desk,
        &format!("DELETE FROM rights WHERE target = 'attribute' AND target_id IN ({of_change}) AND role_id % 2 = 0"),
    )
    .await;
    helpers::sql(
        desk,
        "INSERT INTO ticket_values (ticket_id, attribute_id, value) SELECT t.id, a.id, CASE a.name WHEN 'people_affected' \
         THEN CAST(t.id * 37 % 120 AS TEXT) ELSE 'Cost ' || (t.id % 5) END FROM tickets t JOIN attribute_groups g ON g.type_id = t.type_id \
         JOIN attributes a ON a.group_id = g.id AND a.name IN ('internal_cost', 'people_affected') WHERE t.id % 2 = 0 \
         AND NOT EXISTS (SELECT 1 FROM ticket_values v WHERE v.ticket_id = t.id AND v.attribute_id = a.id)",
    )
    .await;
    helpers::sql(desk, "UPDATE queues SET name = 'software' WHERE slug = 'plans'").await;
    helpers::sql(desk, "UPDATE tickets SET source = 'old', reference = 'OLD-' || id WHERE id % 4 = 0").await;
    desk.write(Actor::Portico, |w| async move { desk::search::renew(&w).await }).await.unwrap();
    let zones = "CASE id % 4 WHEN 0 THEN 'Pacific/Auckland' WHEN 1 THEN 'America/Los_Angeles' WHEN 2 THEN 'Asia/Kolkata' ELSE time_zone END";
    helpers::sql(desk, &format!("UPDATE users SET time_zone = {zones}")).await;
    helpers::sql(desk, "UPDATE sequences SET next_value = next_value + 1 WHERE name = 'catalogue'").await;
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
            let expected = world.list(user, &everything);
            assert_eq!(answer.rows.into_iter().map(line).collect::<Vec<_>>(), expected.lines, "{}", user.slug);
            assert_eq!(answer.total.count, expected.total as u64, "{}", user.slug);
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
            helpers::open(desk, &alice, &helpers::incident(subject)).await;
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
                // What is only written nearly alike is something else.
                let rows = if answer.did_you_mean.is_some() { Vec::new() } else { answer.rows };
                let found: Vec<_> = rows.into_iter().map(|row| row.subject).collect();
                let lines = world.list(alices, &listing).lines;
                let expected: Vec<_> = lines.into_iter().map(|(_, [subject, ..], ..)| subject).collect();
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
        helpers::load_ticket(desk, &bruno, &number).await;
        assert_eq!(unread(desk, [&alice, &bruno, &grace], &number).await, [false, false, true], "opened by bruno");
        helpers::load_ticket(desk, &grace, &number).await;
        say(desk, &grace, &number).await;
        assert_eq!(unread(desk, [&alice, &bruno, &grace], &number).await, [true, true, false], "answered by grace");
        helpers::load_ticket(desk, &alice, &number).await;
        say(desk, &alice, &number).await;
        assert_eq!(unread(desk, [&alice, &bruno, &grace], &number).await, [false, true, true], "answered by alice");
        helpers::load_ticket(desk, &grace, &number).await;
        helpers::load_ticket(desk, &bruno, &number).await;
        helpers::set_status(desk, &grace, &number, "waiting-supplier").await;
        assert_eq!(
            unread(desk, [&alice, &bruno, &grace], &number).await,
            [true, true, false],
            "status changed by grace"
        );
        say(desk, &bruno, &number).await;
        assert_eq!(unread(desk, [&alice, &bruno, &grace], &number).await, [true, false, true], "answered by bruno");
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
                    tokio::spawn(async move { helpers::load_ticket(&desk, &alice, &number).await })
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
            helpers::load_ticket(desk, reader, &number).await;
        }
        let before = listed(desk, &alice, &number).await.unwrap();
        let later = desk_at(&test, NOW + HOUR).await;
        helpers::note(&later, &grace, &number, vec![]).await;
        assert_eq!(unread(desk, [&alice, &bruno, &grace], &number).await, [false; 3], "customers, and who wrote it");
        assert!(listed(desk, &hugo, &number).await.unwrap().unread, "another agent");
        assert_eq!(listed(desk, &alice, &number).await.unwrap(), before, "not changed for customers");
        helpers::load_ticket(&later, &alice, &number).await;
        say(&later, &grace, &number).await;
        assert!(listed(desk, &alice, &number).await.unwrap().unread, "an answer after the note is news again");
        assert!(kept(desk, &number).await.changed_at == NOW + HOUR);
    }
}

/// Of more than 10,000 the list says so instead of counting on.
pub async fn totals_stop_at_their_limit(test: &TestDesk) {
    let desk = &test.desk;
    let grace = person(desk, "grace").await;
    let all = helpers::number_in(desk, "SELECT COUNT(*) FROM tickets").await;
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
    let counted = helpers::number_in(desk, "SELECT COUNT(*) FROM tickets WHERE NOT closed").await;
    assert_eq!(total(open.total), (counted.unsigned_abs(), true));
    // At the limit it is exact and sorted by anything, one past it no longer, also of what a filter leaves.
    for (open, expected) in [(10_000, (10_000, true)), (10_001, (10_000, false))] {
        let nth = format!("(SELECT id FROM tickets ORDER BY id LIMIT 1 OFFSET {open})");
        helpers::sql(desk, &format!("UPDATE tickets SET closed = (id >= {nth})")).await;
        assert_eq!(total(list(desk, &grace, "").await.unwrap().total), expected);
        let usual = list(desk, &grace, "from=2000-01-01&page=2").await.unwrap();
        for query in ["sort=company&page=2", "sort=-assignee&from=2000-01-01&page=2"] {
            let answer = list(desk, &grace, query).await.unwrap();
            assert_eq!((total(answer.total), answer.unsorted), (expected, !expected.1), "{query}");
            let usual_order = answer.listing.sort == Sort::default() && answer.rows == usual.rows;
            assert_eq!(usual_order, answer.unsorted, "{query}");
        }
    }
}

/// Of many that match the newest are ranked, and what is older follows: nothing stands twice or is missing wherever the ranking ends.
#[tokio::test]
async fn a_ranking_ends_without_losing_or_doubling_a_ticket() {
    for test in demo_with(GENERATED).await {
        let desk = &test.desk;
        for login in ["grace", "alice"] {
            let person = person(desk, login).await;
            for query in ["q=e", "q=p&closed=1", "q=pt&closed=1", "q=printer&in=subject,messages&closed=1&scope=mine"] {
                let whole = (10_000, 0);
                let mut all = ranked(desk, &person, query, 10_000, whole).await.unwrap();
                let count = list(desk, &person, query).await.unwrap().total.count;
                assert_eq!(all.len() as u64, count, "{query}");
                all.sort_unstable_by(|one, other| other.cmp(one));
                for most in [1, 3, 40, 500] {
                    let once = ranked(desk, &person, query, most, whole).await.unwrap();
                    let mut paged = Vec::new();
                    while let page = ranked(desk, &person, query, most, (25, paged.len() as u64)).await.unwrap()
                        && !page.is_empty()
                    {
                        paged.extend(page);
                    }
                    assert_eq!(paged, once, "{query} {most}");
                    let mut sorted = once.clone();
                    sorted.sort_unstable_by(|one, other| other.cmp(one));
                    assert_eq!(sorted, all, "{query} {most}");
                    let older = &once[usize::try_from(most).unwrap().min(once.len())..];
                    assert!(older.is_sorted_by(|one, other| one > other), "{query} {most}");
                }
            }
        }
    }
}
