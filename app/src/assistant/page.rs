//! `/assistant`: a conversation of plain forms. A question is sent as a form, and the page comes back with its answer.

use super::answer::AnswerText;
use super::calls::ShowAssistant;
use super::choices::Choices;
use crate::page::{PageAddress, use_page_data};
use crate::session::use_form_state;
use crate::ui::field::FormProblem;
use crate::ui::problem::ProblemPage;
use crate::ui::time::Ago;
use crate::words::assistant::assistant;
use crate::words::words;
use domain::assistant::{AssistantPageData, Turn};
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(AssistantRoute: AssistantPage in portal, loads = data);

fn data(_: &PageAddress) -> ShowAssistant {
    ShowAssistant {}
}

#[component]
fn AssistantPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(page) => view! { <Shown page /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Shown(page: AssistantPageData) -> impl IntoView {
    let text = assistant();
    let AssistantPageData { may_ask, turns, chat_open } = page;
    let begun = !turns.is_empty();
    view! {
        <Title text=format!("{} · {}", text.title, words().product) />
        <section class="assistant" id="assistant">
            <header class="assistant-head">
                <h1>{text.title}</h1>
                <p class="muted">{text.lead}</p>
            </header>
            {(!may_ask).then(|| view! { <MayNot /> })}
            {(may_ask && !begun).then(|| view! { <Examples /> })}
            {begun.then(|| view! { <Turns turns may_ask chat_open /> })}
            {may_ask.then(|| view! { <Ask begun /> })}
        </section>
    }
}

#[component]
fn MayNot() -> impl IntoView {
    let text = assistant();
    view! {
        <div class="notice">
            <p>{text.may_not}</p>
            <p class="help-ways">
                <a class="button" href="/support/check">{text.check}</a>
                <a class="button" href="/help">{text.help}</a>
            </p>
        </div>
    }
}

#[component]
fn Examples() -> impl IntoView {
    let text = assistant();
    view! {
        <p>{text.empty}</p>
        <Choices choices=text.examples.iter().map(|example| (*example).to_owned()).collect() />
    }
}

#[component]
fn Turns(turns: Vec<Turn>, may_ask: bool, chat_open: bool) -> impl IntoView {
    let text = assistant();
    let last = turns.len() - 1;
    let turn = move |(place, turn): (usize, Turn)| {
        let id = (place == last).then_some("last");
        view! {
            <li class="assistant-turn" id=id>
                <p class="assistant-question"><span class="visually-hidden">{text.you} ": "</span>{turn.question} " " <Ago at=turn.asked /></p>
                <div class="assistant-answer"><AnswerText answer=turn.answer last={place == last && may_ask} chat_open /></div>
            </li>
        }
    };
    view! {
        <ol class="assistant-turns" aria-label=text.conversation>{turns.into_iter().enumerate().map(turn).collect_view()}</ol>
    }
}

#[component]
fn Ask(begun: bool) -> impl IntoView {
    let text = assistant();
    let form_state = use_form_state("/assistant");
    let typed = form_state.as_ref().map(|form_state| form_state.value("question").to_owned()).unwrap_or_default();
    let refusal = form_state.and_then(|form_state| form_state.refusal);
    let fault = refusal.as_ref().and_then(|refusal| refusal.about("question")).map(words().reason);
    let described = fault.is_some().then_some("assistant-fault");
    let refusal = Signal::stored(refusal);
    view! {
        <div class="assistant-foot">
            <FormProblem refusal />
            <form class="assistant-ask" method="post" action="/assistant">
                <label class="visually-hidden" for="assistant-question">{text.question}</label>
                <input class="control" id="assistant-question" type="text" name="question" value=typed placeholder=text.placeholder required=true autocomplete="off"
                    aria-invalid=described.map(|_| "true") aria-describedby=described />
                <button class="button button-primary" type="submit">{text.ask}</button>
            </form>
            {fault.map(|text| view! { <p class="field-fault" id="assistant-fault">{text}</p> })}
            {begun.then(|| view! {
                <form method="post" action="/assistant/clear"><button class="link-button" type="submit">{text.anew}</button></form>
            })}
        </div>
    }
}
