//! Routing table: every page with its path, for the router and for prefetching alike.

use crate::activities::ActivitiesRoute;
use crate::assets::form::AssetFormRoute;
use crate::assets::list::AssetsRoute;
use crate::assets::show::AssetRoute;
use crate::assistant::AssistantRoute;
use crate::chat::{ChatConversationRoute, ChatRoute};
use crate::frame::Frame;
use crate::help::{HelpArticleRoute, HelpCategoriesRoute, HelpEditRoute, HelpManageRoute, HelpPreviewRoute, HelpRoute};
use crate::keys::listen_to_keys;
use crate::lazy::once_in_use;
use crate::live::follow_counts;
use crate::mail::{ChoicesRoute, OutboxRoute, UnsubscribeRoute};
use crate::page::Page;
#[cfg(feature = "ssr")]
use crate::page::{PageAddress, PageRequest, PrefetchCache};
use crate::people::SignInRoute;
use crate::people::account::{AccountRoute, EmailRoute};
use crate::people::admin::companies::CompaniesRoute;
use crate::people::admin::company::CompanyRoute;
use crate::people::admin::list::PeopleRoute;
use crate::people::admin::show::PersonRoute;
use crate::people::forgot::ForgotRoute;
use crate::people::register::{ConfirmRoute, RegisterRoute};
use crate::people::reset::ResetRoute;
use crate::people::second::CodeRoute;
use crate::people::setup::SetupRoute;
use crate::phone::CallbackRoute;
use crate::plans::{PlanFormRoute, PlanRequestRoute, PlanRoute, PlanSetupRoute};
use crate::scroll_restoration::provide_scroll_restoration;
#[cfg(feature = "ssr")]
use crate::session::FormState;
use crate::session::provide_session;
use crate::support::{CalendarRoute, SupportCheckRoute, SupportRoute};
use crate::tickets::dashboard::{DashboardRoute, load_open_panel};
use crate::tickets::new::NewTicketRoute;
use crate::tickets::ticket::TicketRoute;
use crate::ui::problem::NotFoundPage;
use crate::ui::unsaved_changes::confirm_before_leaving;
use crate::words::words;
use crate::work::WorkRoute;
#[cfg(feature = "ssr")]
use desk::Desk;
#[cfg(feature = "ssr")]
use desk::people::Person;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos::reactive::computed::ScopedFuture;
use leptos_meta::{Title, provide_meta_context};
#[cfg(feature = "ssr")]
use leptos_router::PossibleRouteMatch;
use leptos_router::components::{Route, Router, Routes};
#[cfg(feature = "ssr")]
use leptos_router::location::RequestUrl;
#[cfg(feature = "ssr")]
use leptos_router::params::ParamsMap;
use leptos_router::{SsrMode, path};
#[cfg(feature = "ssr")]
use std::pin::Pin;
#[cfg(feature = "ssr")]
use std::sync::Arc;

/// Makes the routes and the table of what they prefetch from one list of paths and pages, in the order in which they are matched.
/// Every route is rendered whole before it is sent, so that pages work without JavaScript.
macro_rules! pages {
    ($($path:tt => $page:ident,)+) => {
        fn routes() -> impl IntoView {
            view! {
                <Routes fallback=NotFoundPage>
                    $(<Route path=path!($path) view={<$page as Page>::view()} ssr=SsrMode::Async />)+
                </Routes>
            }
        }

        #[cfg(feature = "ssr")]
        const PAGES: &[Entry] = &[$(Entry {
            #[cfg(test)]
            path: $path,
            params: |path| params(&path!($path), path),
            prefetch: prefetch_of::<$page>,
        },)+];
    };
}

pages! {
    "/" => DashboardRoute,
    "/tickets" => DashboardRoute,
    "/tickets/new" => NewTicketRoute,
    "/tickets/:number" => TicketRoute,
    "/assets" => AssetsRoute,
    "/assets/new" => AssetFormRoute,
    "/assets/:id" => AssetRoute,
    "/assets/:id/edit" => AssetFormRoute,
    "/activities" => ActivitiesRoute,
    "/support" => SupportRoute,
    "/admin/calendars/:slug" => CalendarRoute,
    "/support/callback" => CallbackRoute,
    "/work" => WorkRoute,
    "/support/check" => SupportCheckRoute,
    "/help" => HelpRoute,
    "/help/manage" => HelpManageRoute,
    "/help/manage/categories" => HelpCategoriesRoute,
    "/help/manage/new" => HelpEditRoute,
    "/help/manage/:slug" => HelpEditRoute,
    "/help/manage/:slug/preview" => HelpPreviewRoute,
    "/help/:slug" => HelpArticleRoute,
    "/assistant" => AssistantRoute,
    "/chat" => ChatRoute,
    "/chat/:number" => ChatConversationRoute,
    "/account" => AccountRoute,
    "/account/email/:token" => EmailRoute,
    "/admin/people" => PeopleRoute,
    "/admin/people/:slug" => PersonRoute,
    "/admin/companies" => CompaniesRoute,
    "/admin/companies/:slug" => CompanyRoute,
    "/account/notifications" => ChoicesRoute,
    "/unsubscribe/:token/:what" => UnsubscribeRoute,
    "/admin/mails" => OutboxRoute,
    "/admin/plans" => PlanSetupRoute,
    "/plan" => PlanRoute,
    "/plan/requests/new" => PlanFormRoute,
    "/plan/requests/:id" => PlanRequestRoute,
    "/login" => SignInRoute,
    "/login/code" => CodeRoute,
    "/setup" => SetupRoute,
    "/register" => RegisterRoute,
    "/confirm/:token" => ConfirmRoute,
    "/forgot" => ForgotRoute,
    "/reset/:token" => ResetRoute,
}

