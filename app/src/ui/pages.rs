//! Pagination, and the size of pages.

use super::pending_navigation::LinkRebase;
use crate::words::words;
use domain::listing::{ListUrl, SIZES, page_links};
use domain::tickets::Total;
use leptos::prelude::*;

/// Where in the list this page is, and the ways to the others.
#[component]
pub(crate) fn Pages(
    /// The view, whatever its page.
    place: ListUrl,
    page: u32,
    size: u32,
    total: Total,
    shown: usize,
    /// What the size counts.
    label: &'static str,
) -> impl IntoView {
    let words = &words().list;
    let first = u64::from(page - 1) * u64::from(size) + 1;
    let count = (words.count)(total);
    let known = total.count.div_ceil(u64::from(size)).max(1);
    // Past what was counted every full page may have another one after it.
    let last = u32::try_from(known).unwrap_or(u32::MAX).max(if total.exact { 1 } else { page + 1 });
    let to = |page: u32| {
        if page > 1 { place.clone().with("page", page.to_string()) } else { place.clone().without(&[]) }.address()
    };
    let step = |page: Option<u32>, label: &'static str, mark: &'static str| {
        page.map(|page| view! { <a class="page" href=to(page) rel="nofollow" aria-label=label>{mark}</a> })
    };
    let before = (page > 1).then(|| (page - 1).min(last));
    let after = (page < last).then(|| page + 1);
    // One page alone needs no ways to others.
    let links = (last > 1 || page > 1).then(|| view! {
        <nav class="pages-links" aria-label=words.pages>
            {step(before, words.previous, "‹")}
            {page_links(page, last).into_iter().map(|link| match link {
                None => view! { <span class="page-gap">"…"</span> }.into_any(),
                Some(other) => {
                    let current = (other == page).then_some("page");
                    view! { <a class="page" href=to(other) aria-current=current aria-label=(words.page)(other)>{other}</a> }.into_any()
                }
            }).collect_view()}
            {step(after, words.next, "›")}
        </nav>
    });
    view! {
        <div class="pages">
            <p class="pages-range">{(shown > 0).then(|| (words.range)(first, first + shown as u64 - 1, &count))}</p>
            {links}
            <PageSize place size label />
        </div>
    }
}

#[component]
fn PageSize(place: ListUrl, size: u32, label: &'static str) -> impl IntoView {
    let words = &words().list;
    let rebase = expect_context::<LinkRebase>();
    let rest = place.without(&["size"]);
    let others = hidden(&rest.pairs);
    let action = rest.path;
    let choose = move |event| {
        let size = event_target_value(&event);
        // The first size is the usual one.
        let usual = size == SIZES[0].to_string();
        rebase.go(if usual { rest.clone() } else { rest.clone().with("size", size) }.address());
    };
    view! {
        <form method="get" action=action class="page-size">
            {others}
            <label class="visually-hidden" for="page-size">{label}</label>
            <select id="page-size" class="control" name="size" on:change=choose>
                {SIZES.into_iter().map(|other| view! { <option value=other selected=other == size>{(words.per_page)(other)}</option> }).collect_view()}
            </select>
            <button class="button button-quiet only-plain" type="submit">{words.apply}</button>
        </form>
    }
}

/// What a form carries along.
pub(crate) fn hidden<N: AsRef<str>>(pairs: &[(N, String)]) -> impl IntoView + use<N> {
    let inputs = pairs.iter().map(|(name, value)| {
        view! { <input type="hidden" name=name.as_ref().to_owned() value=value.clone() /> }
    });
    inputs.collect_view()
}
