use super::panel::hidden;
use crate::ui::go::use_go;
use crate::words::words;
use domain::listing::{Listing, SIZES, page_links};
use domain::tickets::Total;
use leptos::prelude::*;

/// Where in the list this page is, and the ways to the others.
#[component]
pub(crate) fn Pages(listing: Listing, total: Total, shown: usize) -> impl IntoView {
    let words = &words().list;
    let first = u64::from(listing.page - 1) * u64::from(listing.size) + 1;
    let count = (words.count)(total);
    let known = total.count.div_ceil(u64::from(listing.size)).max(1);
    // Past what was counted every full page may have another one after it.
    let last = u32::try_from(known).unwrap_or(u32::MAX).max(if total.exact { 1 } else { listing.page + 1 });
    let to = |page: u32| listing.with(|_| {}).at_page(page).address();
    let step = |page: Option<u32>, label: &'static str, mark: &'static str| {
        page.map(|page| view! { <a class="page" href=to(page) rel="nofollow" aria-label=label>{mark}</a> })
    };
    let before = (listing.page > 1).then(|| (listing.page - 1).min(last));
    let after = (listing.page < last).then(|| listing.page + 1);
    // One page alone needs no ways to others.
    let links = (last > 1 || listing.page > 1).then(|| view! {
        <nav class="pages-links" aria-label=words.pages>
            {step(before, words.previous, "‹")}
            {page_links(listing.page, last).into_iter().map(|link| match link {
                None => view! { <span class="page-gap">"…"</span> }.into_any(),
                Some(page) => {
                    let current = (page == listing.page).then_some("page");
                    view! { <a class="page" href=to(page) aria-current=current aria-label=(words.page)(page)>{page}</a> }.into_any()
                }
            }).collect_view()}
            {step(after, words.next, "›")}
        </nav>
    });
    view! {
        <div class="pages">
            <p class="pages-range">{(shown > 0).then(|| (words.range)(first, first + shown as u64 - 1, &count))}</p>
            {links}
            <PageSize listing=listing.clone() />
        </div>
    }
}

#[component]
fn PageSize(listing: Listing) -> impl IntoView {
    let words = &words().list;
    let go = use_go();
    let rest = listing.with(|next| next.size = Listing::default().size);
    let others = hidden(&rest.pairs());
    let choose = move |event| {
        let size = event_target_value(&event).parse().unwrap_or(rest.size);
        go.run(rest.with(|next| next.size = size).address());
    };
    view! {
        <form method="get" action="/tickets" class="page-size">
            {others}
            <label class="visually-hidden" for="page-size">{words.size}</label>
            <select id="page-size" class="control" name="size" on:change=choose>
                {SIZES.into_iter().map(|size| view! { <option value=size selected=size == listing.size>{(words.per_page)(size)}</option> }).collect_view()}
            </select>
            <button class="button button-quiet only-plain" type="submit">{words.apply}</button>
        </form>
    }
}
