//! Search conditions of a list: words and attributes. Each can find assets by its index, or be asked about an asset that something else
//! has found; how many assets have it decides which.

use super::super::words::words;
use super::super::{asset, scope};
use super::attributes::ListAttribute;
use super::view::AssetView;
use crate::db::CountRow;
use crate::{Desk, Result};
use asset::Column as A;
use domain::assets::{AssetSearchIn, Wanted, value_key};
use domain::listing::SORTED_MAX;
use domain::tickets::attribute::FilterKind;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{Condition, DbBackend, FromQueryResult, StatementBuilder};

pub(super) struct SearchCondition {
    /// Ids of all assets that have it, as `asset_id`, each once.
    pub ids: SelectStatement,
    /// The same, looking at the values of assets that are found.
    looking: SelectStatement,
    /// How many values there are, counted no further than one past what can be sorted.
    count: u64,
}

impl SearchCondition {
    /// So few have it that all of them can be looked at.
    pub(super) fn is_few(&self) -> bool {
        self.count <= SORTED_MAX
    }

    /// Asks about an asset that is found.
    pub(super) fn exists(&self) -> SimpleExpr {
        let mut one = self.looking.clone();
        one.and_where(Expr::col("asset_id").eq(scope::column(A::Id)));
        Expr::exists(one)
    }
}

/// What narrows the view, those that the fewest assets have first.
pub(super) async fn conditions(desk: &Desk, view: &AssetView<'_>) -> Result<Vec<SearchCondition>> {
    let words = words(&view.listing.search);
    let words = words.iter().map(|word| both(|column| word_begins(word, &view.search_in, column), view.backend));
    let attributes = view.listing.wanted.iter().filter_map(|wanted| Some((view.attribute(&wanted.name)?, wanted)));
    let attributes =
        attributes.map(|(known, wanted)| both(|column| attribute_matches(known, wanted, column), view.backend));
    let mut conditions = Vec::new();
    for (mut ids, looking) in words.chain(attributes) {
        let mut some = ids.clone();
        some.clear_selects().expr(Expr::val(1)).limit(SORTED_MAX + 1);
        let count = Query::select().expr_as(Expr::cust("COUNT(*)"), "n").from_subquery(some, "some").to_owned();
        let statement = StatementBuilder::build(&count, &view.backend);
        let counted = CountRow::find_by_statement(statement).one(desk.db().read()).await?.map_or(0, |row| row.n);
        conditions.push(SearchCondition { ids: ids.distinct().to_owned(), looking, count: counted.unsigned_abs() });
    }
    conditions.sort_by_key(|condition| condition.count);
    Ok(conditions)
}

type ColumnExpr = dyn Fn(&'static str) -> Expr;

/// What finds assets by its index, and what looks at those that are found: SQLite's unary plus keeps it from finding again.
fn both(made: impl Fn(&ColumnExpr) -> SelectStatement, backend: DbBackend) -> (SelectStatement, SelectStatement) {
    let hidden = move |column: &'static str| match backend {
        DbBackend::Sqlite => Expr::cust(format!("+{column}")),
        _ => Expr::col(column),
    };
    (made(&|column| Expr::col(column)), made(&hidden))
}

/// Assets in which a word of one of the fields begins so.
fn word_begins(word: &str, fields: &[AssetSearchIn], column: &ColumnExpr) -> SelectStatement {
    // Nothing sorts after the highest character there is.
    let end = format!("{word}\u{10FFFF}");
    Query::select()
        .column("asset_id")
        .from("asset_words")
        .and_where(column("word").gte(word))
        .and_where(column("word").lt(end))
        .and_where(column("field").is_in(fields.iter().map(|field| field.as_str())))
        .to_owned()
}

/// Assets whose attribute is one of the values, or within the ends. Texts are found by their beginning.
fn attribute_matches(known: &ListAttribute, wanted: &Wanted, column: &ColumnExpr) -> SelectStatement {
    let kind = known.field.kind;
    let key = || column("value_key");
    let is = |value: &String| {
        let least = value_key(kind, value);
        match kind.filter() {
            FilterKind::Beginning => {
                let end = format!("{least}\u{10FFFF}");
                Condition::all().add(key().gte(least)).add(key().lt(end))
            }
            FilterKind::Entries | FilterKind::Numbers | FilterKind::Days => Condition::all().add(key().eq(least)),
        }
    };
    let any = wanted.values.iter().map(is).fold(Condition::any(), Condition::add);
    let matching = Condition::all()
        .add(Expr::col("attribute_id").is_in(known.ids.iter().copied()))
        .add_option((!wanted.values.is_empty()).then_some(any))
        .add_option(wanted.from.as_ref().map(|from| key().gte(value_key(kind, from))))
        .add_option(wanted.to.as_ref().map(|to| key().lte(value_key(kind, to))));
    Query::select().column("asset_id").from("asset_values").cond_where(matching).to_owned()
}
