//! `/admin/mails`: emails that could not be sent.

use super::calls::ShowOutbox;
use crate::page::{PageAddress, use_page_data};
use crate::ui::problem::ProblemPage;
use crate::ui::time::{Ago, At};
use crate::words::words;
use domain::mail::{DeliveryResult, Outbox, UndeliveredMail};
use leptos::prelude::*;
use leptos_meta::Title;

crate::page::page!(OutboxRoute: OutboxPage in desk, loads = data);

fn data(_: &PageAddress) -> ShowOutbox {
    ShowOutbox {}
}

#[component]
fn OutboxPage() -> impl IntoView {
    use_page_data(data).show(
        || ().into_any(),
        RwSignal::new(false),
        |answer| match answer {
            Ok(outbox) => view! { <Listed outbox /> }.into_any(),
            Err(error) => view! { <ProblemPage refusal=error.0 /> }.into_any(),
        },
    )
}

#[component]
fn Listed(outbox: Outbox) -> impl IntoView {
    let words = words();
    let mails = words.mails();
    let empty = outbox.stuck.is_empty();
    let refused = outbox.stuck.iter().filter(|mail| !mail.dead).find_map(|mail| match &mail.answer {
        DeliveryResult::Refused(reply) => Some(reply.clone()),
        _ => None,
    });
    view! {
        <Title text=format!("{} · {}", mails.outbox, words.product) />
        <section class="mails">
            <h1>{mails.outbox}</h1>
            <p class="mails-lead">{(mails.waiting)(outbox.waiting)}</p>
            {refused.map(|reply| view! { <p class="notice notice-danger" role="alert">{mails.refused} " " {reply}</p> })}
            {empty.then(|| view! { <div class="empty"><h2>{mails.none}</h2><p>{mails.none_hint}</p></div> })}
            {(!empty).then(|| view! {
                <ol class="mails-list" aria-label=mails.stuck>
                    {outbox.stuck.into_iter().map(|mail| view! { <Shown mail /> }).collect_view()}
                </ol>
            })}
        </section>
    }
}

#[component]
fn Shown(mail: UndeliveredMail) -> impl IntoView {
    let words = words().mails();
    let action = format!("/admin/mails/{}", mail.id);
    let whom = if mail.name.is_empty() { mail.address } else { format!("{} <{}>", mail.name, mail.address) };
    let about = format!("{}, {whom}", (words.kind)(&mail.kind));
    view! {
        <li class="mails-entry">
            <div class="mails-about">
                <h2>{(words.kind)(&mail.kind)}</h2>
                <p class="mails-whom">{whom}</p>
                <p class="mails-answer">{(words.answer)(&mail.answer)}</p>
                <p class="mails-when">
                    {(words.tries)(mail.tries)} " · " {words.written} " " <Ago at=mail.written />
                    {if mail.dead {
                        view! { " · " {words.dead} }.into_any()
                    } else {
                        view! { " · " {words.due} " " <At at=mail.due /> }.into_any()
                    }}
                </p>
            </div>
            <form method="post" action=format!("{action}/again")>
                <button class="button" type="submit" aria-label=format!("{}: {about}", words.again)>{words.again}</button>
            </form>
            <form method="post" action=format!("{action}/drop")>
                <button class="button" type="submit" aria-label=format!("{}: {about}", words.discard)>{words.discard}</button>
            </form>
        </li>
    }
}
