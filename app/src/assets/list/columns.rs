//! Column settings (*Set column properties*) of the list of assets.

use crate::assets::calls::AssetColumns;
use crate::assets::head_text;
use crate::page::use_page_data;
use crate::session::use_session;
use crate::ui::column_settings::{ColumnSettings, ColumnSettingsForm};
use crate::ui::navigate::use_navigate_to;
use crate::words::words;
use domain::assets::{AssetColumn, AssetColumnSettings, AssetSearchIn};
use domain::listing::ListUrl;
use leptos::prelude::*;

#[component]
pub(super) fn Columns(place: Memo<ListUrl>, turned: RwSignal<u32>) -> impl IntoView {
    use_page_data(|_| AssetColumns {}).show(
        || view! { <p class="panel-wait">{words().list.counting}</p> }.into_any(),
        RwSignal::new(false),
        move |answer| match answer {
            Ok(options) => view! { <ColumnPanel options place turned /> }.into_any(),
            Err(error) => view! { <p class="notice notice-danger" role="alert">{error.to_string()}</p> }.into_any(),
        },
    )
}

#[component]
fn ColumnPanel(options: AssetColumnSettings, place: Memo<ListUrl>, turned: RwSignal<u32>) -> impl IntoView {
    let AssetColumnSettings { heads, shown, search_in } = options;
    let at_desk = use_session().me.is_some_and(|me| me.kind.is_staff());
    let go = use_navigate_to();
    let columns = RwSignal::new(heads[..shown].iter().map(|head| head.name.clone()).collect::<Vec<_>>());
    let fields = RwSignal::new(search_in.into_iter().map(|field| field.as_str().to_owned()).collect::<Vec<_>>());
    let all = heads.iter().map(|head| (head.name.clone(), head_text(head))).collect();
    let named =
        |field: AssetSearchIn| (field.as_str(), words().assets().columns.of(field.as_str()).unwrap_or_default());
    let kept = move |()| {
        turned.update(|turned| *turned += 1);
        // Columns of somebody else's address give way to one's own.
        let place = place.get_untracked();
        if !place.value("cols").is_empty() {
            go.run(place.without(&["cols"]).address());
        }
    };
    let settings = ColumnSettings::new(
        "/assets/columns",
        (columns.into(), Callback::new(move |names| columns.set(names))),
        (fields.into(), Callback::new(move |names| fields.set(names))),
        all,
        AssetSearchIn::ALL.map(named).to_vec(),
        Callback::new(kept),
    );
    let usual = AssetColumn::usual(at_desk).iter().map(|column| column.name().into_owned()).collect();
    let back = Signal::derive(move || place.with(ListUrl::query));
    view! { <ColumnSettingsForm settings back usual /> }
}