/// The application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_session();
    provide_scroll_restoration();
    listen_to_keys();
    confirm_before_leaving();
    once_in_use(load_pages);
    follow_counts();
    view! {
        <Title text=words().product formatter=as_title />
        <Router>
            <Frame>{routes()}</Frame>
        </Router>
    }
}

/// A page of the site map, as the server prefetches it.
#[cfg(feature = "ssr")]
struct Entry {
    #[cfg(test)]
    path: &'static str,
    /// The parameters of a path that leads to the page; nothing for other paths.
    params: fn(&str) -> Option<ParamsMap>,
    prefetch: for<'a> fn(&'a PageRequest) -> Prefetching<'a>,
}

#[cfg(feature = "ssr")]
type Prefetching<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

#[cfg(feature = "ssr")]
fn prefetch_of<P: Page>(request: &PageRequest) -> Prefetching<'_> {
    Box::pin(P::prefetch(request))
}

#[cfg(feature = "ssr")]
fn params(route: &impl PossibleRouteMatch, path: &str) -> Option<ParamsMap> {
    let matched = route.test(path).filter(|matched| matched.is_complete())?;
    // A map decodes what it is given, and the router gives the parameters of a page from one map to another.
    let own: ParamsMap = matched.params().into_iter().collect();
    Some(own.into_iter().collect())
}

/// Everything that the page at `address`, a path with its query, loads when it is rendered for `person`. `form_state` is the form that comes
/// back with the page.
#[cfg(feature = "ssr")]
pub async fn prefetch(
    desk: &Desk,
    person: Option<&Arc<Person>>,
    form_state: Option<FormState>,
    address: &str,
) -> PrefetchCache {
    let cache = PrefetchCache::default();
    // Read as the router reads it.
    let Ok(url) = RequestUrl::new(&format!("http://leptos.dev{address}")).parse() else { return cache };
    let found = PAGES.iter().find_map(|page| Some((page, (page.params)(url.path())?)));
    let Some((page, params)) = found else { return cache };
    let request = PageRequest::new(PageAddress::new(params, url.search()), form_state, cache.clone());
    let owner = Owner::new();
    let fetching = owner.with(|| {
        provide_context(desk.clone());
        if let Some(person) = person {
            provide_context(person.clone());
        }
        ScopedFuture::new((page.prefetch)(&request))
    });
    fetching.await;
    cache
}

/// Fetches what the page as it stands needs beside the first module, before it comes alive.
pub async fn load_what_is_open() {
    load_open_panel().await;
}

/// What people go to from a list, before they do.
async fn load_pages() {
    // Without them a page is loaded when it is opened, and tells then. New tickets and activities come in the same file.
    let _ = TicketRoute::load().await;
}

/// The library writes titles into the page as they are: on the server a ticket's subject must not become markup.
fn as_title(text: String) -> String {
    if cfg!(feature = "ssr") { text.replace('&', "&amp;").replace('<', "&lt;") } else { text }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    /// The path of the page that is shown at a path.
    fn shown_at(path: &str) -> Option<&'static str> {
        PAGES.iter().find(|page| (page.params)(path).is_some()).map(|page| page.path)
    }

    #[test]
    fn every_path_leads_to_its_own_page() {
        for page in PAGES {
            assert_eq!(shown_at(&page.path.replace(':', "any-")), Some(page.path));
        }
        assert_eq!(shown_at("/tickets/"), Some("/tickets"), "with a slash at its end");
        for nowhere in ["/nowhere", "/tickets/PT-1/messages", "/help/manage/a/b"] {
            assert_eq!(shown_at(nowhere), None, "{nowhere}");
        }
    }

    #[test]
    fn parameters_are_read_from_the_path() {
        let found = PAGES.iter().find_map(|page| (page.params)("/help/manage/quick%20start/preview"));
        assert_eq!(found.and_then(|params| params.get("slug")).as_deref(), Some("quick start"));
    }
}
