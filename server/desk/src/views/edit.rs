//! Creating, renaming, reordering and deleting saved views.

use super::saved_view::{ActiveModel, Column, Entity, Model};
use crate::actor::{Person, sees_view, user};
use crate::db::Tx;
use crate::tickets::list;
use crate::{Desk, Result, random};
use domain::events::Named;
use domain::events::person::{Event, View, ViewOpensFirst};
use domain::people::Kind;
use domain::refusal::{Because, Faults};
use domain::views::{VIEWS_MAX, ViewAudience, check_name};
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set, Statement};

/// A view as it was sent.
pub struct ViewDraft<'a> {
    pub name: &'a str,
    pub audience: &'a str,
    /// A query string of the dashboard.
    pub query: &'a str,
}

/// What changes of a view; `None` leaves it as it is.
#[derive(Default)]
pub struct ViewChange<'a> {
    pub name: Option<&'a str>,
    pub query: Option<&'a str>,
}

/// Keeps a view and returns what it is called in addresses. The same once more is the same view.
///
/// # Errors
/// `Invalid` with everything that is wrong.
pub async fn save(desk: &Desk, person: &Person, draft: ViewDraft<'_>) -> Result<String> {
    let mut faults = Faults::default();
    let name = faults.check_field("name", check_name(draft.name));
    let audience = faults.check_field("audience", audience(person, draft.audience).ok_or(Reason::NotOffered));
    let query =
        faults.check_field("query", list::normalized_query(desk, person, draft.query).await?.ok_or(Reason::BadValue));
    faults.into_result()?;
    let (Some(name), Some(audience), Some(query)) = (name, audience, query) else {
        return Err(Refusal::Malformed.into());
    };
    let (name, query) = (&name, &query);
    desk.write(person, |w| async move {
        lock(&w, person.id).await?;
        let own = Entity::find().filter(Column::OwnerId.eq(person.id));
        let views = own.order_by_asc(Column::Place).all(&*w).await?;
        let same = |view: &&Model| view.name == *name && view.query == *query && view.audience == audience.as_str();
        if let Some(same) = views.iter().find(same) {
            return Ok(same.slug.clone());
        }
        if views.len() >= VIEWS_MAX {
            let max = i64::try_from(VIEWS_MAX).unwrap_or(i64::MAX);
            return Err(Refusal::field("name", Reason::TooBig { max }).into());
        }
        let slug = random::id();
        let row = ActiveModel {
            slug: Set(slug.clone()),
            owner_id: Set(person.id),
            audience: Set(audience.as_str().to_owned()),
            role_id: Set(role_of(&w, person).await?),
            name: Set(name.clone()),
            query: Set(query.clone()),
            place: Set(views.last().map_or(0, |last| last.place + 1)),
            created_at: Set(w.now()),
            ..Default::default()
        };
        let view = row.insert(&*w).await?.named();
        w.record(w.new_event(Event::ViewSaved(View { view }))).await?;
        Ok(slug)
    })
    .await
}

impl Model {
    /// What the log keeps of it.
    fn named(&self) -> Named {
        Named::new(self.id, &self.name)
    }
}

/// Whoever may change tickets may put a view before their colleagues.
fn audience(person: &Person, sent: &str) -> Option<ViewAudience> {
    let shares = person.is_staff() && person.updates_anything();
    let audience = if sent.is_empty() { ViewAudience::Me } else { ViewAudience::parse(sent)? };
    (audience == ViewAudience::Me || shares).then_some(audience)
}

async fn role_of(tx: &Tx, person: &Person) -> Result<Option<i64>> {
    Ok(user::Entity::find_by_id(person.id).one(tx).await?.and_then(|user| user.role_id))
}

/// SQLite has one writer; on PostgreSQL a person's own writes to their views wait for each other.
async fn lock(tx: &Tx, user_id: i64) -> Result<()> {
    let sql = "UPDATE users SET list_view = list_view WHERE id = $1";
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, [user_id.into()])).await?;
    Ok(())
}

