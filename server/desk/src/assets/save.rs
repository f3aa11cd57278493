//! Creating and editing assets. One event tells of everything that a form changed.

use super::parties::{self, members};
use super::{AssetAttribute, AssetCategory, asset, find_for_update, index, merge, record_event, scope, value};
use crate::actor::{self, Person};
use crate::catalogue::Catalogue;
use crate::catalogue::attribute::matches_whole;
use crate::db::Tx;
use crate::events::{Idempotency, fingerprint, idempotency};
use crate::{Desk, Result, random};
use domain::assets::{AssetDraft, check_identifier, check_name, check_seats, sort_key, value_key};
use domain::events::Named;
use domain::events::asset::{Asset, AssetFieldChange, Changed, Event};
use domain::refusal::{Because, Faults};
use domain::tickets::attribute;
use domain::{Reason, Refusal};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

/// A draft that fits in every respect. What the person does not decide is `None`.
struct CheckedAsset<'a> {
    name: String,
    identifier: String,
    assignee: Option<Option<(i64, String)>>,
    seats: Option<i64>,
    /// `None` takes a value away.
    values: Vec<(&'a AssetAttribute, Option<String>)>,
}

/// The category of this slug, for somebody at the desk who may keep assets of it.
pub(super) fn category<'a>(
    catalogue: &'a Catalogue,
    person: &Person,
    slug: &str,
) -> Result<&'a AssetCategory, Refusal> {
    if !person.is_staff() {
        return Err(Refusal::Forbidden(Because::AgentsOnly));
    }
    if catalogue.asset_categories.is_empty() {
        return Err(Refusal::Forbidden(Because::NoCategories));
    }
    let creates = |category: &&AssetCategory| {
        scope::everywhere(person, |rights| rights.asset_categories.update.covers(category.id))
    };
    if !catalogue.asset_categories.iter().any(|category| creates(&category)) {
        return Err(Refusal::Forbidden(Because::ReadOnly));
    }
    let found = catalogue.asset_categories.iter().filter(creates).find(|category| category.slug == slug);
    let reason = if slug.is_empty() { Reason::Missing } else { Reason::NotOffered };
    found.ok_or_else(|| Refusal::field("category", reason))
}

/// Creates an asset for a company and returns its id. With a `key` it is created once however often it is sent.
///
/// # Errors
/// `Forbidden` for customers and those who only read; `Invalid` with everything that is wrong; `Conflict` for a key that came
/// with other content.
pub async fn create(
    desk: &Desk,
    person: &Person,
    slug: &str,
    company: &str,
    draft: &AssetDraft,
    key: &str,
) -> Result<String> {
    let catalogue = desk.catalogue();
    let category = category(&catalogue, person, slug)?;
    desk.write(person, |w| async move {
        let now = w.now();
        let pending =
            match idempotency::check(&w, person.id, "asset", key, request_fingerprint(slug, company, draft), now)
                .await?
            {
                Idempotency::Seen(id) => return Ok(id),
                Idempotency::New(pending) => pending,
            };
        let company = parties::company(&*w, company).await?.map_err(|reason| Refusal::field("company", reason))?;
        let mut made = asset::Model {
            id: 0,
            public_id: random::id(),
            category_id: category.id,
            company_id: company.id,
            name: String::new(),
            name_key: String::new(),
            identifier: String::new(),
            identifier_key: String::new(),
            assignee_id: None,
            seats: None,
            seats_used: 0,
            created_at: now,
            changed_at: now,
        };
        let checked = check(&w, person, category, &made, draft).await?;
        let row = asset::ActiveModel {
            public_id: Set(made.public_id.clone()),
            category_id: Set(category.id),
            company_id: Set(company.id),
            name_key: Set(sort_key(&checked.name)),
            name: Set(checked.name.clone()),
            identifier_key: Set(sort_key(&checked.identifier)),
            identifier: Set(checked.identifier.clone()),
            assignee_id: Set(checked.assignee.flatten().map(|(id, _)| id)),
            seats: Set(checked.seats),
            seats_used: Set(0),
            created_at: Set(now),
            changed_at: Set(now),
            ..Default::default()
        };
        made.id = asset::Entity::insert(row).exec(&*w).await?.last_insert_id;
        for (known, text) in checked.values {
            insert_value(&w, made.id, known, text).await?;
        }
        index(&*w, made.id, &checked.name, &checked.identifier).await?;
        let event = Event::Created(Asset { asset: Named::new(made.id, checked.name) });
        record_event(&w, &made, event, None).await?;
        pending.store(&w, &made.public_id).await?;
        Ok(made.public_id)
    })
    .await
}

fn request_fingerprint(slug: &str, company: &str, draft: &AssetDraft) -> Vec<u8> {
    let fields = [slug, company, &draft.name, &draft.identifier, &draft.assignee, &draft.seats];
    let attributes = draft.attributes.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()]);
    fingerprint(fields.into_iter().map(str::as_bytes).chain(attributes))
}

