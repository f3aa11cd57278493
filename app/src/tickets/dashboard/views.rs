//! Forms for saved views: saving what is listed as a view, and putting one's views in order. Plain forms: the menu beside them
//! changes with the page.

use super::panel::VIEWS;
use crate::session::{use_form_state, use_session};
use crate::ui::field::{Control, Field};
use crate::words::words;
use domain::Refusal;
use domain::listing::Listing;
use domain::tickets::Choice;
use domain::views::{NAME_MAX, SavedView, ViewAudience, stored_query};
use leptos::prelude::*;

#[component]
pub(super) fn Views(listing: Memo<Listing>) -> impl IntoView {
    let words = words().views;
    let session = use_session();
    let shares = session.me.is_some_and(|me| me.kind.is_staff());
    let back = Signal::derive(move || listing.with(Listing::to_query));
    let views = session.views;
    view! {
        <p class="panel-text">{words.hint}</p>
        {if views.is_empty() {
            view! { <p class="panel-text muted">{words.none}</p> }.into_any()
        } else {
            let rows = views.into_iter().map(|view| view! { <ViewRow view back /> });
            view! { <ol class="choices views">{rows.collect_view()}</ol> }.into_any()
        }}
        <SaveForm listing back shares />
    }
}

#[component]
fn SaveForm(listing: Memo<Listing>, back: Signal<String>, shares: bool) -> impl IntoView {
    let words = words().views;
    let form_state = use_form_state(VIEWS);
    let typed = form_state.as_ref().map(|form_state| form_state.value("name").to_owned()).unwrap_or_default();
    let refusal = Signal::stored(form_state.and_then(|form_state| form_state.refusal));
    let audiences = || {
        let choice = |audience: ViewAudience| Choice {
            slug: audience.as_str().to_owned(),
            label: (words.audience_name)(audience).to_owned(),
        };
        ViewAudience::ALL.map(choice).to_vec()
    };
    view! {
        <form class="panel-form view-save" method="post" action=VIEWS>
            <h3 class="panel-legend">{words.save_as}</h3>
            <input type="hidden" name="back" value=back />
            <input type="hidden" name="query" value=move || listing.with(stored_query) />
            <Field name="name" scope="view-" label=words.name control=Control::Line { kind: "text", max: NAME_MAX } value=typed refusal required=true />
            {shares.then(|| view! {
                <Field name="audience" scope="view-" label=words.audience control=Control::Select(audiences()) value=ViewAudience::Me.as_str() refusal />
            })}
            <Problem refusal field="query" />
            <button class="button button-primary" type="submit">{words.save}</button>
        </form>
    }
}

/// What is wrong beside the fields that are shown.
#[component]
fn Problem(refusal: Signal<Option<Refusal>>, field: &'static str) -> impl IntoView {
    let about = refusal.with_untracked(|refusal| refusal.as_ref().and_then(|refusal| refusal.about(field)).cloned());
    about.map(|reason| view! { <p class="field-fault" role="alert">{(words().reason)(&reason)}</p> })
}

/// One view: a link to it, and what its owner does with it.
#[component]
fn ViewRow(view: SavedView, back: Signal<String>) -> impl IntoView {
    let words = words().views;
    let slug = view.slug.clone();
    let act = move |verb: &'static str, label: String, mark: &'static str| {
        view! {
            <form method="post" action=format!("{VIEWS}/{slug}/{verb}")>
                <input type="hidden" name="back" value=back />
                <button class="icon-button" type="submit" aria-label=label.clone() title=label>{mark}</button>
            </form>
        }
    };
    let list = &crate::words::words().list;
    let default = if view.default {
        act("later", (words.later_of)(&view.name), "★")
    } else {
        act("first", (words.first_of)(&view.name), "☆")
    };
    let own = view.own.then(|| {
        view! {
            {act("up", (list.move_up)(&view.name), "↑")} {act("down", (list.move_down)(&view.name), "↓")}
            {act("remove", (words.remove)(&view.name), "×")}
        }
    });
    let shared = (view.audience != ViewAudience::Me)
        .then(|| view! { <span class="view-audience">{(words.audience_name)(view.audience)}</span> });
    view! {
        <li class="choice view-row">
            <a class="choice-name" href=view.listing().address()>{view.name.clone()}</a>
            {shared}
            <span class="column-steps">{default}{own}</span>
            {view.own.then(|| view! { <Rename view back /> })}
        </li>
    }
}

#[component]
fn Rename(view: SavedView, back: Signal<String>) -> impl IntoView {
    let words = words().views;
    let action = format!("{VIEWS}/{}/rename", view.slug);
    let form_state = use_form_state(&action);
    let open = form_state.is_some();
    let typed = form_state.as_ref().map_or(view.name.clone(), |form_state| form_state.value("name").to_owned());
    let refusal = Signal::stored(form_state.and_then(|form_state| form_state.refusal));
    let label = (words.rename)(&view.name);
    view! {
        <details class="view-rename" open=open>
            <summary>{words.renamed}</summary>
            <form class="panel-form" method="post" action=action>
                <input type="hidden" name="back" value=back />
                <Field name="name" scope=format!("view-{}-", view.slug) label control=Control::Line { kind: "text", max: NAME_MAX } value=typed refusal required=true />
                <button class="button" type="submit">{words.renamed}</button>
            </form>
        </details>
    }
}

/// Said above the list when it is no longer what the view keeps.
#[component]
pub(super) fn ChangedView(listing: Memo<Listing>) -> impl IntoView {
    let views = StoredValue::new(use_session().views);
    let changed = Memo::new(move |_| {
        listing.with(|listing| {
            let view = views.with_value(|views| views.iter().find(|view| view.slug == listing.view).cloned())?;
            view.differs(listing).then(|| (view, stored_query(listing)))
        })
    });
    move || {
        changed.get().map(|(view, query)| {
            let words = words().views;
            let back = listing.with_untracked(Listing::to_query);
            view! {
                <div class="notice view-changed">
                    <p>{(words.changed)(&view.name)}</p>
                    {view.own.then(|| view! {
                        <form method="post" action=format!("{VIEWS}/{}/save", view.slug)>
                            <input type="hidden" name="back" value=back />
                            <input type="hidden" name="query" value=query />
                            <button class="button" type="submit">{words.save_changes}</button>
                        </form>
                    })}
                    <a class="button button-quiet" href=view.listing().address()>{words.discard}</a>
                </div>
            }
        })
    }
}
