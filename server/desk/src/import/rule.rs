//! Rules of a mapping: where one value comes from.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::record::RowProblem;
use super::table::TableRow;
use super::template::Template;

/// Where one value comes from: a template, then a translation. In TOML either the template alone or
/// `{ from = "{state}", values = { "Open" = "open", "*" = "other" }, default = "new" }`.
#[derive(Debug, Clone)]
pub struct Rule {
    pub from: Template,
    /// Empty: values stand as they are. Otherwise a value must be in it, or `*` stands for the rest.
    pub values: BTreeMap<String, String>,
    /// Where nothing is known.
    pub default: Option<String>,
}

impl Rule {
    /// The value a row gives, `None` where it is unknown and there is no default.
    pub fn value(&self, row: &TableRow) -> Result<Option<String>, RowProblem> {
        Ok(self.known_value(row)?.or_else(|| self.default.clone()))
    }

    /// The value without the default.
    pub fn known_value(&self, row: &TableRow) -> Result<Option<String>, RowProblem> {
        let Some(value) = self.from.render(row) else {
            return Ok(None);
        };
        if self.values.is_empty() {
            return Ok(Some(value));
        }
        match self.values.get(&value).or_else(|| self.values.get("*")) {
            Some(meant) => Ok(Some(meant.clone())),
            None => Err(self.problem(row, format!("the mapping has no value for “{value}”"))),
        }
    }

    /// A problem of the row, at the first column of the template.
    pub fn problem(&self, row: &TableRow, reason: impl Into<String>) -> RowProblem {
        RowProblem::of_column(row.number, self.from.columns().next(), reason)
    }

    /// What the rule can give whatever a row says.
    pub(super) fn constants(&self) -> impl Iterator<Item = &str> {
        let fixed = self.from.fixed().filter(|_| self.values.is_empty());
        self.values.values().chain(&self.default).map(String::as_str).chain(fixed)
    }
}

impl<'de> Deserialize<'de> for Rule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RuleVisitor)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleTable {
    from: Template,
    #[serde(default)]
    values: BTreeMap<String, String>,
    default: Option<String>,
}

/// Written out instead of an untagged enum, whose only complaint is that no variant matched.
struct RuleVisitor;

impl<'de> Visitor<'de> for RuleVisitor {
    type Value = Rule;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a template, or a table with `from`, `values` and `default`")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Rule, E> {
        let from = Template::try_from(text.to_owned()).map_err(E::custom)?;
        Ok(Rule { from, values: BTreeMap::new(), default: None })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Rule, A::Error> {
        let RuleTable { from, values, default } = RuleTable::deserialize(MapAccessDeserializer::new(map))?;
        if default.as_deref() == Some("") {
            return Err(A::Error::custom("`default` can't be empty; leave it out"));
        }
        Ok(Rule { from, values, default })
    }
}

/// Reads a yes or a no; `None` for anything else, so that a note never becomes public by a word nobody knows.
pub fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "x" => Some(true),
        "false" | "no" | "n" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pairs: &[(&str, &str)]) -> TableRow {
        TableRow {
            number: 2,
            values: pairs.iter().map(|(column, value)| ((*column).into(), (*value).into())).collect(),
        }
    }

    #[test]
    fn values_are_translated_or_named() {
        let rule = |toml: &str| toml::from_str::<BTreeMap<String, Rule>>(toml).expect("a rule").remove("r").expect("r");
        let strict = rule("r = { from = '{a}', values = { x = 'X' }, default = 'D' }");
        assert_eq!(strict.value(&row(&[("a", "x")])), Ok(Some("X".into())));
        assert_eq!(strict.value(&row(&[])), Ok(Some("D".into())));
        let problem = strict.value(&row(&[("a", "y")])).expect_err("no value");
        assert_eq!(problem.to_string(), "row 2, column a: the mapping has no value for “y”");
        let open = rule("r = { from = '{a}', values = { x = 'X', '*' = 'O' } }");
        assert_eq!(open.value(&row(&[("a", "y")])), Ok(Some("O".into())));
        assert_eq!(open.value(&row(&[])), Ok(None));
    }
}
