//! `/account/notifications`: notification preferences for email.

use super::calls::MailChoices;
use crate::page::{PageAddress, use_page_data};
use crate::people::tabs::{AccountTabs, Tab};
use crate::session::{use_form_state, use_session};
use crate::ui::field::FormProblem;
use crate::ui::problem::ProblemPage;
use crate::ui::query::use_query;
use crate::words::words;
use domain::mail::{DeliveryChannel, NotificationPreferences, Topic};
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(ChoicesRoute: ChoicesPage in account, loads = data);

fn data(_: &PageAddress) -> MailChoices {
    MailChoices {}
}

const ACTION: &str = "/account/notifications";

#[component]
fn ChoicesPage() -> impl IntoView {
    let words = words();
    let choices = use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(choices) => view! { <Choosing choices /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    );
    view! {
        <Title text=format!("{} · {}", words.mails().choices, words.product) />
        {choices}
    }
}

/// A plain form: it is sent once in a while.
#[component]
fn Choosing(choices: NotificationPreferences) -> impl IntoView {
    let words = words().mails();
    let is_staff = use_session().me.is_some_and(|me| me.kind.is_staff());
    let saved = use_query().with_untracked(|query| query.get("saved").is_some());
    let form_state = use_form_state(ACTION);
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let choices = form_state.map_or(choices, |form_state| {
        let typed = form_state.fields.iter().map(|(name, value)| format!("{name}={value}"));
        NotificationPreferences::read(&typed.collect::<Vec<_>>().join(","), is_staff)
    });
    let topics = Topic::ALL.into_iter().filter(move |topic| topic.is_for(is_staff));
    view! {
        <section class="mails">
            <h1>{words.choices}</h1>
            <AccountTabs current=Signal::stored(Tab::Notifications) />
            <p class="mails-lead">{words.choices_lead}</p>
            {saved.then(|| view! { <p class="notice" role="status">{words.saved}</p> })}
            <FormProblem refusal />
            <form class="card" method="post" action=ACTION>
                {topics.map(|topic| view! { <Topical topic chosen=choices.channel(topic) /> }).collect_view()}
                <fieldset class="choices mails-topic">
                    <legend>{words.daily}</legend>
                    <label class="check">
                        <input type="checkbox" name="daily" value="on" checked=choices.daily />
                        {words.daily_hint}
                    </label>
                </fieldset>
                <fieldset class="choices mails-topic">
                    <legend>{words.blinking}</legend>
                    <label class="check">
                        <input type="checkbox" name="blink" value="off" checked=choices.still />
                        {words.stop_blinking}
                    </label>
                </fieldset>
                <p><button class="button button-primary" type="submit">{words.save}</button></p>
            </form>
        </section>
    }
}

#[component]
fn Topical(topic: Topic, chosen: DeliveryChannel) -> impl IntoView {
    let words = words().mails();
    view! {
        <fieldset class="choices mails-topic">
            <legend>{(words.topic)(topic)}</legend>
            <div class="choices-line">
                {topic.channels().iter().map(|way| view! {
                    <label class="check">
                        <input type="radio" name=topic.as_str() value=way.as_str() checked={*way == chosen} />
                        {(words.way)(*way)}
                    </label>
                }).collect_view()}
            </div>
        </fieldset>
    }
}