/// Changes what the form holds; what already is so leaves no trace.
///
/// # Errors
/// `NotFound`; `Forbidden` for those who only read; `Invalid` with everything that is wrong, or that somebody else has changed since
/// the form was begun.
pub async fn edit(desk: &Desk, person: &Person, id: &str, draft: &AssetDraft) -> Result<()> {
    let catalogue = &desk.catalogue();
    desk.write(person, |w| async move {
        let found = find_for_update(&w, person, id).await?;
        let category = catalogue.asset_category(found.category_id)?;
        let draft = &merge::merge_draft(&w, person, category, &found, draft).await?;
        let checked = check(&w, person, category, &found, draft).await?;
        let mut steps = change_fields(&w, &found, &checked).await?;
        steps.extend(change_values(&w, &found, &checked).await?);
        if steps.is_empty() {
            return Ok(());
        }
        let row = asset::ActiveModel {
            id: Set(found.id),
            name_key: Set(sort_key(&checked.name)),
            name: Set(checked.name.clone()),
            identifier_key: Set(sort_key(&checked.identifier)),
            identifier: Set(checked.identifier.clone()),
            assignee_id: Set(checked.assignee.map_or(found.assignee_id, |to| to.map(|(id, _)| id))),
            seats: Set(checked.seats.or(found.seats)),
            changed_at: Set(w.now().max(found.changed_at)),
            ..Default::default()
        };
        row.update(&*w).await?;
        index(&*w, found.id, &checked.name, &checked.identifier).await?;
        let event = Event::Changed(Changed { asset: Named::new(found.id, checked.name), steps });
        record_event(&w, &found, event, None).await
    })
    .await
}

async fn check<'a>(
    tx: &Tx,
    person: &Person,
    category: &'a AssetCategory,
    asset: &asset::Model,
    draft: &AssetDraft,
) -> Result<CheckedAsset<'a>> {
    let mut faults = Faults::default();
    let name = faults.check_field("name", check_name(&draft.name));
    let identifier = faults.check_field("identifier", check_identifier(&draft.identifier));
    // Who has it and how many may use it is decided at the desk.
    let mut assignee = None;
    if person.is_staff() {
        assignee = Some(faults.check_field("assignee", check_assignee(tx, asset, &draft.assignee).await?).flatten());
    }
    let seats = (person.is_staff() && category.licences).then(|| {
        let checked = check_seats(&draft.seats).and_then(|seats| {
            if seats < asset.seats_used { Err(Reason::TooSmall { min: asset.seats_used }) } else { Ok(seats) }
        });
        faults.check_field("seats", checked)
    });
    let mut values = Vec::new();
    for known in category.attributes.iter().filter(|known| scope::updates_attribute(person, asset, known.id)) {
        let sent =
            draft.attributes.iter().rev().find(|(name, _)| *name == known.field.name).map_or("", |(_, text)| text);
        let checked = attribute::check(&known.field, sent, matches_whole);
        if let Some(text) = faults.check_field(&format!("attr.{}", known.field.name), checked) {
            values.push((known, text));
        }
    }
    faults.into_result()?;
    let (Some(name), Some(identifier)) = (name, identifier) else {
        return Err(crate::Error::broken("an asset without faults is complete"));
    };
    Ok(CheckedAsset { name, identifier, assignee, seats: seats.flatten(), values })
}

/// Somebody of the asset's company, or nobody. Whoever has it keeps it, wherever they belong by now.
async fn check_assignee(tx: &Tx, asset: &asset::Model, slug: &str) -> Result<Result<Option<(i64, String)>, Reason>> {
    if slug.is_empty() {
        return Ok(Ok(None));
    }
    let known = members(tx, &[asset.company_id]).await?;
    if let Some(member) = known.into_iter().find(|member| member.slug == slug) {
        return Ok(Ok(Some((member.id, member.name))));
    }
    let present = match asset.assignee_id {
        Some(id) => actor::user::Entity::find_by_id(id).one(tx).await?,
        None => None,
    };
    let kept = present.filter(|user| user.slug == slug);
    Ok(kept.map(|user| Some((user.id, user.name))).ok_or(Reason::NotOffered))
}

/// Tells how the asset's own fields differ.
async fn change_fields(tx: &Tx, found: &asset::Model, checked: &CheckedAsset<'_>) -> Result<Vec<AssetFieldChange>> {
    let mut steps = Vec::new();
    if found.name != checked.name {
        steps.push(AssetFieldChange::Name { from: found.name.clone(), to: checked.name.clone() });
    }
    if found.identifier != checked.identifier {
        steps.push(AssetFieldChange::Identifier { from: found.identifier.clone(), to: checked.identifier.clone() });
    }
    if let Some(to) = checked.seats.filter(|seats| found.seats != Some(*seats)) {
        steps.push(AssetFieldChange::Seats { from: found.seats, to });
    }
    if let Some(to) = checked.assignee.as_ref().filter(|to| to.as_ref().map(|(id, _)| *id) != found.assignee_id) {
        let from = actor::maybe_named(tx, found.assignee_id).await?;
        let to = to.as_ref().map(|(id, name)| Named::new(*id, name));
        steps.push(AssetFieldChange::Assigned { from, to });
    }
    Ok(steps)
}

/// Writes the values that differ and tells how.
async fn change_values(tx: &Tx, asset: &asset::Model, checked: &CheckedAsset<'_>) -> Result<Vec<AssetFieldChange>> {
    let before = value::Entity::find().filter(value::Column::AssetId.eq(asset.id)).all(tx).await?;
    let mut steps = Vec::new();
    for (known, text) in &checked.values {
        let from = before.iter().find(|value| value.attribute_id == known.id).map(|value| value.value.clone());
        if from == *text {
            continue;
        }
        value::Entity::delete_by_id((asset.id, known.id)).exec(tx).await?;
        insert_value(tx, asset.id, known, text.clone()).await?;
        let (from, to) = (from.unwrap_or_default(), text.clone().unwrap_or_default());
        steps.push(AssetFieldChange::Attribute { attribute: Named::new(known.id, &known.field.label), from, to });
    }
    Ok(steps)
}

async fn insert_value(tx: &Tx, asset_id: i64, known: &AssetAttribute, text: Option<String>) -> Result<()> {
    let Some(text) = text else { return Ok(()) };
    let row = value::ActiveModel {
        asset_id: Set(asset_id),
        attribute_id: Set(known.id),
        value_key: Set(value_key(known.field.kind, &text)),
        value: Set(text),
    };
    value::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
