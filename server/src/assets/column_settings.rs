//! Column settings of the list of assets.

use crate::column_settings::{columns_and_fields, next_address};
use crate::form_post::FormPost;
use crate::response::FormTarget;
use axum::response::Response;
use desk::assets::list;
use domain::listing::ListUrl as View;

/// Takes `column` (several, in order) and `in` (several); `up` or `down` moves one column, `reset` takes the usual ones.
/// Leads to the view of `back`, a query string.
pub(crate) async fn save(post: FormPost) -> Response {
    // Columns of somebody else's address give way to one's own.
    let back = View::parse("/assets", post.form.value("back")).without(&["cols"]);
    let page = back.clone().with("open", "columns").address();
    post.submit(FormTarget::new(page, "/assets/columns"), async |desk, person, form| {
        let (columns, fields) = columns_and_fields(form)?;
        list::column_settings::save_column_settings(desk, person, &columns, &fields).await?;
        Ok(next_address(form, back.address()))
    })
    .await
}
