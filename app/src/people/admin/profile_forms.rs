//! Forms on the page of an account. Each leads back there.

use crate::assets::list::filters::Listed;
use crate::session::use_session;
use crate::ui::field::{Control, Field, FormProblem};
use crate::ui::seen::{self, SeenDetails};
use crate::words::own_account::account;
use crate::words::people::people;
use domain::Refusal;
use domain::people::account::{AccountStatus, EMAIL_MAX, PHONE_MAX, Profile, TEXT_MAX};
use domain::tickets::Choice;
use leptos::prelude::*;

/// What came back with a form of this page.
#[derive(Clone, Default)]
pub(super) struct Back {
    verb: String,
    fields: Vec<(String, String)>,
    pub refusal: Option<Refusal>,
}

impl Back {
    pub(super) fn of(base: &str) -> Self {
        let Some(form_state) = use_session().form_state else { return Self::default() };
        let Some(verb) = form_state.action.strip_prefix(base).map(|rest| rest.trim_start_matches('/').to_owned())
        else {
            return Self::default();
        };
        Self { verb, fields: form_state.fields, refusal: form_state.refusal }
    }

    pub(super) fn refusal(&self, verb: &str) -> Signal<Option<Refusal>> {
        Signal::stored(self.refusal.clone().filter(|_| self.verb == verb))
    }

    pub(super) fn typed(&self, verb: &str, name: &str, kept: &str) -> String {
        let came_back = self.verb == verb && self.fields.iter().any(|(field, _)| field == name);
        if came_back { seen::typed(&self.fields, name, kept.to_owned()) } else { kept.to_owned() }
    }
}

#[component]
pub(super) fn Companies(profile: Profile, base: String, back: Back) -> impl IntoView {
    let words = &people().profile;
    let waits = profile.status == AccountStatus::Waiting;
    let may_change = profile.may_change;
    let (join, leave) = (format!("{base}/join"), format!("{base}/leave"));
    let refusal = back.refusal("join");
    let none = profile.companies.is_empty();
    let companies = profile.companies.into_iter().map(|one| {
        let label = (words.leave_of)(&one.company.label);
        let leave = leave.clone();
        view! {
            <li>
                <span>
                    {one.company.label} <span class="muted">" · " {one.role}</span>
                    {one.client.then(|| view! { " " <span class="badge badge-amber">{words.client}</span> })}
                </span>
                {may_change.then(|| view! {
                    <form method="post" action=leave>
                        <input type="hidden" name="company" value=one.company.slug />
                        <button class="link-button" type="submit" aria-label=label>{words.leave}</button>
                    </form>
                })}
            </li>
        }
    });
    view! {
        <section class="card">
            <h2>{if waits { words.let_in } else { words.companies }}</h2>
            {waits.then(|| view! { <p class="muted">{words.let_in_lead}</p> })}
            {(none && !waits).then(|| view! { <p class="muted">{words.no_company}</p> })}
            <FormProblem refusal=back.refusal("leave") />
            {(!none).then(|| view! { <ul class="person-companies">{companies.collect_view()}</ul> })}
            {may_change.then(|| view! {
                <form class="person-form" method="post" action=join>
                    <FormProblem refusal />
                    <Listed name="company" label=words.company choices=profile.offered_companies value=back.typed("join", "company", "") required=true />
                    <Field name="role" label=words.role control=Control::Select(profile.offered_roles) value=back.typed("join", "role", "") refusal required=true />
                    <button class="button" class:button-primary=waits type="submit">{if waits { words.let_in } else { words.join }}</button>
                </form>
            })}
        </section>
    }
}

