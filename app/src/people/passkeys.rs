//! Passkeys (WebAuthn) of one's own account.

use crate::session::use_form_state;
use crate::ui::field::{Control, Field};
use crate::ui::time::Ago;
use crate::words::own_account::second;
use crate::words::passkeys::passkeys;
use domain::people::PASSWORD_MAX;
use domain::people::account::{OwnPasskey, TEXT_MAX};
use leptos::prelude::*;

/// The part of one's own account about passkeys. Making one takes a script, looking after them none.
#[component]
pub(super) fn Passkeys(keys: Vec<OwnPasskey>) -> impl IntoView {
    let words = passkeys();
    let form_state = use_form_state("/account/passkeys");
    let refusal = Signal::stored(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()));
    let unknown =
        refusal.get_untracked().as_ref().and_then(|refusal| refusal.about("passkey").map(crate::words::words().reason));
    let typed = form_state.map(|form_state| form_state.value("name").to_owned()).unwrap_or_default();
    view! {
        <section class="card" id="passkeys">
            <h2>{words.title}</h2>
            <p class="muted">{words.lead}</p>
            {(!keys.is_empty()).then(|| view! { <ul class="person-companies">{keys.into_iter().map(shown).collect_view()}</ul> })}
            {unknown.map(|text| view! { <p class="notice notice-danger" role="alert">{text}</p> })}
            <form class="person-form needs-script" method="post" action="/account/passkeys/begin" data-passkey="add" data-failed=words.failed data-known=words.known>
                <Field name="name" scope="passkey-" label=words.name hint=words.name_hint control=Control::Line { kind: "text", max: TEXT_MAX } value=typed refusal required=true autocomplete="off" />
                <Field name="old_password" scope="passkey-" label=second().password control=Control::Line { kind: "password", max: PASSWORD_MAX } refusal required=true autocomplete="current-password" />
                <p class="field-fault" role="alert"></p>
                <button class="button" type="submit">{words.add}</button>
            </form>
            <p class="muted without-script">{words.needs_script}</p>
        </section>
    }
}

fn shown(key: OwnPasskey) -> impl IntoView {
    let words = passkeys();
    let of = |verb: &str| format!("/account/passkeys/{}/{verb}", key.id);
    let (rename, remove) = (of("rename"), of("remove"));
    let scope = format!("{}-", key.id);
    let (rename_of, remove_of) = ((words.rename_of)(&key.name), (words.remove_of)(&key.name));
    let name = key.name.clone();
    view! {
        <li>
            <div>
                {key.name}
                <span class="person-when">
                    {words.added} " " <Ago at=key.added /> " · "
                    {match key.used {
                        Some(at) => view! { {words.used} " " <Ago at /> }.into_any(),
                        None => words.never.into_any(),
                    }}
                </span>
                <details class="passkey-rename">
                    <summary aria-label=rename_of>{words.rename}</summary>
                    <form method="post" action=rename>
                        <Field name="name" scope label=words.name control=Control::Line { kind: "text", max: TEXT_MAX } value=name refusal=Signal::stored(None) required=true autocomplete="off" />
                        <button class="button" type="submit">{words.rename}</button>
                    </form>
                </details>
            </div>
            <form method="post" action=remove>
                <button class="link-button" type="submit" aria-label=remove_of>{words.remove}</button>
            </form>
        </li>
    }
}
