use super::*;
use crate::filter::Filter;
use crate::time::Date;
use proptest::prelude::*;

#[test]
fn nothing_asked_is_the_default_view() {
    assert_eq!(Listing::parse(""), (Listing::default(), vec![]));
    assert_eq!(Listing::default().address(), "/tickets");
}

#[test]
fn bad_values_are_named_and_unknown_names_ignored() {
    let (listing, refused) = Listing::parse("?page=0&sort=name%27%29%3B--&size=7&scope[]=mine&utm=x&closed=yes&q=a+b");
    assert_eq!(refused, ["page", "sort", "size", "closed"]);
    assert_eq!(listing, Listing { search: "a b".into(), sort: BEST_MATCH, ..Listing::default() });
}

#[test]
fn filters_repeat_and_a_bad_value_clears_its_own() {
    let (listing, refused) = Listing::parse("queue=print&queue=field&queue=print&status=&assignee=none");
    assert_eq!(refused, Vec::<String>::new());
    assert_eq!(listing.chosen.of(Facet::Queue), ["print", "field"]);
    assert_eq!(listing.address(), "/tickets?queue=print&queue=field&assignee=none");
    let (listing, refused) = Listing::parse("queue=print&type=incident&queue=%00");
    assert_eq!(refused, ["queue"]);
    assert_eq!(listing.address(), "/tickets?type=incident");
    assert_eq!(Listing::parse("queue=%00&queue=print"), (Listing::default(), vec!["queue".to_owned()]));
}

#[test]
fn a_period_is_a_preset_or_a_range() {
    assert_eq!(Listing::parse("period=7d&on=created").0.address(), "/tickets?period=7d&on=created");
    let (listing, refused) = Listing::parse("period=7d&from=2026-02-01&to=2026-02-28");
    assert_eq!((listing.address().as_str(), refused.len()), ("/tickets?from=2026-02-01&to=2026-02-28", 0));
    let (listing, refused) = Listing::parse("from=2026-02-01&to=2026-01-31&on=never&period=8d");
    assert_eq!(refused, ["on", "period", "to"]);
    assert_eq!(listing.address(), "/tickets?from=2026-02-01");
    assert_eq!(Listing::parse("from=2026-02-30").1, ["from"]);
    assert_eq!(Listing::parse("to=never&to=2026-01-31&from=2026-02-01").1, ["to"]);
    assert_eq!(Listing::parse("period=&from=&to=").0, Listing::default());
}

#[test]
fn columns_and_fields_are_known_and_stand_once() {
    assert_eq!(Listing::parse("cols=subject,age&in=subject").0.address(), "/tickets?in=subject&cols=subject%2Cage");
    let (listing, refused) = Listing::parse("cols=attr.serial,number&sort=-attr.needed_by");
    assert_eq!(
        (listing.address().as_str(), refused.len()),
        ("/tickets?cols=attr.serial%2Cnumber&sort=-attr.needed_by", 0)
    );
    let long = format!("cols=attr.{}", "x".repeat(41));
    for bad in [
        "cols=",
        "cols=subject,subject",
        "cols=subject,secret",
        "in=",
        "in=number,secret",
        "cols=attr.",
        "sort=attr.A",
        &long,
    ] {
        let (listing, refused) = Listing::parse(bad);
        assert_eq!((listing, refused.len()), (Listing::default(), 1), "{bad}");
    }
}

#[test]
fn a_filter_is_part_of_the_address_in_its_shortest_words() {
    let (listing, refused) = Listing::parse("filter=(queue:print+OR+assignee:none)+and+not+type:question&sort=subject");
    let text = "(queue:print or assignee:none) and not type:question";
    assert_eq!((listing.filter.as_ref().map(ToString::to_string).as_deref(), refused.len()), (Some(text), 0));
    assert!(listing.is_filtered() && !listing.reset().is_filtered());
    assert_eq!(Listing::parse(&listing.to_query()), (listing, vec![]));
    assert_eq!(Listing::parse("filter="), (Listing::default(), vec![]));
    for bad in ["filter=print", "filter=queue:print+and", "filter=size:1", "filter=queue~print"] {
        assert_eq!(Listing::parse(bad), (Listing::default(), vec!["filter".to_owned()]), "{bad}");
    }
}

#[test]
fn unread_and_waiting_are_part_of_a_view_and_reset_with_it() {
    let (listing, refused) = Listing::parse("unread=1&waiting=1&queue=print&sort=subject&page=2");
    assert_eq!((listing.unread, listing.waiting, refused.len(), listing.is_filtered()), (true, true, 0, true));
    assert_eq!(listing.address(), "/tickets?queue=print&unread=1&waiting=1&sort=subject&page=2");
    assert_eq!(listing.with(|next| next.unread = false).address(), "/tickets?queue=print&waiting=1&sort=subject");
    assert_eq!(listing.narrowing().address(), "/tickets?queue=print&unread=1&waiting=1");
    assert_eq!(listing.reset().address(), "/tickets?sort=subject");
    assert_eq!(Listing::parse("unread=yes&waiting=2"), (Listing::default(), vec!["unread".into(), "waiting".into()]));
    assert_eq!(Listing::parse("q=printer&sort=subject").0.narrowing(), Listing::parse("q=printer").0);
}

