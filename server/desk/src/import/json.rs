//! Rows of JSONL.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::lines::Line;
use super::record::RowProblem;
use super::table::{BadRow, Row, known};

pub(super) fn json_row(line: &Line, wanted: &BTreeSet<String>, missing: &mut BTreeSet<String>) -> Result<Row, BadRow> {
    let bad = |reason: String| BadRow { problem: RowProblem::of_row(line.number, reason), values: BTreeMap::new() };
    let value: Value = serde_json::from_slice(&line.text).map_err(|e| bad(format!("broken JSON: {e}")))?;
    if !value.is_object() {
        return Err(bad("not a JSON object".to_owned()));
    }
    let mut pairs = Vec::new();
    flatten(String::new(), &value, &mut pairs);
    pairs.retain(|(column, _)| wanted.contains(column));
    missing.retain(|column| pairs.iter().all(|(met, _)| met != column));
    Ok(Row { number: line.number, values: known(pairs.into_iter()) })
}

fn flatten(name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        // The column is there, though its value is not.
        Value::Null => pairs.push((name, String::new())),
        Value::String(text) => pairs.push((name, text.clone())),
        Value::Object(inner) => {
            for (key, value) in inner {
                let path = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                flatten(path, value, pairs);
            }
        }
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let words: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            pairs.push((name, words.join(", ")));
        }
        other => pairs.push((name, other.to_string())),
    }
}
