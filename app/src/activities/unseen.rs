//! Badge with the number of unread activities.

use crate::session::Unread;
use crate::words::words;
use leptos::prelude::*;

/// How many activities are unread, beside the link to them.
#[component]
pub(crate) fn Unseen() -> impl IntoView {
    let words = words().activities();
    let unread = expect_context::<Unread>().0;
    move || {
        let count = unread.get();
        (count > 0).then(|| {
            view! {
                " "
                <span class="rail-count" data-unread=count title=(words.unread)(count)>
                    <span aria-hidden="true">{(words.count)(count)}</span>
                    <span class="visually-hidden">{(words.unread)(count)}</span>
                </span>
            }
        })
    }
}
