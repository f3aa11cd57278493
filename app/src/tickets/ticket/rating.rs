//! Rating of a closed ticket (*How did we do?*): asked of its reporter, shown to agents.

use crate::session::use_form_state;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::submit::Submit;
use crate::words::words;
use domain::text;
use domain::tickets::rating::{COMMENT_MAX, Rating};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

#[component]
pub(crate) fn RatingPart(
    number: String,
    rating: Memo<Option<Rating>>,
    changed: Callback<&'static str>,
) -> impl IntoView {
    let words = words().rating();
    let number = StoredValue::new(number);
    // What the form begins with. A form in which somebody writes stays as it is, whatever comes of the rating meanwhile.
    let begun = Memo::new(move |before: Option<&Option<Rating>>| {
        let now = rating.get();
        before.filter(|_| is_written(now.as_ref())).cloned().unwrap_or_else(|| now.filter(|rating| rating.may))
    });
    let stands = Memo::new(move |_| rating.with(Option::is_some) || begun.with(Option::is_some));
    let is_given =
        Memo::new(move |_| rating.with(|rating| rating.as_ref().is_some_and(|rating| rating.score.is_some())));
    let given = move || {
        let Rating { score, comment, .. } = rating.get()?;
        let given = (words.given)(score?);
        Some(view! {
            <p class="rating-given">{given}</p>
            {(!comment.is_empty()).then(|| view! { <p class="said-text" dir="auto">{comment}</p> })}
        })
    };
    move || {
        stands.get().then(|| view! {
            <section class="rating" id="rating" aria-labelledby="rating-title">
                <h2 id="rating-title">{words.title}</h2>
                {given}
                {move || begun.get().map(|begun| view! { <RatingForm number=number.get_value() begun is_given changed /> })}
            </section>
        })
    }
}

/// Whether a comment is written that is neither what its form began with nor what the rating says.
fn is_written(rating: Option<&Rating>) -> bool {
    let field = document().get_element_by_id("field-rating-comment");
    let Some(field) = field.and_then(|field| field.dyn_into::<HtmlTextAreaElement>().ok()) else { return false };
    let written = field.value();
    let is_said = rating.is_some_and(|rating| rating.comment == text::lines(&written));
    !is_said && field.default_value().is_ok_and(|begun| begun != written)
}

#[component]
fn RatingForm(number: String, begun: Rating, is_given: Memo<bool>, changed: Callback<&'static str>) -> impl IntoView {
    let words = words().rating();
    let action = format!("/tickets/{number}/rating");
    let form_state = use_form_state(&action);
    let chosen = match &form_state {
        Some(form_state) => form_state.value("score").parse().ok(),
        None => begun.score,
    };
    let typed = form_state.as_ref().map_or(begun.comment, |form_state| form_state.value("comment").to_owned());
    let submit = Submit::new(form_state.and_then(|form_state| form_state.refusal), move |_| changed.run(words.thanks));
    let missing =
        move || submit.refusal.with(|refusal| refusal.as_ref().and_then(|refusal| refusal.about("score")).cloned());
    let scores = (1_u8..).zip(words.scores).map(|(score, name)| {
        view! {
            <label class="rating-score">
                <input type="radio" name="score" value=score.to_string() checked=chosen == Some(score) required />
                <span class="rating-mark" aria-hidden="true">{score.to_string()}</span>
                <span>{name}</span>
            </label>
        }
    });
    let send = move || if is_given.get() { words.change } else { words.send };
    let hint = move || if is_given.get() { "" } else { words.hint };
    view! {
        <form class="rating-form" method="post" action=action on:submit=move |event| submit.send(event)>
            <fieldset class="rating-scores" aria-labelledby="rating-title">{scores.collect_view()}</fieldset>
            {move || missing().map(|reason| view! { <p class="field-fault" role="alert">{(crate::words::words().reason)(&reason)}</p> })}
            <Field name="comment" scope="rating-" label=words.comment control=Control::Text { rows: 2, max: COMMENT_MAX } value=typed refusal=submit.refusal />
            <FormProblem refusal=submit.refusal />
            <p class="rating-foot">
                <button class="button" type="submit" disabled=move || submit.busy.get()>{send}</button>
                <span class="muted">{hint}</span>
            </p>
        </form>
    }
}
