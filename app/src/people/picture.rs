//! Profile picture: upload and removal.

use crate::session::use_form_state;
use crate::ui::avatar::Avatar;
use crate::ui::field::FormProblem;
use crate::words::own_account::account;
use crate::words::words;
use leptos::prelude::*;

/// The part of one's own account about one's picture.
#[component]
pub(super) fn Picture(name: String, picture: Option<String>) -> impl IntoView {
    let text = account();
    let refusal = use_form_state("/account/picture").and_then(|form_state| form_state.refusal);
    let fault = refusal.as_ref().and_then(|refusal| refusal.about("picture").map(words().reason));
    let invalid = fault.is_some().then_some("true");
    let has_one = picture.is_some();
    view! {
        <section class="card">
            <h2>{text.picture}</h2>
            <p class="muted">{text.picture_lead}</p>
            <div class="person-picture">
                <Avatar name picture />
                <form method="post" action="/account/picture" enctype="multipart/form-data">
                    <FormProblem refusal=Signal::stored(refusal) />
                    <div class="field">
                        <label for="field-picture" class="required">{text.picture_file}</label>
                        <input class="control" id="field-picture" type="file" name="picture" accept="image/png,image/jpeg,image/gif,image/webp" required=true aria-invalid=invalid aria-describedby=invalid.map(|_| "field-picture-fault") />
                        {fault.map(|text| view! { <p class="field-fault" id="field-picture-fault">{text}</p> })}
                    </div>
                    <button class="button" type="submit">{text.picture_set}</button>
                </form>
                {has_one.then(|| view! {
                    <form method="post" action="/account/picture/remove">
                        <button class="link-button" type="submit">{text.picture_remove}</button>
                    </form>
                })}
            </div>
        </section>
    }
}