/// The view of this name, if it is the person's to change.
async fn find(tx: &Tx, person: &Person, slug: &str) -> Result<Model> {
    if slug.contains('\0') || !sees_view(tx, person, slug).await? {
        return Err(Refusal::NotFound.into());
    }
    lock(tx, person.id).await?;
    let found = Entity::find().filter(Column::Slug.eq(slug)).one(tx).await?.ok_or(Refusal::NotFound)?;
    if found.owner_id == person.id || (person.kind == Kind::Admin && found.audience != ViewAudience::Me.as_str()) {
        Ok(found)
    } else {
        Err(Refusal::Forbidden(Because::OwnerOnly).into())
    }
}

/// Renames a view or gives it other filters.
///
/// # Errors
/// `NotFound`, `Forbidden` for another's, `Invalid`.
pub async fn change(desk: &Desk, person: &Person, slug: &str, change: ViewChange<'_>) -> Result<()> {
    let mut faults = Faults::default();
    let name = change.name.and_then(|name| faults.check_field("name", check_name(name)));
    let query = match change.query {
        Some(query) => {
            faults.check_field("query", list::normalized_query(desk, person, query).await?.ok_or(Reason::BadValue))
        }
        None => None,
    };
    let (faults, name, query) = (&faults, &name, &query);
    desk.write(person, |w| async move {
        let found = find(&w, person, slug).await?;
        faults.clone().into_result()?;
        let name = name.clone().filter(|name| *name != found.name);
        let query = query.clone().filter(|query| *query != found.query);
        if name.is_none() && query.is_none() {
            return Ok(());
        }
        let mut row = ActiveModel { id: Set(found.id), ..Default::default() };
        if let Some(name) = name {
            row.name = Set(name);
        }
        if let Some(query) = query {
            row.query = Set(query);
        }
        let view = row.update(&*w).await?.named();
        w.record(w.new_event(Event::ViewChanged(View { view }))).await?;
        Ok(())
    })
    .await
}

/// Forgets a view; its tickets stay what they are.
///
/// # Errors
/// As [`change`].
pub async fn remove(desk: &Desk, person: &Person, slug: &str) -> Result<()> {
    desk.write(person, |w| async move {
        let found = find(&w, person, slug).await?;
        Entity::delete_by_id(found.id).exec(&*w).await?;
        let event = Event::ViewRemoved(View { view: found.named() });
        w.record(w.new_event(event)).await?;
        Ok(())
    })
    .await
}

/// Moves a view one place up or down among its owner's of the same audience; the last one stays where it is.
///
/// # Errors
/// As [`change`].
pub async fn step(desk: &Desk, person: &Person, slug: &str, up: bool) -> Result<()> {
    desk.write(person, |w| async move {
        let found = find(&w, person, slug).await?;
        let beside =
            Entity::find().filter(Column::OwnerId.eq(found.owner_id)).filter(Column::Audience.eq(&found.audience));
        let neighbour = if up {
            beside.filter(Column::Place.lt(found.place)).order_by_desc(Column::Place)
        } else {
            beside.filter(Column::Place.gt(found.place)).order_by_asc(Column::Place)
        };
        let Some(neighbour) = neighbour.one(&*w).await? else { return Ok(()) };
        for (id, place) in [(found.id, neighbour.place), (neighbour.id, found.place)] {
            ActiveModel { id: Set(id), place: Set(place), ..Default::default() }.update(&*w).await?;
        }
        let event = Event::ViewMoved(View { view: found.named() });
        w.record(w.new_event(event)).await?;
        Ok(())
    })
    .await
}

/// Lets the dashboard open with a view, or no longer.
///
/// # Errors
/// `NotFound` for a view that is not there for this person.
pub async fn set_default(desk: &Desk, person: &Person, slug: &str, on: bool) -> Result<()> {
    if slug.contains('\0') || !sees_view(desk.db().read(), person, slug).await? {
        return Err(Refusal::NotFound.into());
    }
    desk.write(person, |w| async move {
        let sql = "UPDATE users SET list_view = $1 WHERE id = $2 AND list_view <> $1";
        let wanted = if on { slug } else { "" };
        let values = [wanted.into(), person.id.into()];
        let done = w.execute_raw(Statement::from_sql_and_values(desk.db().backend(), sql, values)).await?;
        if done.rows_affected() > 0 {
            let event = Event::ViewOpensFirst(ViewOpensFirst { view: on.then(|| slug.to_owned()) });
            w.record(w.new_event(event)).await?;
        }
        Ok(())
    })
    .await
}
