//! What a page shows. The server has it before it renders (`routes::ask_ahead`) and writes it down at once; the browser takes it
//! from the page, and asks for it when an address leads to something else.

use crate::compact::{Compact, resource};
use crate::error::AppError;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

type Answer<T> = Result<T, AppError>;

pub(crate) struct Loaded<T: Send + Sync + 'static> {
    #[cfg(feature = "ssr")]
    here: Option<Answer<T>>,
    coming: Option<Resource<Answer<T>, Compact>>,
}

/// The answer of `fetch` to `source`, asked again whenever that changes.
pub(crate) fn loaded<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Loaded<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Answer<T>> + Send + 'static,
{
    #[cfg(feature = "ssr")]
    if let Some(answer) = crate::prepared::prepared(&untrack(&source)) {
        let answer = SharedValue::<_, Compact>::new_with_encoding(|| answer).into_inner();
        return Loaded { here: Some(answer), coming: None };
    }
    Loaded {
        #[cfg(feature = "ssr")]
        here: None,
        coming: Some(resource(source, fetch)),
    }
}

impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Loaded<T> {
    /// Shows each answer; until the first one `fallback`, and while another is on its way `waiting` is true.
    pub(crate) fn show(
        self,
        fallback: impl Fn() -> AnyView + Send + 'static,
        waiting: RwSignal<bool>,
        show: impl Fn(Answer<T>) -> AnyView + Clone + Send + Sync + 'static,
    ) -> AnyView {
        #[cfg(feature = "ssr")]
        if let Some(answer) = self.here {
            // Takes the number that the transition has in the browser.
            let _ = Owner::current_shared_context().map(|shared| shared.next_id());
            // Made in the order of the page, as in the browser.
            return (move || show(answer.clone())).into_any();
        }
        let Some(coming) = self.coming else { return ().into_any() };
        view! {
            <Transition fallback set_pending=waiting>
                {move || {
                    let show = show.clone();
                    Suspend::new(async move { show(coming.await) })
                }}
            </Transition>
        }
        .into_any()
    }
}
