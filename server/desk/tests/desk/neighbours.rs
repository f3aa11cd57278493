//! Previous and next ticket of a list: what stands beside one is what the list shows there.

use super::helpers::{person, raise, refusal, set_status};
use super::support::{TestDesk, demo};
use desk::Desk;
use desk::people::Person;
use desk::tickets::list::list;
use desk::tickets::list::neighbours::neighbours;
use domain::Refusal;
use domain::listing::Listing;
use domain::tickets::neighbours::from;

/// Looks at the tickets of a page that stand at `places`, and from each at those beside it.
async fn compare(desk: &Desk, person: &Person, query: &str, page: u32, step: usize) {
    let shown = list(desk, person, &format!("{query}&page={page}&size=100")).await.unwrap();
    assert!(shown.rows.len() > 1, "{query} shows too few");
    let listing = Listing::parse(query).0;
    let (ends, before) = (shown.rows.len() - 1, u64::from(page - 1) * 100);
    for place in (0..=ends).filter(|place| place % step == 0 || *place == ends) {
        let beside = |place: Option<usize>| Some(shown.rows.get(place?)?.number.clone());
        let found = neighbours(desk, person, query, &shown.rows[place].number).await.unwrap();
        let context = format!("{query}, place {place} of page {page}");
        assert_eq!(found.place, Some(before + place as u64 + 1), "{context}");
        assert_eq!(
            (found.total, found.list, found.from),
            (shown.total, listing.address(), from(&listing)),
            "{context}"
        );
        if place > 0 || page == 1 {
            assert_eq!(found.previous, beside(place.checked_sub(1)), "{context}");
        }
        if place < ends || shown.total.count == before + shown.rows.len() as u64 {
            assert_eq!(found.next, beside(Some(place + 1)), "{context}");
        }
    }
}

#[tokio::test]
async fn beside_a_ticket_stands_what_the_list_shows_there() {
    for test in demo().await {
        for (handle, query) in [
            ("alice", ""),
            ("alice", "closed=1&sort=subject"),
            ("alice", "scope=mine&closed=1&sort=-created"),
            ("grace", ""),
            ("grace", "closed=1&sort=number"),
            ("grace", "closed=1&sort=-age"),
            ("grace", "closed=1&sort=assignee"),
            ("grace", "closed=1&sort=-priority&queue=print&queue=software"),
            ("grace", "closed=1&q=printer"),
            ("jonas", "scope=mine&closed=1&sort=status"),
        ] {
            compare(&test.desk, &person(&test.desk, handle).await, query, 1, 9).await;
        }
    }
}

#[tokio::test]
async fn whoever_closes_a_ticket_of_the_list_goes_on_from_its_place() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let numbers = [raise(desk, &alice).await, raise(desk, &alice).await, raise(desk, &alice).await];
        set_status(desk, &grace, &numbers[1], "closed").await;
        let found = neighbours(desk, &grace, "sort=number", &numbers[1]).await.unwrap();
        let [first, _, last] = numbers.map(Some);
        assert_eq!((found.place, found.previous, found.next), (None, first, last));
        let unordered = neighbours(desk, &grace, "sort=company", &found_number(desk, &grace).await).await.unwrap();
        assert_eq!((unordered.place, unordered.previous, unordered.next), (None, None, None), "names hold no place");
    }
}

/// A closed ticket, which no list of open ones shows.
async fn found_number(desk: &Desk, person: &Person) -> String {
    list(desk, person, "status=closed").await.unwrap().rows.remove(0).number
}

#[tokio::test]
async fn nobody_is_led_to_what_they_do_not_see() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, dmitri, chloe) =
            (person(desk, "alice").await, person(desk, "dmitri").await, person(desk, "chloe").await);
        let number = raise(desk, &alice).await;
        assert_eq!(refusal(neighbours(desk, &dmitri, "", &number).await), Refusal::NotFound);
        assert_eq!(refusal(neighbours(desk, &alice, "", "PT-0").await), Refusal::NotFound);
        // Values that mean nothing to the reader stand for nothing, as in the list.
        for query in ["company=quayside", "queue=nowhere", "sort=secret&page=x", "q=%00", "&&&==%ff"] {
            let found = neighbours(desk, &chloe, query, &number).await.unwrap();
            assert_eq!(found.total, list(desk, &chloe, query).await.unwrap().total, "{query}");
            for beside in [found.previous, found.next].into_iter().flatten() {
                desk::tickets::show::show(desk, &chloe, &beside, 1).await.unwrap();
            }
        }
    }
}

/// Lists of more tickets than are counted are gone through by the tickets' own places.
pub async fn long_lists_lead_on(test: &TestDesk) {
    let (desk, grace) = (&test.desk, person(&test.desk, "grace").await);
    for query in
        ["closed=1", "closed=1&sort=subject", "closed=1&sort=age", "closed=1&sort=-priority", "closed=1&sort=number"]
    {
        assert!(!list(desk, &grace, query).await.unwrap().total.exact, "{query} is long");
        for page in [1, 3] {
            compare(desk, &grace, query, page, 33).await;
        }
    }
}
