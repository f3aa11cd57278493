//! Queries of pages: the server functions that they read.

use crate::error::AppError;
use leptos::server_fn::ServerFn;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// The answer to a query, or why there is none.
pub(super) type Answer<T> = Result<T, AppError>;

/// The arguments of a server function. They decide which function is called, and are the key of its answer in the prefetch cache.
pub(crate) trait PageQuery: Clone + Debug + PartialEq + Send + Sync + 'static {
    type Data: Clone + Serialize + DeserializeOwned + Send + Sync + 'static;

    /// Calls the function: on the server its body, in the browser over HTTP.
    fn call(self) -> impl Future<Output = Answer<Self::Data>> + Send + 'static;
}

impl<Q> PageQuery for Q
where
    Q: ServerFn<Error = AppError> + Clone + Debug + PartialEq + Sync + 'static,
    <Q as ServerFn>::Output: Clone + Serialize + DeserializeOwned + Sync + 'static,
{
    type Data = <Q as ServerFn>::Output;

    fn call(self) -> impl Future<Output = Answer<Self::Data>> + Send + 'static {
        #[cfg(feature = "ssr")]
        {
            self.run_body()
        }
        #[cfg(not(feature = "ssr"))]
        {
            self.run_on_client()
        }
    }
}
