use super::*;
use crate::time::DAY;
use proptest::arbitrary::any;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A noun with a field of each sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Crate {
    Shelf,
    Sealed,
    Packed,
    Label,
    Content,
}

const FIELDS: [Crate; 5] = [Crate::Shelf, Crate::Sealed, Crate::Packed, Crate::Label, Crate::Content];

impl Field for Crate {
    fn name(&self) -> Cow<'_, str> {
        match self {
            Self::Shelf => "shelf",
            Self::Sealed => "sealed",
            Self::Packed => "packed",
            Self::Label => "label",
            Self::Content => "attr.content",
        }
        .into()
    }

    fn parse(name: &str) -> Option<Self> {
        FIELDS.into_iter().find(|field| field.name() == name)
    }

    fn field_type(&self) -> FieldType {
        match self {
            Self::Shelf => FieldType::Slugs,
            Self::Sealed => FieldType::Flag,
            Self::Packed => FieldType::Instant,
            Self::Label => FieldType::Text,
            Self::Content => FieldType::Value,
        }
    }
}

fn read(text: &str) -> Filter<Crate> {
    Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// What is held in `label` and `attr.content`, of a crate on the shelf `a`, packed a minute into the second day after 1970-01-01.
struct CrateValues<'a>(FieldValue<'a>);

impl FieldValues<Crate> for CrateValues<'_> {
    fn value_of(&self, field: &Crate) -> FieldValue<'_> {
        match field {
            Crate::Shelf => FieldValue::Slugs(vec!["a", "above"]),
            Crate::Sealed => FieldValue::Flag(true),
            Crate::Packed => FieldValue::Instant(DAY + 60_000),
            Crate::Label | Crate::Content => self.0.clone(),
        }
    }

    /// Days of January 1970, by their number.
    fn time_range(&self, period: Period) -> Option<TimeRange> {
        let Period::Range { from, to } = period else { return None };
        let begin = |day: Date| i64::from(day.day - 1) * DAY;
        Some(TimeRange { since: from.map(begin), until: to.map(|day| begin(day) + DAY) })
    }
}

