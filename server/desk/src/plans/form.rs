//! The form of a request, prefilled.

use super::show::{choice, plan_of};
use crate::actor::{Person, user};
use crate::entitlements::contacts::{Filer, account, filers, likely_contact, seats};
use crate::entitlements::plan;
use crate::entitlements::scope::{self, Scope};
use crate::{Desk, Result, random};
use domain::Refusal;
use domain::plans::{ContactRequestForm, RequestFormOffer, RequestKind};
use domain::refusal::Because;
use domain::tickets::Choice;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

/// Which form is asked for.
#[derive(Clone, Debug, Default)]
pub struct FormQuery<'a> {
    /// Slugs; empty for the person's first company and for its plan of everything else.
    pub company: &'a str,
    pub product: &'a str,
    pub kind: &'a str,
    /// The contact whose seat or details it is about; `me` for a person who wants a seat, and for the desk the slug of somebody
    /// of the company who does.
    pub contact: &'a str,
}

/// The form, or why this person gets none.
///
/// # Errors
/// `NotFound` for a company that is not theirs to see, and for a contact that is not there.
pub async fn form(desk: &Desk, person: &Person, asked: FormQuery<'_>) -> Result<RequestFormOffer> {
    let db = desk.db().read();
    let scope = scope::company(db, person, asked.company).await?;
    let plans = scope::plans(db, scope.company.id).await?;
    let Some(plan) =
        plans.iter().find(|plan| plan.product.as_deref().unwrap_or_default() == asked.product).or(plans.first())
    else {
        let manager = person.companies.iter().find(|home| home.company_id == scope.company.id);
        let manager = manager.and_then(|home| home.account_manager.clone());
        return Ok(RequestFormOffer::Refused(Because::NoPlan { company: scope.company.name, manager }));
    };
    let decides = scope::decides(desk, person, &scope.company, plan);
    if person.is_staff() && !decides {
        return Ok(RequestFormOffer::Refused(Because::ReadOnly));
    }
    let others = others(db, person, scope.company.id).await?;
    if !scope.files && !decides && others.is_empty() {
        return Ok(RequestFormOffer::Refused(Because::FilersOnly));
    }
    let kind = RequestKind::parse(asked.kind).unwrap_or_default();
    let plan_of = plan_of(desk, person, &scope, plan).await?;
    let about = plan_of.contacts.iter().find(|contact| contact.id == asked.contact);
    // Details are for those who know them; whoever is on the plan with another address says what is right.
    let known = about.is_some_and(|contact| contact.email.is_some());
    let own =
        if kind == RequestKind::Correct && !known { own_seat(db, person, plan, asked.contact).await? } else { None };
    let about = about.filter(|_| kind != RequestKind::Correct || known || own.is_some());
    if kind == RequestKind::Correct && about.is_none() {
        return Err(Refusal::NotFound.into());
    }
    let to = if scope.files || decides { Vec::new() } else { others.iter().map(Filer::choice).collect() };
    Ok(RequestFormOffer::Form(Box::new(ContactRequestForm {
        person: match own {
            Some(own) => details_of(own),
            None => details(db, person, plan, kind, &asked).await?,
        },
        removing: about.filter(|_| kind == RequestKind::Remove).map(|contact| contact.id.clone()).into_iter().collect(),
        corrects: about.filter(|_| kind == RequestKind::Correct).map(|contact| contact.id.clone()).unwrap_or_default(),
        company: choice(&scope.company),
        plans: if kind == RequestKind::Add { named(desk, &plans) } else { Vec::new() },
        plan: plan_of,
        kind,
        to,
        asked_by: if decides { others.iter().map(Filer::choice).collect() } else { Vec::new() },
        decides,
        key: random::id(),
    })))
}

/// Those who may file, but for the person.
async fn others(db: &impl ConnectionTrait, person: &Person, company_id: i64) -> Result<Vec<Filer>> {
    Ok(filers(db, company_id).await?.into_iter().filter(|filer| filer.id != person.id).collect())
}

/// The plans to choose from, where there are several.
fn named(desk: &Desk, plans: &[plan::Model]) -> Vec<Choice> {
    let choice = |plan: &plan::Model| {
        let slug = plan.product.clone().unwrap_or_default();
        Choice { label: desk.catalogue().product_name(&slug).to_owned(), slug }
    };
    if plans.len() > 1 { plans.iter().map(choice).collect() } else { Vec::new() }
}

/// The person's account, where this contact seems to be theirs and has no account because the address is another one.
async fn own_seat(
    db: &impl ConnectionTrait,
    person: &Person,
    plan: &plan::Model,
    contact: &str,
) -> Result<Option<user::Model>> {
    let seats = seats(db, plan.id).await?;
    let own = user::Entity::find_by_id(person.id).one(db).await?.filter(|_| !person.is_staff());
    Ok(own.filter(|own| likely_contact(&seats, own).is_some_and(|seat| seat.slug == contact)))
}

fn details_of(user: user::Model) -> [String; 5] {
    [user.first_name, user.last_name, user.position, user.email, user.phone]
}

/// What the form says of a person at first: of the contact whose details change, or of oneself.
async fn details(
    db: &impl ConnectionTrait,
    person: &Person,
    plan: &plan::Model,
    kind: RequestKind,
    asked: &FormQuery<'_>,
) -> Result<[String; 5]> {
    if kind == RequestKind::Correct {
        let seats = seats(db, plan.id).await?;
        let seat = seats.into_iter().find(|seat| seat.slug == asked.contact).ok_or(Refusal::NotFound)?;
        return Ok([seat.first_name, seat.last_name, seat.position, seat.email, seat.phone]);
    }
    if kind == RequestKind::Add && asked.contact == "me" && !person.is_staff() {
        let own = user::Entity::find_by_id(person.id).one(db).await?.ok_or(Refusal::NotFound)?;
        return Ok(details_of(own));
    }
    if kind == RequestKind::Add && person.is_staff() && !asked.contact.is_empty() {
        let named = user::Entity::find().filter(user::Column::Slug.eq(asked.contact.replace('\0', "")));
        if let Some(own) = named.one(db).await?
            && account(db, plan.company_id, &own.email).await?.is_some()
        {
            return Ok(details_of(own));
        }
    }
    Ok(Default::default())
}

/// The one who is named, or the first.
pub(super) async fn filer(
    db: &impl ConnectionTrait,
    person: &Person,
    scope: &Scope,
    slug: &str,
) -> Result<Option<Filer>> {
    let others = others(db, person, scope.company.id).await?;
    Ok(others.into_iter().find(|filer| slug.is_empty() || filer.slug == slug))
}
