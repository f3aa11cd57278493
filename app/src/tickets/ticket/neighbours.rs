//! Previous and next ticket (‹ 3 of 12 ›): from ticket to ticket through the list one came from. Stays as it was when the ticket was opened, so that the
//! next one stays the next one whatever is done meanwhile.

#[cfg(feature = "ssr")]
use crate::page::PageRequest;
use crate::page::use_page_data;
use crate::tickets::calls::ShowNeighbours;
use crate::ui::query::use_query;
use crate::words::words;
use domain::tickets::Neighbours;
use domain::tickets::neighbours::FROM;
use leptos::prelude::*;

/// Stands outside of everything that renders again.
#[component]
pub(super) fn Beside(number: String) -> impl IntoView {
    // Other parameters come and go while the ticket stands.
    let from = use_query().with_untracked(|query| query.get(FROM));
    from.map(|from| {
        let asked = ShowNeighbours { number, from };
        use_page_data(move |_| asked.clone()).aside().show(
            // Takes the place that they will need.
            || view! { <span class="neighbours"></span> }.into_any(),
            RwSignal::new(false),
            // Without an answer nothing is missing here.
            |answer| answer.ok().map(|neighbours| view! { <Links neighbours /> }).into_any(),
        )
    })
}

#[cfg(feature = "ssr")]
pub(super) async fn prefetch(request: &PageRequest, number: &str) {
    if let Some(from) = request.address.query(FROM) {
        request.fetch(ShowNeighbours { number: number.to_owned(), from }).await;
    }
}

#[component]
fn Links(neighbours: Neighbours) -> impl IntoView {
    let words = words().panel();
    let Neighbours { list, from, place, total, previous, next } = neighbours;
    view! {
        <nav class="neighbours" aria-label=words.through_list>
            <Step number=previous from=from.clone() rel="prev" sign="‹" label=words.previous none=words.first />
            <a class="neighbours-list" href=list title=words.back>{(words.place)(place, total)}</a>
            <Step number=next from rel="next" sign="›" label=words.next none=words.last />
        </nav>
    }
}

#[component]
fn Step(
    number: Option<String>,
    from: String,
    rel: &'static str,
    sign: &'static str,
    label: fn(&str) -> String,
    /// At an end of the list.
    none: &'static str,
) -> impl IntoView {
    match number {
        Some(number) => {
            let named = label(&number);
            view! { <a class="neighbour" rel=rel href=format!("/tickets/{number}{from}") title=named.clone() aria-label=named>{sign}</a> }.into_any()
        }
        None => view! { <span class="neighbour" role="img" aria-label=none>{sign}</span> }.into_any(),
    }
}
