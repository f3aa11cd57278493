//! Undo of a saved change: for a while it is told at the edge of the window, with the way back.

use super::{Autosave, Saved};
use crate::tickets::ticket::controls::{field, label_of, picker};
use crate::words::words;
use domain::Refusal;
use domain::events::ticket::TicketField;
use leptos::prelude::*;
use std::time::Duration;

/// So long a change can be undone.
const UNDO: Duration = Duration::from_secs(10);

impl Autosave {
    pub(super) fn show_saved(self, name: TicketField, from: &str, to: &str, undo: bool) {
        if let Some((select, seen)) = field(name) {
            seen.set_value(to);
            if undo && select.value() == from {
                select.set_value(to);
            }
        }
        let about_others =
            |refusal: &Refusal| matches!(refusal, Refusal::Invalid(_)) && refusal.about(name.as_str()).is_none();
        self.submit.refusal.update(|refusal| *refusal = refusal.take().filter(about_others));
        let words = words().panel();
        let say = if undo { words.undone } else { words.set };
        let text = say(label_of(name), &self.label(name, to));
        let turn = self.next_turn();
        self.saved.set(Some(Saved { turn, name, from: from.into(), to: to.into(), text, undone: undo }));
        set_timeout(
            move || {
                self.saved.try_update(|saved| saved.take_if(|saved| saved.turn == turn));
            },
            UNDO,
        );
        // The line at the edge of the window tells it.
        self.changed.run("");
    }

    fn undo(self, saved: &Saved) {
        if !self.submit.busy.get_untracked() {
            self.saved.set(None);
            self.send(saved.name, saved.to.clone(), saved.from.clone(), true);
        }
    }

    fn label(self, name: TicketField, slug: &str) -> String {
        let found = self.choices.with_untracked(|choices| {
            let mut offered = picker(choices.as_ref()?, name).choices.iter();
            offered.find(|choice| choice.slug == slug).map(|choice| choice.label.clone())
        });
        found.unwrap_or_else(|| slug.to_owned())
    }
}

/// What was changed last, and the way back.
#[component]
pub(in crate::tickets::ticket) fn UndoChange(autosave: Autosave) -> impl IntoView {
    let shown = move || autosave.saved.get().into_iter().collect::<Vec<_>>();
    view! {
        <div class="toast toast-change" role="status">
            <For each=shown key=|saved| saved.turn children=move |saved| {
                let text = saved.text.clone();
                let way = (!saved.undone).then(|| view! {
                    <button class="button" type="button" on:click=move |_| autosave.undo(&saved)>{words().panel().undo}</button>
                    <span class="toast-time"></span>
                });
                view! { <span>{text}</span> {way} }
            } />
        </div>
    }
}
