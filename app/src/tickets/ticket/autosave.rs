//! Autosave of fields: each is saved when it is chosen, one post for each, and can be undone for a while.
//!
//! With the arrow keys a closed list changes at each step: what is chosen by key waits until the keys rest, Enter, or the field
//! is left. What somebody else has changed meanwhile is refused by name, and a choice that was not saved stays, with the button.

mod undo;

pub(super) use undo::UndoChange;

use super::controls::{field, picker, seen_of, sync_fields};
use crate::session::FormState;
use crate::ui::submit::{Done, Submit, post};
use crate::words::words;
use domain::events::ticket::TicketField;
use domain::tickets::TicketChoices;
use domain::{Reason, Refusal};
use leptos::prelude::*;
use std::time::Duration;

/// A refused form as it came back with the page, for the first form on it.
pub(super) type RefusedForm = StoredValue<Option<FormState>>;

/// Keys rest when so long none was pressed.
const REST: Duration = Duration::from_millis(600);

#[derive(Clone, Copy)]
pub(super) struct Autosave {
    /// Of all fields together; busy also while one is saved.
    pub submit: Submit,
    /// The field that is being saved.
    pub saving: RwSignal<Option<TicketField>>,
    /// Something is chosen and not saved.
    pub unsaved: RwSignal<bool>,
    saved: RwSignal<Option<Saved>>,
    action: StoredValue<String>,
    form_state: StoredValue<Option<FormState>>,
    choices: Memo<Option<TicketChoices>>,
    changed: Callback<&'static str>,
    /// The last thing that was done to a field was done by key.
    by_key: StoredValue<bool>,
    /// What was chosen and waits for the keys to rest.
    chosen: StoredValue<Option<TicketField>>,
    /// Fields that were chosen while something was saved.
    queue: StoredValue<Vec<TicketField>>,
    /// Counts choices and changes, so that late timers are told apart.
    turn: StoredValue<u32>,
}

/// A change as it was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Saved {
    turn: u32,
    name: TicketField,
    from: String,
    to: String,
    text: String,
    undone: bool,
}

impl Autosave {
    pub(super) fn new(
        number: &str,
        came_back: RefusedForm,
        choices: Memo<Option<TicketChoices>>,
        changed: Callback<&'static str>,
    ) -> Self {
        let action = format!("/tickets/{number}/change");
        let form_state = came_back
            .try_update_value(|form_state| form_state.take_if(|form_state| form_state.action == action))
            .flatten();
        let unsaved = RwSignal::new(form_state.is_some());
        let chosen = StoredValue::new(None::<TicketField>);
        let queue = StoredValue::new(Vec::<TicketField>::new());
        let submit = Submit::new(form_state.as_ref().and_then(|form_state| form_state.refusal.clone()), move |_| {
            // What was chosen while the form was on its way did not go with it.
            let later = |name: &TicketField| {
                chosen.get_value() == Some(*name) || queue.with_value(|queue| queue.contains(name))
            };
            let sent = TicketField::ALL.into_iter().filter(|name| !later(name)).filter_map(field);
            sent.for_each(|(select, seen)| seen.set_value(&select.value()));
            unsaved.set(false);
            changed.run(words().ticket().saved);
        });
        let autosave = Self {
            submit,
            saving: RwSignal::new(None),
            unsaved,
            saved: RwSignal::new(None),
            action: StoredValue::new(action),
            form_state: StoredValue::new(form_state),
            choices,
            changed,
            by_key: StoredValue::new(false),
            chosen,
            queue,
            turn: StoredValue::new(0),
        };
        Effect::new(move |_| {
            choices.with(|choices| {
                if let Some(choices) = choices {
                    sync_fields(choices);
                }
            });
            autosave.update_unsaved();
        });
        Effect::new(move |_| {
            if !submit.busy.get() {
                autosave.save_queued();
            }
        });
        autosave
    }

    /// What was chosen in a form that came back with the page.
    pub(super) fn came_back(self, name: TicketField) -> Option<String> {
        let name = name.as_str();
        self.form_state.with_value(|form_state| {
            let form_state = form_state.as_ref()?;
            form_state.fields.iter().any(|(field, _)| field == name).then(|| form_state.value(name).to_owned())
        })
    }

