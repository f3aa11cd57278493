//! Declaring a page: its route, its component, and what it loads.

use leptos_router::ChooseView;

/// A page of the site map.
pub(crate) trait Page: 'static {
    type View: ChooseView;

    /// What the router shows.
    fn view() -> Self::View;

    /// Asks for everything that the page loads when it is rendered.
    #[cfg(feature = "ssr")]
    fn prefetch(request: &super::PageRequest) -> impl Future<Output = ()> + Send;
}

/// `page!(TicketRoute: TicketPage in ticket, loads = data)` declares the page that the component `TicketPage` shows. What only that
/// page needs lies in `split_ticket.wasm`; without `in` the page is part of the first module.
///
/// `loads = data` says what is prefetched: the query that `fn data(&PageAddress) -> impl PageQuery` makes of the address, as the
/// component does in `use_page_data(data)`. `loads = nothing` is a page without data of its own. A page with several queries, or with
/// some that depend on others, has `prefetch = prefetch`, an `async fn(&PageRequest)`.
macro_rules! page {
    (@prefetch loads = nothing) => {
        #[cfg(feature = "ssr")]
        async fn prefetch(_: &$crate::page::PageRequest) {}
    };
    (@prefetch loads = $query:ident) => {
        #[cfg(feature = "ssr")]
        async fn prefetch(request: &$crate::page::PageRequest) {
            request.fetch($query(&request.address)).await;
        }
    };
    (@prefetch prefetch = $prefetch:ident) => {
        #[cfg(feature = "ssr")]
        async fn prefetch(request: &$crate::page::PageRequest) {
            $prefetch(request).await;
        }
    };
    ($route:ident: $page:ident in $module:ident, $($loads:tt)+) => {
        pub(crate) struct $route;

        impl $crate::page::Page for $route {
            type View = leptos_router::Lazy<Self>;

            fn view() -> Self::View {
                leptos_router::Lazy::new()
            }

            $crate::page::page!(@prefetch $($loads)+);
        }

        const _: () = {
            impl leptos_router::LazyRoute for $route {
                fn data() -> Self {
                    Self
                }

                async fn view(_: Self) -> AnyView {
                    #[cfg(feature = "ssr")]
                    leptos::prefetch_lazy_fn_on_server(stringify!($module));
                    $crate::lazy::loaded_or_navigate($module().await).await
                }

                async fn preload() {
                    $crate::lazy::loaded_or_navigate($route::load().await).await;
                }
            }

            impl $route {
                /// Fetches what the page is made of, unless it is there.
                pub(crate) async fn load() -> Result<(), wasm_split_helpers::SplitLoaderError> {
                    load().await
                }
            }

            #[wasm_split_helpers::wasm_split($module, preload(load), fallible)]
            fn $module() -> Result<AnyView, wasm_split_helpers::SplitLoaderError> {
                Ok(view! { <$page /> }.into_any())
            }
        };
    };
    ($route:ident: $page:ident, $($loads:tt)+) => {
        pub(crate) enum $route {}

        impl $crate::page::Page for $route {
            type View = fn() -> AnyView;

            fn view() -> Self::View {
                || view! { <$page /> }.into_any()
            }

            $crate::page::page!(@prefetch $($loads)+);
        }
    };
}
pub(crate) use page;
