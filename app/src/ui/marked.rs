//! Highlighting of search terms.

use domain::search::Piece;
use leptos::prelude::*;

/// Text with the words that were looked for marked.
#[component]
pub(crate) fn Marked(pieces: Vec<Piece>) -> impl IntoView {
    let piece = |Piece { text, hit }| if hit { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() };
    pieces.into_iter().map(piece).collect_view()
}
