//! Session of a page: who is signed in, and a form that came back, known from the first byte.

use crate::compact::Compact;
use domain::Refusal;
use domain::activities::Recent;
use domain::columns::Widths;
use domain::listing::{AttributeColumn, Column, SearchIn};
use domain::menu::MenuCounts;
use domain::people::Me;
use domain::views::SavedView;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The page's session; a plain value, so that nothing waits for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    pub me: Option<Me>,
    /// The views in their menu.
    pub views: Vec<SavedView>,
    /// The data is invented and a banner says so, unless it was shut.
    pub demo: bool,
    /// The rail is folded to its icons.
    pub folded: bool,
    /// Chat was answered when the page was made.
    pub chat_open: bool,
    /// The form that was refused, when the page is the answer to it.
    pub form_state: Option<FormState>,
    /// Messages are shown framed, not as a chat.
    pub framed: bool,
    /// The panel beside a ticket is turned from how it usually stands.
    pub panel_turned: bool,
    /// What waited when the page was made.
    pub counts: MenuCounts,
    /// The newest activities, for the menu.
    pub recent: Vec<Recent>,
    /// Where the event stream goes on from what the page shows.
    pub cursor: String,
}

/// A form that was refused without JavaScript: it comes back with everything that was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormState {
    /// The page that shows the form.
    pub page: String,
    /// The form's address.
    pub action: String,
    pub fields: Vec<(String, String)>,
    /// None when the form was only interrupted by a sign-in.
    pub refusal: Option<Refusal>,
    /// Files came along and must be chosen again.
    pub files_lost: bool,
    /// Files that came along and wait for the next try.
    pub waiting: Vec<domain::drafts::DraftUpload>,
}

impl FormState {
    /// What was typed into a field, or nothing.
    pub fn value(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }
}

/// Puts the session into the context. On the server it comes from the request, in the browser from the page.
pub(crate) fn provide_session() {
    let session =
        SharedValue::<_, Compact>::new_with_encoding(|| use_context::<Session>().unwrap_or_default()).into_inner();
    provide_context(Framed(RwSignal::new(session.framed)));
    provide_context(PanelTurned(RwSignal::new(session.panel_turned)));
    provide_context(Unread(RwSignal::new(session.counts.unread)));
    provide_context(Waiting(RwSignal::new(session.counts.chats)));
    provide_context(Working(RwSignal::new(session.counts.work())));
    let (columns, widths, attributes, search_in) =
        session.me.clone().map(|me| (me.columns, me.widths, me.attributes, me.search_in)).unwrap_or_default();
    provide_context(ListSettings {
        columns: RwSignal::new(columns),
        widths: RwSignal::new(widths),
        attributes: StoredValue::new(attributes),
        search_in: RwSignal::new(search_in),
        resizes: StoredValue::new(false),
    });
    provide_context(StoredValue::new(session));
}

pub(crate) fn use_session() -> Session {
    use_context::<StoredValue<Session>>().map(|session| session.get_value()).unwrap_or_default()
}

/// Whether messages are shown framed; changes while the page stands.
#[derive(Clone, Copy)]
pub(crate) struct Framed(pub RwSignal<bool>);

/// Whether the panel beside a ticket is folded where it usually stands open, or the other way; changes while the page stands.
#[derive(Clone, Copy)]
pub(crate) struct PanelTurned(pub RwSignal<bool>);

/// How many activities are unread; changes while the page stands.
#[derive(Clone, Copy)]
pub(crate) struct Unread(pub RwSignal<u32>);

/// How many chats wait that an agent may accept; changes while the page stands.
#[derive(Clone, Copy)]
pub(crate) struct Waiting(pub RwSignal<u16>);

/// How much waits on an agent's page *My work*; changes while the page stands.
#[derive(Clone, Copy)]
pub(crate) struct Working(pub RwSignal<u32>);

/// What the person has set for their list; changes while the page stands.
#[derive(Clone, Copy)]
pub(crate) struct ListSettings {
    pub columns: RwSignal<Vec<Column>>,
    /// Those whose width they have set.
    pub widths: RwSignal<Widths<Column>>,
    /// The attributes that may be columns.
    pub attributes: StoredValue<Vec<AttributeColumn>>,
    pub search_in: RwSignal<Vec<SearchIn>>,
    /// The edges of columns are listened to.
    pub resizes: StoredValue<bool>,
}

/// The state of the form at `action` if it was refused and comes back.
pub(crate) fn use_form_state(action: &str) -> Option<FormState> {
    use_session().form_state.filter(|form_state| form_state.action == action)
}
