//! Assets that a ticket may be about: what somebody is offered while they raise or work on one.

use super::link::{for_company, linked_of};
use super::words::words;
use super::{asset, scope, visible};
use crate::people::Person;
use crate::tickets;
use crate::{Desk, Result};
use domain::assets::{Linked, SearchIn};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// Offered at once; a word narrows them.
const OFFERED_MAX: u64 = 12;

/// What somebody is looking for an asset for.
pub enum For<'a> {
    /// By number.
    Ticket(&'a str),
    /// A new ticket of any of the person's companies.
    New,
    /// The asset of this id alone.
    Asset(&'a str),
}

/// The assets that fit and in which every word of `find` begins a word: those assigned to the person first, then by name.
///
/// # Errors
/// `NotFound` for a ticket that is not theirs to see.
pub async fn choose(desk: &Desk, person: &Person, what: For<'_>, find: &str) -> Result<Vec<Linked>> {
    let db = desk.db().read();
    let fitting = match what {
        For::Ticket(number) => for_company(tickets::find(db, person, number).await?.company_id),
        For::New => {
            let homes = person.companies.iter();
            homes.fold(Condition::any(), |any, home| any.add(for_company(home.company_id)))
        }
        For::Asset(id) => Condition::all().add(asset::Column::PublicId.eq(id.replace('\0', ""))),
    };
    let query = asset::Entity::find()
        .filter(visible(person))
        .filter(fitting)
        .filter(named(find, &SearchIn::ALL))
        .order_by_desc(Expr::expr(scope::own(person)))
        .order_by_asc(asset::Column::NameKey)
        .order_by_asc(asset::Column::Id)
        .limit(OFFERED_MAX);
    query.all(db).await?.into_iter().map(|asset| linked_of(desk, asset)).collect()
}

/// Assets in which every word begins a word of one of the fields.
pub(super) fn named(find: &str, fields: &[SearchIn]) -> Condition {
    let holding = |word: String| {
        // Nothing sorts after the highest character there is.
        let end = format!("{word}\u{10FFFF}");
        Query::select()
            .column("asset_id")
            .from("asset_words")
            .and_where(Expr::col("word").gte(word))
            .and_where(Expr::col("word").lt(end))
            .and_where(Expr::col("field").is_in(fields.iter().map(|field| field.as_str())))
            .to_owned()
    };
    let words = words(find).into_iter();
    words.fold(Condition::all(), |all, word| all.add(asset::Column::Id.in_subquery(holding(word))))
}
