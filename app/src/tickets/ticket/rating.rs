//! *How did we do?* on a closed ticket: asked of its reporter, told to agents.

use crate::session::use_echo;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::submit::Submit;
use crate::words::words;
use domain::tickets::rating::{COMMENT_MAX, Rating};
use leptos::prelude::*;

#[component]
pub(crate) fn RatingPart(number: String, rating: Rating, changed: Callback<&'static str>) -> impl IntoView {
    let words = words().rating();
    let given = rating.score.map(words.given);
    let comment = rating.comment.clone();
    view! {
        <section class="rating" id="rating" aria-labelledby="rating-title">
            <h2 id="rating-title">{words.title}</h2>
            {given.map(|given| view! {
                <p class="rating-given">{given}</p>
                {(!comment.is_empty()).then(|| view! { <p class="said-text" dir="auto">{comment}</p> })}
            })}
            {rating.may.then(|| view! { <RatingForm number rating changed /> })}
        </section>
    }
}

#[component]
fn RatingForm(number: String, rating: Rating, changed: Callback<&'static str>) -> impl IntoView {
    let words = words().rating();
    let action = format!("/tickets/{number}/rating");
    let echo = use_echo(&action);
    let chosen = match &echo {
        Some(echo) => echo.value("score").parse().ok(),
        None => rating.score,
    };
    let typed = echo.as_ref().map_or(rating.comment, |echo| echo.value("comment").to_owned());
    let submit = Submit::new(echo.and_then(|echo| echo.refusal), move |_| changed.run(words.thanks));
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
    let (send, hint) = if rating.score.is_some() { (words.change, "") } else { (words.send, words.hint) };
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
