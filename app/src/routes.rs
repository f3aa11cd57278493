//! The whole site map.

use crate::activities::ActivitiesRoute;
use crate::assets::form::AssetFormRoute;
use crate::assets::list::AssetsRoute;
use crate::assets::show::AssetRoute;
use crate::assistant::AssistantRoute;
use crate::chat::{ChatRoute, ChatTalkRoute};
use crate::frame::Frame;
use crate::help::{HelpArticleRoute, HelpCategoriesRoute, HelpEditRoute, HelpManageRoute, HelpPreviewRoute, HelpRoute};
use crate::keys::listen_to_keys;
use crate::lazy::once_in_use;
use crate::live::follow_counts;
use crate::mail::{ChoicesRoute, OutboxRoute, UnsubscribeRoute};
use crate::people::SignInPage;
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
#[cfg(feature = "ssr")]
use crate::prepared::Prepared;
use crate::returning::remember_places;
use crate::session::provide_session;
use crate::support::{CalendarRoute, SupportCheckRoute, SupportRoute};
use crate::tickets::dashboard::DashboardPage;
use crate::tickets::new::NewTicketRoute;
use crate::tickets::ticket::TicketRoute;
use crate::ui::leaving::ask_before_leaving;
use crate::ui::problem::NotFoundPage;
use crate::words::words;
use crate::work::WorkRoute;
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{Lazy, SsrMode, path};

/// The application. Every route is rendered whole before it is sent, so that pages work without JavaScript.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_session();
    remember_places();
    listen_to_keys();
    ask_before_leaving();
    once_in_use(load_pages);
    follow_counts();
    view! {
        <Title text=words().product formatter=as_title />
        <Router>
            <Frame>
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/") view=DashboardPage ssr=SsrMode::Async />
                    <Route path=path!("/tickets") view=DashboardPage ssr=SsrMode::Async />
                    <Route path=path!("/tickets/new") view={Lazy::<NewTicketRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/tickets/:number") view={Lazy::<TicketRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/assets") view={Lazy::<AssetsRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/assets/new") view={Lazy::<AssetFormRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/assets/:id") view={Lazy::<AssetRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/assets/:id/edit") view={Lazy::<AssetFormRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/activities") view={Lazy::<ActivitiesRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/support") view={Lazy::<SupportRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/admin/calendars/:slug") view={Lazy::<CalendarRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/support/callback") view={Lazy::<CallbackRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/work") view={Lazy::<WorkRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/support/check") view={Lazy::<SupportCheckRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/help") view={Lazy::<HelpRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/help/manage") view={Lazy::<HelpManageRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/help/manage/categories") view={Lazy::<HelpCategoriesRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/help/manage/new") view={Lazy::<HelpEditRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/help/manage/:slug") view={Lazy::<HelpEditRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/help/manage/:slug/preview") view={Lazy::<HelpPreviewRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/help/:slug") view={Lazy::<HelpArticleRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/assistant") view={Lazy::<AssistantRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/chat") view={Lazy::<ChatRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/chat/:number") view={Lazy::<ChatTalkRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account") view={Lazy::<AccountRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/email/:token") view={Lazy::<EmailRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/admin/people") view={Lazy::<PeopleRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/admin/people/:slug") view={Lazy::<PersonRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/admin/companies") view={Lazy::<CompaniesRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/admin/companies/:slug") view={Lazy::<CompanyRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/account/notifications") view={Lazy::<ChoicesRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/unsubscribe/:token/:what") view={Lazy::<UnsubscribeRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/admin/mails") view={Lazy::<OutboxRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/admin/plans") view={Lazy::<PlanSetupRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/plan") view={Lazy::<PlanRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/plan/requests/new") view={Lazy::<PlanFormRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/plan/requests/:id") view={Lazy::<PlanRequestRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/login") view=SignInPage ssr=SsrMode::Async />
                    <Route path=path!("/login/code") view={Lazy::<CodeRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/setup") view={Lazy::<SetupRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/register") view={Lazy::<RegisterRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/confirm/:token") view={Lazy::<ConfirmRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/forgot") view={Lazy::<ForgotRoute>::new()} ssr=SsrMode::Async />
                    <Route path=path!("/reset/:token") view={Lazy::<ResetRoute>::new()} ssr=SsrMode::Async />
                </Routes>
            </Frame>
        </Router>
    }
}

/// Asks for what the page at an address shows, before it is rendered.
#[cfg(feature = "ssr")]
pub(crate) async fn ask_ahead(prepared: &Prepared, path: &str, search: &str) {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [] | ["tickets"] => crate::tickets::dashboard::ask_ahead(prepared, search).await,
        ["account", "notifications"] => crate::mail::ask_ahead(prepared, "choices").await,
        ["admin", "mails"] => crate::mail::ask_ahead(prepared, "outbox").await,
        ["activities"] => crate::activities::ask_ahead(prepared, search).await,
        ["account"] => crate::people::account::ask_ahead(prepared).await,
        ["admin", "companies"] => crate::people::admin::companies::ask_ahead(prepared, search).await,
        ["admin", "companies", slug] => crate::people::admin::company::ask_ahead(prepared, slug).await,
        ["admin", "people"] => crate::people::admin::list::ask_ahead(prepared, search).await,
        ["admin", "people", slug] => crate::people::admin::show::ask_ahead(prepared, slug).await,
        ["tickets", "new"] => crate::tickets::new::ask_ahead(prepared, search).await,
        ["admin", "plans"] => crate::plans::ask_ahead_of_setup(prepared).await,
        ["plan", ..] => crate::plans::ask_ahead(prepared, &parts[1..], search).await,
        ["assets", ..] => crate::assets::ask_ahead(prepared, &parts[1..], search).await,
        ["admin", "calendars", slug] => crate::support::ask_ahead_of_calendar(prepared, slug).await,
        ["help", ..] => crate::help::ask_ahead(prepared, &parts[1..], search).await,
        ["chat", ..] => crate::chat::ask_ahead(prepared, &parts[1..], search).await,
        ["assistant"] => crate::assistant::ask_ahead(prepared).await,
        ["support", "callback"] => crate::phone::ask_ahead(prepared).await,
        ["work"] => crate::work::ask_ahead(prepared).await,
        ["support", ..] => crate::support::ask_ahead(prepared, &parts[1..], search).await,
        ["tickets", number] => crate::tickets::ticket::ask_ahead(prepared, number, search).await,
        _ => {}
    }
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
