//! Highlighting of search terms.

use domain::search::Fragment;
use leptos::prelude::*;

/// Text with the words that were looked for marked.
#[component]
pub(crate) fn Marked(pieces: Vec<Fragment>) -> impl IntoView {
    let piece = |Fragment { text, hit }| if hit { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() };
    pieces.into_iter().map(piece).collect_view()
}
