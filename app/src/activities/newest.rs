//! Menu of the newest activities on every page, each until it is seen.

use crate::live::{on_news, preserve_focus};
use crate::session::use_session;
use crate::ui::html::Html;
use crate::words::words;
use domain::activities::Recent;
use domain::live::News;
use leptos::prelude::*;

/// An entry that changes while the page stands blinks for a while, and has a dot until it is seen.
#[component]
pub(crate) fn Newest() -> impl IntoView {
    let first: Vec<_> = use_session().recent.into_iter().map(|entry| (false, entry)).collect();
    let shown = RwSignal::new(first);
    on_news(move |_, news| {
        let News::Recent(entries) = news else { return };
        preserve_focus();
        shown.update(|shown| *shown = with_fresh(shown, entries));
    });
    view! {
        <ul class="newest" aria-label=words().activities().list>
            <For each=move || shown.get() key=|(_, entry)| (entry.number.clone(), entry.edition.clone(), entry.unread) children=|(fresh, entry)| {
                view! { <li class:is-unread=entry.unread class:is-fresh=fresh inner_html=link(&entry)></li> }
            } />
        </ul>
    }
}

/// What has changed since it was shown is fresh.
fn with_fresh(shown: &[(bool, Recent)], entries: Vec<Recent>) -> Vec<(bool, Recent)> {
    let is_known =
        |entry: &Recent| shown.iter().any(|(_, known)| known.number == entry.number && known.edition == entry.edition);
    entries.into_iter().map(|entry| (entry.unread && !is_known(&entry), entry)).collect()
}

fn link(entry: &Recent) -> String {
    let mut html = Html::default();
    html.raw(r#"<a class="newest-link" href="/tickets/"#).value(&entry.number).raw(r#"">"#);
    if entry.unread {
        html.raw(r#"<span class="activity-dot"><span class="visually-hidden">"#).text(words().activities().new);
        html.raw(" </span></span>");
    }
    html.raw("<b>").text(&entry.number).raw(r#"</b> <span class="newest-text" dir="auto">"#).text(&entry.text);
    html.raw("</span></a>");
    html.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recent(number: &str, edition: &str, unread: bool) -> Recent {
        Recent { number: number.into(), text: String::new(), edition: edition.into(), unread }
    }

    #[test]
    fn only_what_has_changed_and_is_unread_blinks() {
        let shown = vec![(false, recent("PT-1", "a", true)), (false, recent("PT-2", "a", true))];
        let next = vec![
            recent("PT-3", "a", true),
            recent("PT-2", "b", true),
            recent("PT-1", "a", true),
            recent("PT-4", "a", false),
        ];
        let fresh: Vec<bool> = with_fresh(&shown, next).into_iter().map(|(fresh, _)| fresh).collect();
        assert_eq!(fresh, [true, true, false, false]);
    }

    #[test]
    fn what_people_wrote_is_text() {
        let html = link(&Recent { text: "<img src=x>".into(), ..recent("PT-1", "a", true) });
        assert!(html.contains("&lt;img") && !html.contains("<img"), "{html}");
    }
}
