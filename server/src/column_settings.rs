//! Column settings: saves the columns, their widths and the fields of the search that a person sets for the list of tickets.

use crate::form::Form;
use crate::form_post::FormPost;
use crate::response::FormTarget;
use axum::response::Response;
use desk::people::{self, Person};
use domain::columns::{ListColumn, SearchField, Widths, fitting_width, set_width};
use domain::listing::{Column, Listing, SearchIn};
use domain::{Reason, Refusal};

/// Takes `column` (several, in order) and `in` (several); `up` or `down` moves one column, `reset` takes the usual ones.
/// `sized` and `width` come in pairs: a column and its pixels, or nothing for as wide as it needs; with `widths` nothing else
/// changes. Leads to the view of `back`, a query string.
pub(crate) async fn save(post: FormPost) -> Response {
    let back = Listing { columns: Vec::new(), ..Listing::parse(post.form.value("back")).0 };
    post.submit(FormTarget::new(back.address(), "/tickets/columns"), async |desk, person, form| {
        let (columns, fields, widths) = settings(form, person)?;
        people::save_columns(desk, person, &columns, &fields, &widths).await?;
        Ok(next_address(form, back.address()))
    })
    .await
}

type ColumnSettings = (Vec<Column>, Vec<SearchIn>, Widths<Column>);

fn settings(form: &Form, person: &Person) -> Result<ColumnSettings, Refusal> {
    if form.has("reset") {
        return columns_and_fields(form).map(|(columns, fields)| (columns, fields, Widths::new()));
    }
    let widths = widths(form, person.widths.clone())?;
    if form.has("widths") {
        return Ok((person.columns.clone(), person.search_in.clone(), widths));
    }
    columns_and_fields(form).map(|(columns, fields)| (columns, fields, widths))
}

/// The widths with those that a form changes.
fn widths<C: ListColumn>(form: &Form, mut widths: Widths<C>) -> Result<Widths<C>, Refusal> {
    for (name, width) in form.all("sized").zip(form.all("width")) {
        let column = C::parse(name).ok_or_else(|| Refusal::field("sized", Reason::NotOffered))?;
        let width = match width.trim() {
            "" => None,
            pixels => {
                let pixels = pixels.parse::<i32>().map_err(|_| Refusal::field("width", Reason::NotOffered))?;
                Some(fitting_width(pixels.into()))
            }
        };
        set_width(&mut widths, column, width);
    }
    Ok(widths)
}

/// The columns and fields that a form names. No columns at all stand for the usual ones.
pub(crate) fn columns_and_fields<C: ListColumn, F: SearchField>(form: &Form) -> Result<(Vec<C>, Vec<F>), Refusal> {
    let not_offered = |field: &str| Refusal::field(field, Reason::NotOffered);
    let named = |name: &str| F::ALL.iter().copied().find(|field| field.name() == name);
    let fields: Option<Vec<F>> = form.all("in").map(named).collect();
    let fields = fields.ok_or_else(|| not_offered("in"))?;
    let fields = if fields.is_empty() { F::USUAL.to_vec() } else { fields };
    if form.has("reset") {
        return Ok((Vec::new(), fields));
    }
    let columns: Option<Vec<C>> = form.all("column").map(C::parse).collect();
    let mut columns = columns.ok_or_else(|| not_offered("column"))?;
    if columns.is_empty() {
        return Err(Refusal::field("column", Reason::Missing));
    }
    move_column(&mut columns, form);
    Ok((columns, fields))
}

/// Moves the column that a button names by one place.
fn move_column<C: ListColumn>(columns: &mut [C], form: &Form) {
    let place = |name: &str| columns.iter().position(|column| column.name() == form.value(name));
    match (place("up"), place("down")) {
        (Some(place), _) if place > 0 => columns.swap(place, place - 1),
        (_, Some(place)) if place + 1 < columns.len() => columns.swap(place, place + 1),
        _ => {}
    }
}

/// Whoever moves a column moves the next one too: the panel stays open.
pub(crate) fn next_address(form: &Form, address: String) -> String {
    let separator = if address.contains('?') { '&' } else { '?' };
    if form.has("up") || form.has("down") { format!("{address}{separator}open=columns") } else { address }
}