#[test]
fn words_bind_as_they_are_read_and_are_written_as_short_as_can_be() {
    for (text, written) in [
        ("shelf:a", "shelf:a"),
        ("  shelf : a , b ", "shelf:a,b"),
        ("shelf:a AND sealed:no Or label~x", "shelf:a and sealed:no or label~x"),
        ("shelf:a and (sealed:no or label~x)", "shelf:a and (sealed:no or label~x)"),
        ("(shelf:a and (sealed:no and label~x))", "shelf:a and sealed:no and label~x"),
        ("not(shelf:a or sealed:no)", "not (shelf:a or sealed:no)"),
        ("not shelf:a or sealed:no", "not shelf:a or sealed:no"),
        ("not (not shelf:a)", "not not shelf:a"),
        ("label:and,or,not", "label:and,or,not"),
        (r#"label~"say \"a, b\"","back\\slash""#, r#"label~"say \"a, b\"","back\\slash""#),
        (r#"label:"plain""#, "label:plain"),
        ("label:\"two\nlines\"", "label:\"two\nlines\""),
        ("label:Straße", "label:Straße"),
        ("packed:today,7d,1970-01-02", "packed:today,7d,1970-01-02"),
        ("packed >= 1970-01-02", "packed>=1970-01-02"),
        ("attr.content<-5 and attr.content>1970-01-02", "attr.content<-5 and attr.content>1970-01-02"),
    ] {
        assert_eq!(read(text).to_string(), written, "{text}");
        assert_eq!(read(written), read(text), "{text}");
    }
}

#[test]
fn what_is_no_filter_is_refused_where_it_begins() {
    let many = |one: &str, count: usize| vec![one; count].join(" or ");
    let long = format!("label:{}", "x".repeat(VALUE_MAX + 1));
    let longer = "x".repeat(TEXT_MAX + 1);
    let deep = format!("{}shelf:a", "not ".repeat(DEPTH_MAX + 1));
    let values = format!("shelf:{}", ["a"; VALUES_MAX + 1].join(","));
    let conditions = many("shelf:a", CONDITIONS_MAX + 1);
    let dense = ["label:\"abcd efgh\""; CONDITIONS_MAX].join("or ");
    assert!(dense.len() <= TEXT_MAX && dense.replace("or ", " or ").len() > TEXT_MAX, "longer as it is written");
    for (text, at, why) in [
        ("", 0, Why::NoCondition),
        ("  ", 2, Why::NoCondition),
        ("shelf:a and", 11, Why::NoCondition),
        ("not", 3, Why::NoCondition),
        ("shelf:a and or sealed:no", 12, Why::NoField),
        ("size:a", 0, Why::NoField),
        ("Shelf:a", 0, Why::NoField),
        ("shelf", 5, Why::NoOperator),
        ("shelf=a", 5, Why::NoOperator),
        ("shelf ~ a", 6, Why::NoOperator),
        ("label<a", 5, Why::NoOperator),
        ("packed~a", 6, Why::NoOperator),
        ("shelf:", 6, Why::NoValue),
        ("shelf:a,", 8, Why::NoValue),
        ("shelf:\"\"", 6, Why::NoValue),
        ("label:\"a\0\"", 6, Why::NoValue),
        ("sealed:maybe", 7, Why::NoValue),
        ("sealed:yes,no", 11, Why::NoValue),
        ("packed:soon", 7, Why::NoValue),
        ("packed:today,1970-02-30", 13, Why::NoValue),
        ("packed<today", 7, Why::NoValue),
        ("attr.content<many", 13, Why::NoValue),
        ("attr.content<1000000000000000000", 13, Why::NoValue),
        ("é:a", 0, Why::NoCondition),
        ("label:é and size:a", 12, Why::NoField),
        ("label:\"a", 6, Why::NoQuote),
        ("label:\"a\\", 6, Why::NoQuote),
        ("(shelf:a", 8, Why::NoParenthesis),
        ("shelf:a)", 7, Why::NoConnective),
        ("shelf:a sealed:no", 8, Why::NoConnective),
        ("shelf:a b", 8, Why::NoConnective),
        (long.as_str(), 6, Why::TooMuch),
        (longer.as_str(), TEXT_MAX, Why::TooMuch),
        (deep.as_str(), 4 * (DEPTH_MAX + 1) - 1, Why::TooMuch),
        (values.as_str(), 5, Why::TooMuch),
        (conditions.as_str(), conditions.len() - "shelf:a".len(), Why::TooMuch),
        (dense.as_str(), 0, Why::TooMuch),
    ] {
        assert_eq!(Filter::<Crate>::parse(text), Err(Error { at, why }), "{text}");
    }
}

#[test]
fn a_filter_is_judged_by_what_is_held() {
    let (number, day) = (FieldValue::Number(12), FieldValue::Day(Date { year: 1970, month: 1, day: 2 }));
    for (text, held, expected) in [
        ("shelf:a", FieldValue::Nothing, true),
        ("shelf:b,above", FieldValue::Nothing, true),
        ("shelf:A", FieldValue::Nothing, false),
        ("not shelf:b", FieldValue::Nothing, true),
        ("sealed:yes and not sealed:no", FieldValue::Nothing, true),
        ("packed:1970-01-02", FieldValue::Nothing, true),
        ("packed:1970-01-01,1970-01-03", FieldValue::Nothing, false),
        ("packed:1970-01-01..1970-01-02", FieldValue::Nothing, true),
        ("packed:..1970-01-01 or packed:1970-01-03..", FieldValue::Nothing, false),
        ("packed<=1970-01-02 and packed>=1970-01-02", FieldValue::Nothing, true),
        ("packed<1970-01-02 or packed>1970-01-02", FieldValue::Nothing, false),
        ("label:x or not label:x", FieldValue::Nothing, true),
        ("not label~x", FieldValue::Nothing, true),
        ("label~\"B C\"", FieldValue::Text("a b c"), true),
        ("label:\"A B C\"", FieldValue::Text("a b c"), true),
        ("label:b", FieldValue::Text("a b c"), false),
        ("attr.content>1", FieldValue::Text("a b c"), false),
        ("attr.content:12", number.clone(), true),
        ("attr.content:012", number.clone(), false),
        ("attr.content>11 and attr.content<13 and not attr.content>12", number.clone(), true),
        ("attr.content>1970-01-01", number, false),
        ("attr.content>1970-01-01 and attr.content:1970-01-02", day.clone(), true),
        ("attr.content<=1970-01-01", day, false),
    ] {
        assert_eq!(read(text).evaluate(&CrateValues(held)), Some(expected), "{text}");
    }
}

#[test]
fn what_is_not_known_decides_only_where_nothing_else_does() {
    for (text, expected) in [
        ("label:x", None),
        ("not label:x", None),
        ("label:x and shelf:a", None),
        ("label:x and shelf:b", Some(false)),
        ("label:x or shelf:a", Some(true)),
        ("label:x or shelf:b", None),
        ("packed:today", None),
        ("packed:today,1970-01-02", Some(true)),
        ("packed:today,1970-01-03", None),
    ] {
        assert_eq!(read(text).evaluate(&CrateValues(FieldValue::Unknown)), expected, "{text}");
    }
    assert_eq!(Filter::<Crate>::all([]).evaluate(&CrateValues(FieldValue::Unknown)), Some(true));
    assert_eq!(Filter::<Crate>::any([]).evaluate(&CrateValues(FieldValue::Unknown)), Some(false));
}

#[test]
fn a_filter_travels_as_its_text() {
    let filter = read("shelf:a and not label~\"b c\"");
    let text = serde_json::to_string(&filter).expect("a text");
    assert_eq!(text, r#""shelf:a and not label~\"b c\"""#);
    assert_eq!(serde_json::from_str::<Filter<Crate>>(&text).expect("a filter"), filter);
    assert!(serde_json::from_str::<Filter<Crate>>("\"size:a\"").is_err());
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    vec(
        prop_oneof![
            "[a-z0-9-]{1,6}",
            "[^\\x00]{1,6}",
            select(vec!["and", "not", "a,b", "\"", "\\"]).prop_map(String::from)
        ],
        1..3,
    )
}

fn days() -> impl Strategy<Value = Date> {
    (1970..2100_i16, 1..=12_u8, 1..=28_u8).prop_map(|(year, month, day)| Date { year, month, day })
}

fn periods() -> impl Strategy<Value = Period> {
    let range = (days(), days())
        .prop_map(|(one, other)| Period::Range { from: Some(one.min(other)), to: Some(one.max(other)) });
    prop_oneof![
        Just(Period::Today),
        (1..3_000_u16).prop_map(Period::Days),
        range,
        days().prop_map(|day| Period::Range { from: Some(day), to: None }),
        days().prop_map(|day| Period::Range { from: None, to: Some(day) }),
    ]
}

fn conditions() -> impl Strategy<Value = Filter<Crate>> {
    let order = || select(vec![Order::Below, Order::UpTo, Order::From, Order::Above]);
    let number = (-1_000_000..1_000_000_i64).prop_map(Bound::Number);
    let bound = prop_oneof![number, days().prop_map(Bound::Day)];
    let texted = (select(vec![Crate::Label, Crate::Content]), texts(), any::<bool>());
    prop_oneof![
        texts().prop_map(|values| Filter::of(Crate::Shelf, Test::OneOf(values))),
        any::<bool>().prop_map(|flag| Filter::of(Crate::Sealed, Test::Flag(flag))),
        vec(periods(), 1..3).prop_map(|periods| Filter::of(Crate::Packed, Test::During(periods))),
        (order(), days()).prop_map(|(order, day)| Filter::of(Crate::Packed, Test::Compared(order, Bound::Day(day)))),
        (order(), bound).prop_map(|(order, bound)| Filter::of(Crate::Content, Test::Compared(order, bound))),
        texted.prop_map(|(field, values, whole)| {
            Filter::of(field, if whole { Test::OneOf(values) } else { Test::Contains(values) })
        }),
    ]
}

fn filters() -> impl Strategy<Value = Filter<Crate>> {
    conditions().prop_recursive(3, 24, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 2..4).prop_map(Filter::all),
            vec(inner.clone(), 2..4).prop_map(Filter::any),
            inner.prop_map(Filter::negated),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_the_same(filter in filters()) {
        let text = filter.to_string();
        prop_assume!(text.chars().count() <= TEXT_MAX);
        prop_assert_eq!(Filter::<Crate>::parse(&text), Ok(filter), "{}", text);
    }

    #[test]
    fn no_text_is_too_strange_to_read(text in ".{0,200}") {
        if let Err(error) = Filter::<Crate>::parse(&text) {
            prop_assert!(error.at <= text.chars().count());
        }
    }

    #[test]
    fn what_looks_like_a_filter_is_read_or_refused_at_a_place(
        parts in vec(select(vec!["shelf", "label", ":", "~", "<", "a", "\"b", "\"", ",", "(", ")", " and ", " or ", " not "]), 0..12)
    ) {
        let text = parts.concat();
        match Filter::<Crate>::parse(&text) {
            Ok(filter) => prop_assert_eq!(Filter::<Crate>::parse(&filter.to_string()), Ok(filter)),
            Err(error) => prop_assert!(error.at <= text.chars().count()),
        }
    }
}
