//! Filters compiled to SQL conditions, whatever they are of.
//!
//! Invariant: what is written here is true or false and never unknown. A value that is missing fits no condition, and `NOT` makes of
//! that what `domain::filter` makes of it in memory (`tests/desk/filter.rs` compares the two).

use domain::filter::{Bound, Order, Test, TimeRange, Tree, number};
use domain::period::Period;
use domain::time::Date;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func};
use sea_orm::{Condition, DbBackend};

/// A filter, each of its conditions as `leaf` writes it.
pub(crate) fn condition<C>(tree: &Tree<C>, leaf: &impl Fn(&C) -> Condition) -> Condition {
    match tree {
        Tree::All(parts) => parts.iter().map(|part| condition(part, leaf)).fold(Condition::all(), Condition::add),
        Tree::Any(parts) => parts.iter().map(|part| condition(part, leaf)).fold(Condition::any(), Condition::add),
        Tree::Not(inner) => negated_unless(condition(inner, leaf), false),
        Tree::Is(one) => leaf(one),
    }
}

/// The condition, or its negation where it is not to hold.
pub(crate) fn negated_unless(condition: Condition, holds: bool) -> Condition {
    if holds { condition } else { Condition::all().not().add(condition) }
}

/// What holds of no row.
pub(crate) fn never() -> Condition {
    Condition::any()
}

/// What is asked of a text that no row lacks, whatever the case of plain Latin letters.
pub(crate) fn text(backend: DbBackend, column: &str, test: &Test) -> Condition {
    let held = || Expr::cust(folded(backend, column));
    match test {
        Test::OneOf(values) => held().is_in(values.iter().map(|value| value.to_ascii_lowercase())).into(),
        Test::Contains(values) => {
            let place = Alias::new(if backend == DbBackend::Sqlite { "instr" } else { "strpos" });
            let holds = |value: &String| {
                let place = Func::cust(place.clone()).arg(held()).arg(Expr::val(value.to_ascii_lowercase()));
                Expr::expr(place).gt(0)
            };
            values.iter().map(holds).fold(Condition::any(), Condition::add)
        }
        Test::Flag(_) | Test::During(_) | Test::Compared(..) => never(),
    }
}

/// Text without the case of its plain Latin letters, by code point on both databases.
fn folded(backend: DbBackend, text: &str) -> String {
    if backend == DbBackend::Sqlite { format!("lower({text})") } else { format!("lower({text} COLLATE \"C\")") }
}

/// What is asked of a whole number that is kept as text; `size` is the number itself.
pub(crate) fn whole_number(text: Expr, size: Expr, test: &Test) -> Condition {
    match test {
        Test::OneOf(values) => {
            let numbers = values.iter().filter(|value| number(value).is_some());
            text.is_in(numbers.map(String::as_str)).into()
        }
        Test::Compared(order, Bound::Number(bound)) => compared(size, *order, *bound).into(),
        Test::Compared(_, Bound::Day(_)) | Test::Contains(_) | Test::Flag(_) | Test::During(_) => never(),
    }
}

/// What is asked of a day that is kept as text.
pub(crate) fn day(text: Expr, test: &Test) -> Condition {
    match test {
        Test::OneOf(values) => {
            let days = values.iter().filter(|value| Date::parse(value).is_some());
            text.is_in(days.map(String::as_str)).into()
        }
        Test::Compared(order, Bound::Day(bound)) => compared(text, *order, bound.to_string()).into(),
        Test::Compared(_, Bound::Number(_)) | Test::Contains(_) | Test::Flag(_) | Test::During(_) => never(),
    }
}

/// What is asked of an instant; `window` tells when a period begins and ends.
pub(crate) fn instant(column: &Expr, test: &Test, window: impl Fn(Period) -> TimeRange) -> Condition {
    match test {
        Test::During(periods) => {
            let periods = periods.iter().map(|period| within(column, window(*period)));
            periods.fold(Condition::any(), Condition::add)
        }
        Test::Compared(order, Bound::Day(day)) => {
            let TimeRange { since, until } = window(Period::day(*day));
            let (bound, order, otherwise) = match order {
                Order::Below => (since, Order::Below, never()),
                Order::From => (since, Order::From, Condition::all()),
                Order::UpTo => (until, Order::Below, Condition::all()),
                Order::Above => (until, Order::From, never()),
            };
            bound.map_or(otherwise, |bound| compared(column.clone(), order, bound).into())
        }
        Test::Compared(_, Bound::Number(_)) | Test::OneOf(_) | Test::Contains(_) | Test::Flag(_) => never(),
    }
}

fn within(column: &Expr, window: TimeRange) -> Condition {
    let since = window.since.map(|since| column.clone().gte(since));
    Condition::all().add_option(since).add_option(window.until.map(|until| column.clone().lt(until)))
}

fn compared(value: Expr, order: Order, bound: impl Into<Expr>) -> Expr {
    match order {
        Order::Below => value.lt(bound),
        Order::UpTo => value.lte(bound),
        Order::From => value.gte(bound),
        Order::Above => value.gt(bound),
    }
}