#[test]
fn heads_turn_the_order_around() {
    let by_subject = Listing::default().sorted_by(Column::Subject);
    assert_eq!(by_subject.address(), "/tickets?sort=subject");
    assert_eq!(by_subject.sorted_by(Column::Subject).address(), "/tickets?sort=-subject");
    assert_eq!(Listing::default().sorted_by(Column::Created).address(), "/tickets?sort=-created");
}

#[test]
fn a_search_stands_by_best_match_until_another_order_is_chosen() {
    let found = Listing::parse("q=printer").0;
    assert_eq!((found.sort, found.address().as_str()), (BEST_MATCH, "/tickets?q=printer"));
    assert_eq!(Listing::parse("q=printer&sort=match").0, found);
    let changed = found.sorted_by(Column::Changed);
    assert_eq!(changed.address(), "/tickets?q=printer&sort=-changed");
    assert_eq!(Listing::parse("q=printer&sort=-changed").0, changed);
    assert_eq!(changed.with(|next| next.sort = BEST_MATCH), found);
    for nothing in ["sort=match", "q=&sort=match", ""] {
        assert_eq!(Listing::parse(nothing), (Listing::default(), vec![]), "{nothing}");
    }
    assert_eq!(Listing::parse("q=a&sort=-match&cols=match").1, ["sort", "cols"]);
    assert_eq!((found.with(|next| next.search.clear()), found.reset()), Default::default());
    let fields = SearchIn::USUAL.to_vec();
    assert_eq!(Listing::default().searching("printer".into(), fields.clone()), found);
    assert_eq!(changed.searching("printer".into(), fields.clone()), changed);
    assert_eq!(found.searching(String::new(), fields), Listing::default());
}

#[test]
fn page_links_show_ends_neighbours_and_gaps() {
    assert_eq!(page_links(1, 1), [Some(1)]);
    assert_eq!(page_links(1, 4), [Some(1), Some(2), Some(3), Some(4)]);
    assert_eq!(page_links(9, 20), [Some(1), None, Some(7), Some(8), Some(9), Some(10), Some(11), None, Some(20)]);
    assert_eq!(page_links(50, 3), [Some(1), None, Some(3)], "a page past the end still leads back");
}

prop_compose! {
    fn any_chosen()(slugs in prop::collection::vec((0..Facet::ALL.len(), "[a-z&=%+ ]{1,12}"), 0..6)) -> Chosen {
        let mut chosen = Chosen::default();
        for (facet, slug) in slugs {
            chosen.read(Facet::ALL[facet], &slug);
        }
        chosen
    }
}

fn any_period() -> impl Strategy<Value = Option<Period>> {
    let day = || prop::option::of((2000..2100_i16, 1..=12_u8, 1..=28_u8).prop_map(|(y, m, d)| Date::new(y, m, d)));
    let range = (day(), day()).prop_map(|(from, to)| {
        let (from, to) = (from.flatten(), to.flatten());
        let to = to.filter(|to| from.is_none_or(|from| from <= *to));
        (from.is_some() || to.is_some()).then_some(Period::Range { from, to })
    });
    prop_oneof![Just(None), (0..4_usize).prop_map(|preset| Some(Period::PRESETS[preset])), range]
}

const FILTERS: [&str; 3] =
    ["status.kind:open", "not (priority:low or subject~\"a & b=+c%\")", "attr.serial:\"A 1\" and created>=2026-01-01"];

prop_compose! {
    fn any_listing()((mine, closed, unread, waiting, best) in any::<(bool, bool, bool, bool, bool)>(), search in "[^\\p{C}]{0,40}", fields in prop::sample::subsequence(SearchIn::ALL.to_vec(), 1..=5), chosen in any_chosen(),
                     period in any_period(), created: bool, columns in prop::sample::subsequence(Column::ALL.to_vec(), 0..13),
                     attributes in prop::sample::subsequence(vec!["serial", "needed_by", "x-1"], 0..3),
                     (column, descending) in (0..Column::ALL.len(), any::<bool>()), page in 1..PAGE_MAX, size in 0..SIZES.len(), view in "[a-z0-9]{0,8}",
                     filter in prop::option::of(prop::sample::select(FILTERS.to_vec()))) -> Listing {
        let scope = if mine { Scope::Mine } else { Scope::Company };
        let attributes = attributes.into_iter().filter_map(|name| AttributeName::new(name).map(Column::Attribute));
        let columns: Vec<_> = columns.into_iter().chain(attributes).collect();
        let sort = Sort { column: *columns.last().unwrap_or(&Column::ALL[column]), descending };
        let sort = if best && !search.trim().is_empty() { BEST_MATCH } else { sort };
        let on = if created { On::Created } else { On::Changed };
        let (filter, wanted) = (filter.and_then(|text| Filter::parse(text).ok()), Vec::new());
        Listing { scope, closed, unread, waiting, search: search.trim().into(), search_in: fields, chosen, wanted, period, on, filter, columns, sort, page, size: SIZES[size], view }
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(listing in any_listing()) {
        prop_assert_eq!(Listing::parse(&listing.to_query()), (listing, vec![]));
    }

    #[test]
    fn no_text_is_too_strange_to_read(query in ".{0,200}") {
        let (listing, _) = Listing::parse(&query);
        prop_assert!(SIZES.contains(&listing.size) && listing.page >= 1);
    }
}
