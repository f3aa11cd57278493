//! JSON objects flattened into rows: inner objects are columns named `outer.inner`, and numbers keep the digits they are written with.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::lines::RawLine;
use super::raw::RawRow;
use super::record::RowProblem;

/// Objects within objects, at most.
const DEPTH_MAX: usize = 32;

pub(super) fn json_row(line: RawLine) -> RawRow {
    let cells = cells(&line.text);
    let (number, text) = (line.number, line.text);
    match cells {
        Ok(pairs) => {
            let (columns, cells): (Vec<_>, Vec<_>) =
                pairs.into_iter().map(|(column, cell)| (column, Some(cell))).unzip();
            RawRow { number, text, columns: columns.into(), cells, problem: None }
        }
        Err(reason) => RawRow::unreadable(number, text, RowProblem::of_row(number, reason)),
    }
}

fn cells(text: &[u8]) -> Result<Vec<(String, String)>, String> {
    let text = str::from_utf8(text).map_err(|_| "not UTF-8 text".to_owned())?;
    let whole: &RawValue = read(text)?;
    if !whole.get().starts_with('{') {
        return Err("not a JSON object".to_owned());
    }
    let mut pairs = Vec::new();
    flatten(String::new(), whole, DEPTH_MAX, &mut pairs)?;
    Ok(pairs)
}

fn read<'a, T: serde::Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| format!("broken JSON: {error}"))
}

fn flatten(name: String, value: &RawValue, depth: usize, pairs: &mut Vec<(String, String)>) -> Result<(), String> {
    let text = value.get();
    let cell = match text.as_bytes().first() {
        Some(b'{') => {
            let depth = depth.checked_sub(1).ok_or_else(|| format!("objects nested more than {DEPTH_MAX} deep"))?;
            for (key, inner) in read::<BTreeMap<String, &RawValue>>(text)? {
                let path = if name.is_empty() { key } else { format!("{name}.{key}") };
                flatten(path, inner, depth, pairs)?;
            }
            return Ok(());
        }
        Some(b'"') => read(text)?,
        Some(b'[') => read::<Vec<String>>(text).map_or_else(|_| text.to_owned(), |words| words.join(", ")),
        // The column is there, though its value is not.
        _ if text == "null" => String::new(),
        _ => text.to_owned(),
    };
    pairs.push((name, cell));
    Ok(())
}