#[component]
pub(super) fn Details(profile: Profile, base: String, back: Back) -> impl IntoView {
    let words = &people().profile;
    let refusal = back.refusal("edit");
    let typed = |name: &str, kept: &str| back.typed("edit", name, kept);
    let line = |max| Control::Line { kind: "text", max };
    let kept = profile.details;
    view! {
        <section class="card">
            <h2>{words.details}</h2>
            <form class="person-form" method="post" action=format!("{base}/edit")>
                <FormProblem refusal />
                <SeenDetails details=kept.clone() refusal />
                <Field name="first_name" label=account().first_name control=line(TEXT_MAX) value=typed("first_name", &kept.first_name) refusal required=true />
                <Field name="last_name" label=account().last_name control=line(TEXT_MAX) value=typed("last_name", &kept.last_name) refusal />
                <Field name="position" label=account().position control=line(TEXT_MAX) value=typed("position", &kept.position) refusal />
                <Field name="phone" label=account().phone control=line(PHONE_MAX) value=typed("phone", &kept.phone) refusal />
                <button class="button" type="submit">{words.save}</button>
            </form>
        </section>
    }
}

#[component]
pub(super) fn Address(email: String, base: String, back: Back) -> impl IntoView {
    let words = &people().profile;
    let refusal = back.refusal("email");
    view! {
        <section class="card">
            <h2>{words.email_title}</h2>
            <p class="muted">{words.email_lead}</p>
            <form class="person-form" method="post" action=format!("{base}/email")>
                <FormProblem refusal />
                <Field name="email" label=words.email control=Control::Line { kind: "email", max: EMAIL_MAX } value=back.typed("email", "email", &email) refusal required=true autocomplete="off" />
                <button class="button" type="submit">{words.set_email}</button>
            </form>
        </section>
    }
}

#[component]
pub(super) fn DeskRole(profile: Profile, base: String, back: Back) -> impl IntoView {
    let words = &people().profile;
    let refusal = back.refusal("desk-role");
    let current = profile.desk_role.unwrap_or_default();
    let current = profile.desk_roles.iter().find(|role| role.label == current).map(|role| role.slug.clone());
    let none = Choice { slug: String::new(), label: words.customer.into() };
    let roles = [none].into_iter().chain(profile.desk_roles).collect();
    view! {
        <section class="card">
            <h2>{words.role_title}</h2>
            <p class="muted">{words.role_lead}</p>
            <form class="person-form" method="post" action=format!("{base}/desk-role")>
                <FormProblem refusal />
                <Field name="desk_role" label=words.role_of_desk control=Control::Select(roles) value=back.typed("desk-role", "desk_role", &current.unwrap_or_default()) refusal />
                <button class="button" type="submit">{words.give_role}</button>
            </form>
        </section>
    }
}

#[component]
pub(super) fn Access(profile: Profile, base: String, back: Back) -> impl IntoView {
    let words = &people().profile;
    let act = |verb: &'static str, label: &'static str, hint: &'static str| {
        let refusal = back.refusal(verb);
        view! {
            <form class="person-act" method="post" action=format!("{base}/{verb}")>
                <button class="button" type="submit">{label}</button>
                <p class="field-hint">{hint}</p>
                <FormProblem refusal />
            </form>
        }
        .into_any()
    };
    let active = profile.status == AccountStatus::Active;
    let (reset, reset_hint) = match profile.synthetic {
        true => (words.make_link, words.make_link_hint),
        false => (words.reset, words.reset_hint),
    };
    let acts = match profile.status {
        AccountStatus::Active => {
            vec![act("reset", reset, reset_hint), act("sign-out", words.end_sessions, words.end_sessions_hint)]
        }
        AccountStatus::Waiting => vec![act("disable", words.refuse, words.refuse_hint)],
        AccountStatus::Disabled => vec![act("enable", words.enable, words.enable_hint)],
    };
    let second = (active && profile.second).then(|| act("second-off", words.second_off, words.second_off_hint));
    let keys = (profile.passkeys > 0).then(|| act("passkeys-off", words.passkeys_off, words.passkeys_off_hint));
    let last = (active && !profile.own).then(|| act("disable", words.disable, words.disable_hint));
    view! {
        <section class="card">
            <h2>{words.access}</h2>
            {acts}
            {second}
            {keys}
            {last}
        </section>
    }
}
