//! What a page shows, found before the page is rendered: on the server nothing waits, so a page is made in one go. (A page that
//! waited inside its rendering was sometimes rendered twice by the library, the second time with parts of the first gone.)

use crate::error::AppError;
use crate::ui::query::Query;
use desk::Desk;
use desk::people::Person;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};

type Answer<T> = Result<T, AppError>;

/// Answers by what was asked for; each is shown once.
#[derive(Clone, Default)]
pub struct Prepared(Arc<Mutex<Vec<Box<dyn Any + Send>>>>);

impl Prepared {
    /// Everything that the page at this address shows.
    pub async fn ask(desk: &Desk, person: Option<&Arc<Person>>, path: &str, search: &str) -> Self {
        let prepared = Self::default();
        let owner = Owner::new();
        let asking = owner.with(|| {
            provide_context(desk.clone());
            if let Some(person) = person {
                provide_context(person.clone());
            }
            ScopedFuture::new(crate::routes::ask_ahead(&prepared, path, search))
        });
        asking.await;
        prepared
    }

    pub(crate) fn hold<K: Send + 'static, T: Send + 'static>(&self, key: K, answer: Answer<T>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new((key, answer)));
    }

    fn take<K: PartialEq + 'static, T: 'static>(&self, key: &K) -> Option<Answer<T>> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = |one: &Box<dyn Any + Send>| one.downcast_ref::<(K, Answer<T>)>().is_some_and(|(own, _)| own == key);
        let place = held.iter().position(asked)?;
        held.swap_remove(place).downcast::<(K, Answer<T>)>().ok().map(|one| one.1)
    }
}

/// The answer to a question of the page that is being rendered, if it was asked ahead. A refusal becomes the page's status.
pub(crate) fn prepared<K: PartialEq + 'static, T: 'static>(key: &K) -> Option<Answer<T>> {
    let answer = use_context::<Prepared>()?.take(key)?;
    if let Err(error) = &answer {
        crate::server_context::set_status(error.0.status());
    }
    Some(answer)
}

/// A parameter of a query string, as the page reads it.
pub(crate) fn param(search: &str, name: &str) -> Option<String> {
    Query::parse(search).get(name)
}
