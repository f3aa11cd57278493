//! Prefetching: what a page loads is asked for before it is rendered, so that rendering waits for nothing. A page that waited while it
//! was rendered was sometimes rendered twice by Leptos, the second time with parts of the first gone.

use super::address::PageAddress;
use super::query::{Answer, PageQuery};
use crate::session::FormState;
use leptos::prelude::use_context;
use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

/// The prefetched answers of one page by their queries.
#[derive(Clone, Default)]
pub struct PrefetchCache(Arc<Mutex<Vec<Box<dyn Any + Send>>>>);

impl PrefetchCache {
    fn insert<Q: PageQuery>(&self, query: Q, answer: Answer<Q::Data>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new((query, answer)));
    }

    /// Hands an answer out: each is shown once, so it need not be copied.
    fn remove<Q: PageQuery>(&self, query: &Q) -> Option<Answer<Q::Data>> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |entry: &Box<dyn Any + Send>| {
            entry.downcast_ref::<(Q, Answer<Q::Data>)>().is_some_and(|(known, _)| known == query)
        };
        let place = entries.iter().position(fits)?;
        entries.swap_remove(place).downcast::<(Q, Answer<Q::Data>)>().ok().map(|entry| entry.1)
    }
}

/// A page that is about to be rendered.
pub(crate) struct PageRequest {
    pub(crate) address: PageAddress,
    /// The form that comes back with the page.
    form_state: Option<FormState>,
    cache: PrefetchCache,
}

impl PageRequest {
    pub(crate) fn new(address: PageAddress, form_state: Option<FormState>, cache: PrefetchCache) -> Self {
        Self { address, form_state, cache }
    }

    /// Asks now what the page will ask while it is rendered.
    pub(crate) async fn fetch<Q: PageQuery>(&self, query: Q) {
        let answer = query.clone().call().await;
        self.insert(query, answer);
    }

    /// Keeps an answer for the page.
    pub(crate) fn insert<Q: PageQuery>(&self, query: Q, answer: Answer<Q::Data>) {
        self.cache.insert(query, answer);
    }

    /// The form sent to `action` that comes back with the page, if there is one.
    pub(crate) fn form_state(&self, action: &str) -> Option<&FormState> {
        self.form_state.as_ref().filter(|form_state| form_state.action == action)
    }
}

/// The prefetched answer to a query of the page that is being rendered.
///
/// # Panics
/// With debug assertions, when the route of the page does not prefetch it: the page would wait while it is rendered.
pub(super) fn prefetched<Q: PageQuery>(query: &Q) -> Option<Answer<Q::Data>> {
    let answer = use_context::<PrefetchCache>().and_then(|cache| cache.remove(query));
    debug_assert!(answer.is_some(), "a page loads what its route does not prefetch: {query:?}");
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::AppError;
    use domain::Refusal;

    #[derive(Clone, Debug, PartialEq)]
    struct First(u8);

    #[derive(Clone, Debug, PartialEq)]
    struct Second(u8);

    impl PageQuery for First {
        type Data = String;

        async fn call(self) -> Answer<String> {
            Ok(format!("first {}", self.0))
        }
    }

    impl PageQuery for Second {
        type Data = String;

        async fn call(self) -> Answer<String> {
            Err(AppError(Refusal::NotFound))
        }
    }

    #[test]
    fn an_answer_is_found_by_the_function_and_its_arguments_once() {
        let cache = PrefetchCache::default();
        cache.insert(First(1), Ok("one".into()));
        cache.insert(First(2), Ok("two".into()));
        cache.insert(Second(1), Err(AppError(Refusal::NotFound)));
        assert!(matches!(cache.remove(&First(2)), Some(Ok(text)) if text == "two"));
        assert!(cache.remove(&First(2)).is_none(), "handed out");
        assert!(cache.remove(&Second(2)).is_none(), "never asked");
        assert!(matches!(cache.remove(&Second(1)), Some(Err(AppError(Refusal::NotFound)))));
        assert!(matches!(cache.remove(&First(1)), Some(Ok(text)) if text == "one"));
    }

    #[cfg(debug_assertions)]
    #[test]
    #[should_panic(expected = "a page loads what its route does not prefetch: First(3)")]
    fn a_page_that_loads_what_was_not_prefetched_panics() {
        let _ = prefetched(&First(3));
    }
}
