//! Data of a page. The server has prefetched it and writes it down at once; the browser takes it from the page, and asks for it when
//! an address leads to something else. Both draw the ids of Leptos's shared context in the same order: one for the data, one for the
//! transition around it.

use super::address::{PageAddress, use_page_address};
use super::query::{Answer, PageQuery};
use crate::compact::{Compact, resource};
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Data of a page: there on the server, a resource in the browser.
pub(crate) struct PageData<T: Send + Sync + 'static> {
    #[cfg(feature = "ssr")]
    prefetched: Option<Answer<T>>,
    /// A refusal is none of the page.
    #[cfg(feature = "ssr")]
    aside: bool,
    resource: Option<Resource<Answer<T>, Compact>>,
}

/// The answer to what `query` makes of the page's address, asked again whenever that changes. The page's route prefetches it.
pub(crate) fn use_page_data<Q: PageQuery>(
    query: impl Fn(&PageAddress) -> Q + Send + Sync + 'static,
) -> PageData<Q::Data> {
    use_page_data_again(query, || ())
}

/// The same, also asked again whenever `again` changes.
pub(crate) fn use_page_data_again<Q, A>(
    query: impl Fn(&PageAddress) -> Q + Send + Sync + 'static,
    again: impl Fn() -> A + Send + Sync + 'static,
) -> PageData<Q::Data>
where
    Q: PageQuery,
    A: Clone + PartialEq + Send + Sync + 'static,
{
    let address = use_page_address();
    let query = move || address.with(&query);
    #[cfg(feature = "ssr")]
    if let Some(answer) = super::prefetch::prefetched(&untrack(&query)) {
        let answer = SharedValue::<_, Compact>::new_with_encoding(|| answer).into_inner();
        return PageData { prefetched: Some(answer), aside: false, resource: None };
    }
    PageData {
        #[cfg(feature = "ssr")]
        prefetched: None,
        #[cfg(feature = "ssr")]
        aside: false,
        resource: Some(resource(move || (query(), again()), |(query, _): (Q, A)| query.call())),
    }
}

impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> PageData<T> {
    /// What stands beside the rest of a page: when it is refused, the page keeps its status.
    pub(crate) fn aside(self) -> Self {
        Self {
            #[cfg(feature = "ssr")]
            aside: true,
            ..self
        }
    }

    /// Shows each answer; until the first one `fallback`, and while another is on its way `waiting` is true. On the server a refusal
    /// becomes the page's status.
    pub(crate) fn show(
        self,
        fallback: impl Fn() -> AnyView + Send + 'static,
        waiting: RwSignal<bool>,
        show: impl Fn(Answer<T>) -> AnyView + Clone + Send + Sync + 'static,
    ) -> AnyView {
        #[cfg(feature = "ssr")]
        if let Some(answer) = self.prefetched {
            if let Some(error) = answer.as_ref().err().filter(|_| !self.aside) {
                crate::server_context::set_status(error.0.status());
            }
            // Takes the number that the transition has in the browser.
            let _ = Owner::current_shared_context().map(|shared| shared.next_id());
            // Made in the order of the page, as in the browser.
            return (move || show(answer.clone())).into_any();
        }
        let Some(resource) = self.resource else { return ().into_any() };
        view! {
            <Transition fallback set_pending=waiting>
                {move || {
                    let show = show.clone();
                    Suspend::new(async move { show(resource.await) })
                }}
            </Transition>
        }
        .into_any()
    }
}
