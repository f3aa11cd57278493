//! Live updates of the inbox.

use crate::chat::calls::chat_inbox;
use crate::live::{Debounce, on_news};
use domain::chat::{AgentInbox, ChatRow, PresenceUpdate};
use domain::live::News;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// An inbox on the screen, read again when something has happened.
#[derive(Clone, Copy)]
pub(super) struct LiveInbox {
    pub inbox: RwSignal<AgentInbox>,
    soon: Debounce,
}

impl LiveInbox {
    pub(super) fn new(inbox: AgentInbox) -> Self {
        let live = Self { inbox: RwSignal::new(inbox), soon: Debounce::new() };
        on_news(move |_, news| {
            let changed = match &news {
                News::Chat(update) => update.fresh || live.differs(update),
                News::Line { .. } | News::Resync | News::Gone { .. } => true,
                _ => false,
            };
            if changed {
                live.read_soon();
            }
        });
        live
    }

    /// Whether a chat stands otherwise than it is shown; who types and looks is not shown here.
    fn differs(self, update: &PresenceUpdate) -> bool {
        let changed =
            |line: &ChatRow| line.stage != update.stage || line.agent != update.agent || line.gone != update.gone;
        let shown =
            |inbox: &AgentInbox| inbox.rows.iter().find(|line| line.number == update.number).is_some_and(changed);
        self.inbox.try_with_untracked(shown) == Some(true)
    }

    pub(super) fn read_soon(self) {
        self.soon.run(move || {
            let list = self.inbox.with_untracked(|inbox| inbox.list);
            spawn_local(async move {
                if let Ok(inbox) = chat_inbox(list.as_str().to_owned()).await
                    && self.inbox.try_with_untracked(|shown| shown.list == list && *shown != inbox) == Some(true)
                {
                    self.inbox.set(inbox);
                }
            });
        });
    }
}
