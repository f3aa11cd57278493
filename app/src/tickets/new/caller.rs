//! Fields for raising a ticket on behalf of a customer, and what is known of them.

use super::callers::address;
use crate::session::FormState;
use crate::ui::avatar::Avatar;
use crate::ui::badge::Badge;
use crate::ui::field::{Control, Field};
use crate::words::callers::callers;
use crate::words::words;
use domain::tickets::Choice;
use domain::tickets::caller::{CHANNELS, Caller, EXCEPTION_MAX};
use domain::{Reason, Refusal};
use leptos::prelude::*;

/// How it came in and, where the plan does not cover the person, why it is raised all the same.
#[component]
pub(super) fn CallerFields(
    caller: Caller,
    form_state: Option<FormState>,
    refusal: RwSignal<Option<Refusal>>,
) -> impl IntoView {
    let words = callers();
    let typed =
        |name: &str, usual: &str| form_state.as_ref().map_or(usual, |form_state| form_state.value(name)).to_owned();
    let denied = caller.denied.map(|denied| (crate::words::words().reason)(&Reason::PlanDenies(denied)));
    let warned = denied.is_some();
    let asked = move || refusal.with(|refusal| refusal.as_ref().is_some_and(|no| no.about("exception").is_some()));
    let channel_name = crate::words::words().ticket().channel_name;
    let channels = CHANNELS.map(|slug| Choice { slug: slug.into(), label: channel_name(slug) }).to_vec();
    view! {
        <input type="hidden" name="company" value=caller.company.slug />
        <input type="hidden" name="reporter" value=caller.slug />
        {denied.map(|text| view! { <p class="notice notice-warn" role="status">{text}</p> })}
        <div hidden=move || !warned && !asked()>
            <Field name="exception" label=words.exception hint=words.exception_hint control=Control::Line { kind: "text", max: EXCEPTION_MAX } value=typed("exception", "") refusal />
        </div>
        <Field name="channel" label=words.channel control=Control::Select(channels) value=typed("channel", CHANNELS[0]) refusal />
    }
}

/// The customer and their company, beside the form.
#[component]
pub(super) fn CallerPanel(caller: Caller) -> impl IntoView {
    let words = callers();
    let call = format!("tel:{}", caller.phone.replace(char::is_whitespace, ""));
    let contact = caller.plans.iter().any(|plan| plan.contact);
    let (class, standing) =
        if contact { ("badge badge-green", words.contact) } else { ("badge badge-amber", words.no_contact) };
    let more = address(&caller.company.slug, &[]);
    let plan_page = format!("/plan?company={}", caller.company.slug);
    view! {
        <aside class="caller">
            <section>
                <div class="caller-who">
                    <Avatar name=caller.name.clone() picture=caller.picture />
                    <p><b>{caller.name}</b><small class="muted">{caller.position}</small></p>
                    <span class=class>{standing}</span>
                </div>
                <p class="caller-reach">
                    {(!caller.phone.is_empty()).then(|| view! { <a href=call rel="external">{caller.phone}</a> })}
                    <a href=format!("mailto:{}", caller.email) rel="external">{caller.email.clone()}</a>
                    {caller.client.then(|| view! { <span>{words.client}</span> })}
                </p>
                <p><a href=more>{words.somebody_else}</a></p>
            </section>
            <section>
                <h2>{caller.company.label}</h2>
                {caller.plans.is_empty().then(|| view! { <p>{words.no_plan}</p> })}
                <ul>
                    {caller.plans.into_iter().map(|plan| view! {
                        <li>
                            <a href=plan_page.clone()>{(words.plan)(&plan.level, &plan.product)}</a>
                            <small class="muted">{(words.seats)(plan.used, plan.limit)}" · "{if plan.contact { words.contact } else { words.no_contact }}</small>
                        </li>
                    }).collect_view()}
                    {caller.csm.map(|name| view! { <li><small class="muted">{words.csm}</small>{name}</li> })}
                    {caller.manager.map(|name| view! { <li><small class="muted">{words.manager}</small>{name}</li> })}
                    {caller.opening.map(|opening| view! { <li><small class="muted">{words.hours}</small>{(words.open_now)(opening.open)}</li> })}
                </ul>
            </section>
            <section>
                <h2>{words.open_tickets}</h2>
                {caller.open.is_empty().then(|| view! { <p class="muted">{words.no_open_tickets}</p> })}
                <ul>
                    {caller.open.into_iter().map(|ticket| view! {
                        <li>
                            <a href=format!("/tickets/{}", ticket.number) target="_blank" rel="noopener">{ticket.number.clone()}" "{ticket.subject}</a>
                            <Badge label=ticket.status />
                        </li>
                    }).collect_view()}
                </ul>
            </section>
        </aside>
    }
}

/// What the page is called.
pub(super) fn title(caller: Option<&Caller>) -> String {
    caller.map_or(words().new().title.to_owned(), |caller| (callers().title_for)(&caller.name))
}
