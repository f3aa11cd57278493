//! Form that creates an account and invites its person by mail.

use super::PEOPLE;
use crate::assets::list::filters::Listed;
use crate::session::use_form_state;
use crate::ui::field::{Control, Field, FormProblem};
use crate::words::own_account::account;
use crate::words::people::people;
use domain::people::account::{EMAIL_MAX, InviteOptions, PHONE_MAX, TEXT_MAX, USERNAME_MAX};
use leptos::prelude::*;

/// Opens an account for somebody else, who gets a link to choose a password.
#[component]
pub(super) fn Invite(offer: InviteOptions) -> impl IntoView {
    let (words, common) = (&people().invite, account());
    let form_state = use_form_state(PEOPLE);
    let refusal = form_state.as_ref().and_then(|form_state| form_state.refusal.clone());
    let open = refusal.is_some();
    let company_fault = refusal.as_ref().and_then(|refusal| refusal.about("company").map(crate::words::words().reason));
    let refusal = Signal::stored(refusal);
    let typed =
        move |name: &str| form_state.as_ref().map(|form_state| form_state.value(name).to_owned()).unwrap_or_default();
    let line = |max| Control::Line { kind: "text", max };
    view! {
        <details class="card person-add" open=open>
            <summary>{words.title}</summary>
            <p class="muted">{words.lead}</p>
            <form class="person-form" method="post" action=PEOPLE>
                <FormProblem refusal />
                <Field name="first_name" label=common.first_name control=line(TEXT_MAX) value=typed("first_name") refusal required=true autocomplete="off" />
                <Field name="last_name" label=common.last_name control=line(TEXT_MAX) value=typed("last_name") refusal autocomplete="off" />
                <Field name="email" label=common.email hint=words.email_hint control=Control::Line { kind: "email", max: EMAIL_MAX } value=typed("email") refusal autocomplete="off" />
                <Field name="username" label=words.username hint=words.username_hint control=line(USERNAME_MAX) value=typed("username") refusal autocomplete="off" />
                <Field name="role" label=people().profile.role control=Control::Select(offer.roles) value=typed("role") refusal required=true />
                <div class="field">
                    <Listed name="company" label=people().profile.company choices=offer.companies value=typed("company") />
                    <p class="field-hint">{words.company_hint}</p>
                    {company_fault.map(|text| view! { <p class="field-fault">{text}</p> })}
                </div>
                <Field name="position" label=common.position control=line(TEXT_MAX) value=typed("position") refusal autocomplete="off" />
                <Field name="phone" label=common.phone control=line(PHONE_MAX) value=typed("phone") refusal autocomplete="off" />
                <button class="button button-primary" type="submit">{words.submit}</button>
            </form>
        </details>
    }
}
