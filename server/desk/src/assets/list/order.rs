//! Sort keys of the list.

use super::super::parties::folded;
use super::super::{asset, scope};
use super::view::AssetView;
use asset::Column as A;
use domain::assets::{AssetColumn, sort_key};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{CaseStatement, Expr, SimpleExpr};

impl AssetView<'_> {
    /// What a column sorts by. SQLite's unary plus keeps an index in the list's order out of its sight.
    pub(super) fn key(&self, column: &AssetColumn, hidden: bool) -> SimpleExpr {
        let plain = |of: A| if hidden { scope::without_index(self.backend, of) } else { scope::column(of) };
        let name = |table: &str, id: &str| {
            let name = folded(self.backend, "n.name");
            Expr::cust(format!("COALESCE((SELECT {name} FROM {table} n WHERE n.id = assets.{id}), '')"))
        };
        match column {
            AssetColumn::Name => plain(A::NameKey),
            AssetColumn::Identifier => plain(A::IdentifierKey),
            AssetColumn::Created => plain(A::CreatedAt),
            AssetColumn::Changed => plain(A::ChangedAt),
            AssetColumn::Company => name("companies", "company_id"),
            AssetColumn::Assigned => name("users", "assignee_id"),
            AssetColumn::Seats => Expr::cust("COALESCE(assets.seats - assets.seats_used, -1)"),
            AssetColumn::Category => {
                let mut named: Vec<_> = self
                    .catalogue
                    .asset_categories
                    .iter()
                    .map(|category| (sort_key(&category.name), category.id))
                    .collect();
                named.sort();
                let case = (0..).zip(&named).fold(CaseStatement::new(), |case, (place, (_, id))| {
                    case.case(A::CategoryId.eq(*id), place as i64)
                });
                case.finally(0).into()
            }
            AssetColumn::Attribute(name) => {
                let ids = self.attribute(name).map_or(&[][..], |known| &known.ids);
                let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
                let ids = if ids.is_empty() { "-1".to_owned() } else { ids.join(", ") };
                Expr::cust(format!(
                    "COALESCE((SELECT v.value_key FROM asset_values v WHERE v.asset_id = assets.id AND v.attribute_id IN ({ids})), '')"
                ))
            }
        }
    }
}