    /// The options are about to change: what was chosen or what is now is chosen among them again, because a browser keeps places
    /// and no values.
    pub(super) fn restore_choice(self, name: TicketField) -> String {
        let kept =
            field(name).filter(|(select, seen)| select.value() != seen.value()).map(|(select, _)| select.value());
        let now = self.now(name);
        let value = kept.clone().unwrap_or_else(|| now.clone());
        let wanted = value.clone();
        request_animation_frame(move || {
            let Some((select, seen)) = field(name) else { return };
            select.set_value(&wanted);
            if kept.is_none() || select.value() != wanted {
                select.set_value(&now);
                seen.set_value(&now);
            }
            self.update_unsaved();
        });
        value
    }

    pub(super) fn on_pointer_down(self) {
        self.by_key.set_value(false);
    }

    pub(super) fn on_key_down(self, name: TicketField, key: &str) {
        self.by_key.set_value(true);
        if key == "Enter" {
            self.commit(name);
        }
    }

    pub(super) fn on_change(self, name: TicketField) {
        self.chosen.set_value(Some(name));
        let turn = self.next_turn();
        if !self.by_key.get_value() {
            return self.commit(name);
        }
        set_timeout(
            move || {
                if self.turn.try_get_value() == Some(turn) {
                    self.commit(name);
                }
            },
            REST,
        );
    }

    /// Saves the choice that stands, if there is one.
    pub(super) fn commit(self, name: TicketField) {
        if self.chosen.get_value() == Some(name) {
            self.chosen.set_value(None);
            self.next_turn();
            self.save(name);
        }
    }

    fn save(self, name: TicketField) {
        let Some((select, seen)) = field(name) else { return };
        if self.submit.busy.get_untracked() {
            self.queue.update_value(|queue| queue.push(name));
            return;
        }
        let (from, to) = (seen.value(), select.value());
        if from == to {
            // Chosen back: what happened meanwhile may be shown again.
            self.update_unsaved();
            self.changed.run("");
            return;
        }
        self.send(name, from, to, false);
    }

    /// What was chosen meanwhile is saved, too.
    fn save_queued(self) {
        while !self.submit.busy.get_untracked() {
            let next = self.queue.try_update_value(|queue| (!queue.is_empty()).then(|| queue.remove(0)));
            let Some(name) = next.flatten() else { return };
            self.save(name);
        }
    }

    fn send(self, name: TicketField, from: String, to: String, undo: bool) {
        self.submit.busy.set(true);
        self.saving.set(Some(name));
        let fields = [(name.as_str(), to.clone()), (seen_of(name), from.clone())];
        let done = move |answer| self.on_response(name, &from, &to, undo, answer);
        self.action.with_value(|action| post(action, fields.into_iter(), done));
    }

    fn on_response(self, name: TicketField, from: &str, to: &str, undo: bool, answer: Result<Done, Refusal>) {
        // The page may have been left meanwhile.
        if self.submit.busy.try_set(false).is_some() {
            return;
        }
        self.saving.set(None);
        match answer {
            Ok(_) => self.show_saved(name, from, to, undo),
            Err(refusal) => self.show_refusal(name, refusal),
        }
        self.update_unsaved();
    }

    fn show_refusal(self, name: TicketField, refusal: Refusal) {
        if let Some(Reason::ChangedMeanwhile { now, .. }) = refusal.about(name.as_str())
            && let Some((_, seen)) = field(name)
        {
            // They are told: choosing again, or the button, is their decision.
            seen.set_value(now);
        }
        self.submit.refusal.set(Some(refusal));
    }

    /// Sets whether something is chosen and not saved.
    fn update_unsaved(self) {
        let differs =
            TicketField::ALL.into_iter().filter_map(field).any(|(select, seen)| select.value() != seen.value());
        self.unsaved.try_set(differs);
    }

    fn now(self, name: TicketField) -> String {
        let now = self.choices.try_with_untracked(|choices| Some(picker(choices.as_ref()?, name).current.clone()));
        now.flatten().unwrap_or_default()
    }

    fn next_turn(self) -> u32 {
        self.turn
            .try_update_value(|turn| {
                *turn += 1;
                *turn
            })
            .unwrap_or_default()
    }
}
