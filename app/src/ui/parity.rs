//! Parity tests: markup that is written by hand says the same as the components that it stands for.

use super::badge::{Badge, Level};
use super::html::Html;
use super::marked::Marked;
use super::time::Ago;
use domain::search::Fragment;
use domain::tickets::Badge as Label;
use domain::time::{Age, DisplayTime};
use leptos::prelude::*;

/// # Panics
/// When a browser makes something else of what was written than of the view.
pub(crate) fn assert_same(written: &str, view: impl IntoView) {
    let rendered = view.to_html();
    assert_eq!(normal(written), normal(&rendered), "{written} is not {rendered}");
}

/// The same for all markup of the same elements: attributes in order and, since views separate texts by them, no comments.
fn normal(html: &str) -> String {
    let (mut normal, mut rest) = (String::new(), html);
    while let Some((text, tag)) = rest.split_once('<') {
        normal.push_str(text);
        let end = tag.find(outside_of_quotes('>')).expect("a tag ends");
        let (tag, after) = (&tag[..end], &tag[end + 1..]);
        if !tag.starts_with('!') {
            let mut parts: Vec<&str> = tag.split(outside_of_quotes(' ')).filter(|part| !part.is_empty()).collect();
            parts[1..].sort_unstable();
            normal.push_str(&format!("<{}>", parts.join(" ")));
        }
        rest = after;
    }
    normal + rest
}

fn outside_of_quotes(wanted: char) -> impl FnMut(char) -> bool {
    let mut quoted = false;
    move |next| {
        quoted ^= next == '"';
        !quoted && next == wanted
    }
}

/// What people write, and what they should not.
const TEXTS: [&str; 6] = [
    "In progress",
    " wide ",
    "Größe 漢字 \u{202e}",
    r#""><img src=x onerror=alert(1)>'&"#,
    "&amp; <!-- -->",
    "a=\"b\" c",
];

fn write(part: impl FnOnce(&mut Html) -> &mut Html) -> String {
    let mut html = Html::default();
    part(&mut html);
    html.finish()
}

#[test]
fn what_is_not_the_same_is_told_apart() {
    let same = [r#"<b id="1 > 0" class="x y">a<!>b</b>"#, r#"<b  class="x y" id="1 > 0">ab</b>"#];
    assert_eq!(normal(same[0]), normal(same[1]));
    for other in [
        r#"<b class="x" id="1 > 0">ab</b>"#,
        r#"<b class="x y" id="1 > 0">a b</b>"#,
        r#"<i class="x y" id="1 > 0">ab</i>"#,
        r#"<b class="x y">ab</b>"#,
    ] {
        assert_ne!(normal(same[0]), normal(other));
    }
}

#[test]
fn badges_and_levels_are_those_of_the_components() {
    for text in TEXTS {
        for colour in ["green", r#"x" onclick="alert(1)"#] {
            let label = Label { label: text.into(), colour: colour.into() };
            assert_same(&write(|html| html.badge(&label)), view! { <Badge label=label.clone() /> });
            assert_same(&write(|html| html.level(&label)), view! { <Level label=label.clone() /> });
        }
    }
}

#[test]
fn times_are_those_of_the_component() {
    let ages = [Age::Now, Age::Minutes(1), Age::Hours(2), Age::Days(3), Age::Months(4), Age::Years(5)];
    for age in ages {
        for exact in TEXTS {
            let at = DisplayTime { iso: "2026-11-21T20:53:00Z".into(), exact: exact.into(), age };
            assert_same(&write(|html| html.ago(&at)), view! { <Ago at=at.clone() /> });
        }
    }
}

#[test]
fn marked_texts_are_those_of_the_component() {
    let runs: [&[bool]; 6] = [&[], &[true], &[false], &[false, true], &[true, true], &[false, false, true, false]];
    for hits in runs {
        for text in TEXTS {
            let pieces: Vec<Fragment> = hits.iter().map(|hit| Fragment { text: text.into(), hit: *hit }).collect();
            assert_same(&write(|html| html.marked(&pieces)), view! { <Marked pieces=pieces.clone() /> });
        }
    }
}
