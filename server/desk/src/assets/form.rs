//! Form of an asset: it offers only what this person may decide.

use super::parties::{self, PersonOption, members};
use super::save::category;
use super::{AssetCategory, asset, find, scope, value};
use crate::actor::Person;
use crate::{Desk, Result, random};
use domain::Refusal;
use domain::assets::{AssetFormData, AssetFormOffer};
use domain::people::Kind;
use domain::refusal::Because;
use domain::tickets::Choice;
use domain::tickets::attribute::AttributeDefinition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The form of a new asset of this category for this company or, while one of them is missing, what may be chosen.
///
/// # Errors
/// When the database fails.
pub async fn blank(desk: &Desk, person: &Person, slug: &str, company: &str) -> Result<AssetFormOffer> {
    let (catalogue, db) = (desk.catalogue(), desk.db().read());
    let chosen = category(&catalogue, person, slug);
    match chosen {
        Err(Refusal::Forbidden(Because::NoCategories)) if person.kind == Kind::Admin => {
            return Ok(AssetFormOffer::FirstCategory);
        }
        Err(Refusal::Forbidden(because)) => return Ok(AssetFormOffer::Refused(because)),
        _ => {}
    }
    let owner = parties::company(db, company).await?;
    let (Ok(category), Ok(owner)) = (chosen, owner) else {
        let own = catalogue.asset_categories.iter().filter(|known| category(&catalogue, person, &known.slug).is_ok());
        return Ok(AssetFormOffer::Choose {
            categories: own.map(choice).collect(),
            companies: parties::companies(db, person).await?,
        });
    };
    let people = members(db, &[owner.id]).await?.into_iter().map(PersonOption::choice).collect();
    let updates = |id| scope::everywhere(person, |rights| rights.asset_attributes.update.covers(id));
    let fields = category.attributes.iter().filter(|known| updates(known.id));
    Ok(AssetFormOffer::Form(Box::new(AssetFormData {
        id: String::new(),
        category: choice(category),
        company: Choice { slug: owner.slug, label: owner.name },
        name: String::new(),
        identifier: String::new(),
        assignee: String::new(),
        people: Some(people),
        seats: category.licences.then(String::new),
        fields: fields.map(|known| (known.field.clone(), String::new())).collect(),
        key: random::id(),
    })))
}

fn choice(category: &AssetCategory) -> Choice {
    Choice { slug: category.slug.clone(), label: category.name.clone() }
}

/// The form of an asset that is there.
///
/// # Errors
/// `NotFound` for one that is not theirs to see.
pub async fn filled(desk: &Desk, person: &Person, id: &str) -> Result<AssetFormOffer> {
    let (catalogue, db) = (desk.catalogue(), desk.db().read());
    let found = find(db, person, id).await?;
    if !scope::may_update(person, &found) {
        return Ok(AssetFormOffer::Refused(Because::ReadOnly));
    }
    let category = catalogue.asset_category(found.category_id)?;
    let company = crate::actor::company::Entity::find_by_id(found.company_id).one(db).await?;
    let company = company.ok_or_else(|| crate::Error::broken(format!("company {}", found.company_id)))?;
    let (people, assignee) = people(desk, person, &found).await?;
    let seats = found.seats.map(|seats| seats.to_string()).unwrap_or_default();
    Ok(AssetFormOffer::Form(Box::new(AssetFormData {
        category: choice(category),
        company: Choice { slug: company.slug, label: company.name },
        people,
        assignee,
        seats: (category.licences && person.is_staff()).then_some(seats),
        fields: fields(desk, person, &found, category).await?,
        id: found.public_id,
        name: found.name,
        identifier: found.identifier,
        key: String::new(),
    })))
}

/// Who it may be assigned to, and the slug of whoever has it; for those at the desk.
async fn people(desk: &Desk, person: &Person, found: &asset::Model) -> Result<(Option<Vec<Choice>>, String)> {
    if !person.is_staff() {
        return Ok((None, String::new()));
    }
    let db = desk.db().read();
    let mut known = members(db, &[found.company_id]).await?;
    if let Some(id) = found.assignee_id.filter(|id| known.iter().all(|member| member.id != *id)) {
        let user = crate::actor::user::Entity::find_by_id(id).one(db).await?;
        known.extend(user.map(|user| PersonOption { id: user.id, slug: user.slug, name: user.name }));
    }
    let assignee = known.iter().find(|member| Some(member.id) == found.assignee_id);
    let assignee = assignee.map(|member| member.slug.clone()).unwrap_or_default();
    Ok((Some(known.into_iter().map(PersonOption::choice).collect()), assignee))
}

async fn fields(
    desk: &Desk,
    person: &Person,
    found: &asset::Model,
    category: &AssetCategory,
) -> Result<Vec<(AttributeDefinition, String)>> {
    let values = value::Entity::find().filter(value::Column::AssetId.eq(found.id)).all(desk.db().read()).await?;
    let held = |id: i64| values.iter().find(|value| value.attribute_id == id).map(|value| value.value.clone());
    let own = category.attributes.iter().filter(|known| scope::updates_attribute(person, found, known.id));
    Ok(own.map(|known| (known.field.clone(), held(known.id).unwrap_or_default())).collect())
}
