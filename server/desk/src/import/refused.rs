//! Writes the refused rows as a CSV file that can be corrected and imported again.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};

use super::error::MappingError;
use super::mapping::Mapping;
use super::raw::RawRow;
use super::record::RowProblem;
use super::table::{Format, Table};

/// Columns behind those of the file: the row there, why it was left out, and the text of a row that has no fields to tell apart.
const NOTES: [&str; 3] = ["refused row", "refused because", "refused text"];
/// So much of such a text tells which row it is, in bytes.
const TEXT_MAX: usize = 64 * 1024;

/// Reads the file again and writes the rows that have problems as CSV in UTF-8, every value as it stands in the file.
///
/// # Errors
/// When the file cannot be read a second time, or the other one not be written.
pub fn write_refused(
    reader: impl Read,
    format: Format,
    mapping: &Mapping,
    problems: &[RowProblem],
    to: impl Write,
) -> Result<(), MappingError> {
    let reasons = reasons(problems);
    let mut table = Table::open(reader, format, mapping.encoding, BTreeSet::new())?;
    let (mut rows, mut columns) = (Vec::new(), table.columns().to_vec());
    let mut met: BTreeSet<String> = columns.iter().cloned().collect();
    while let Some(row) = table.raw()? {
        // Objects have columns of their own, and a mapping may need one that no bad row has.
        columns.extend(row.columns.iter().filter(|column| met.insert((*column).clone())).cloned());
        if reasons.contains_key(&row.number) {
            rows.push(row);
        }
    }
    let mut out = csv::Writer::from_writer(to);
    let head = columns.iter().map(String::as_str).chain(NOTES);
    out.write_record(head).map_err(io::Error::from)?;
    for row in rows {
        let reason = reasons.get(&row.number).map_or_else(String::new, |reasons| reasons.join("; "));
        out.write_record(record(&columns, row, reason)).map_err(io::Error::from)?;
    }
    out.flush()?;
    Ok(())
}

fn reasons(problems: &[RowProblem]) -> BTreeMap<u64, Vec<String>> {
    let mut reasons: BTreeMap<u64, Vec<String>> = BTreeMap::new();
    for problem in problems {
        let column = problem.column.iter().map(|column| format!("{column}: "));
        reasons.entry(problem.row).or_default().push(column.chain([problem.reason.clone()]).collect());
    }
    reasons
}

fn record(columns: &[String], row: RawRow, reason: String) -> Vec<String> {
    let number = row.number.to_string();
    let (cells, text) = match whole(columns, &row) {
        Some(cells) => (cells, String::new()),
        None => {
            let text = &row.text[..row.text.len().min(TEXT_MAX)];
            (vec![String::new(); columns.len()], String::from_utf8_lossy(text).trim_end().to_owned())
        }
    };
    cells.into_iter().chain([number, reason, text]).collect()
}

/// A value for every column; `None` where the row cannot be told apart into them.
fn whole(columns: &[String], row: &RawRow) -> Option<Vec<String>> {
    if row.columns.is_empty() || row.cells.len() != row.columns.len() {
        return None;
    }
    if *columns == *row.columns {
        return row.cells.iter().cloned().collect();
    }
    let of = |column: &String| {
        let place = row.columns.iter().position(|own| own == column);
        place.map_or(Some(String::new()), |place| row.cells[place].clone())
    };
    columns.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::super::read::read;
    use super::*;

    const MAP: &str = r#"
        source = "s"
        ticket = ["id"]
        statuses = [{ slug = "open", label = "Open", kind = "open" }]
        fields = { company = "{who.company}", subject = "{title}", type = "request", channel = "email", queue = "Q", status = "open", priority = "normal", created = "{at}" }
    "#;

    fn refused(text: &[u8], format: Format) -> String {
        let mapping = Mapping::parse(MAP).expect("a sound mapping");
        let outcome = read(text, format, &mapping).expect("they fit");
        let mut out = Vec::new();
        write_refused(text, format, &mapping, &outcome.problems, &mut out).expect("memory can be written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn rows_come_with_every_column_and_the_reason() {
        let text = b"sep=;\r\nid;who.company;title;at;rest\r\n1;A;one;2024-01-08;x\r\n2;B;\" two, \"\"2\"\"\";soon;y;\r\n3;C;Gr\xf6\xdfe;soon;z\r\n4;D;\"four;2024-01-08;z\r\n";
        let expected = "id,who.company,title,at,rest,refused row,refused because,refused text\n\
            ,,,,,4,6 fields where the header has 5,\"2;B;\"\" two, \"\"\"\"2\"\"\"\"\"\";soon;y;\"\n\
            3,C,Gr\u{f6}\u{df}e,soon,z,5,at: \u{201c}soon\u{201d} is not a date like iso,\n\
            ,,,,,6,\"title: a quote is opened and not closed, or not doubled inside the text\",\"4;D;\"\"four;2024-01-08;z\"\n";
        assert_eq!(refused(text, Format::Csv), expected);
    }

    #[test]
    fn objects_become_rows_that_can_be_read_again() {
        let text = br#"[{"id":1,"who":{"company":"A"},"title":"one","at":"2024-01-08"},
            {"id":12345678901234567890,"who":{"company":"B"},"title":"two\nlines","at":"soon","more":[1]},{"id":3,]"#;
        let text = [&text[..text.len() - 1], b"}]"].concat();
        let out = refused(&text, Format::Json);
        assert!(out.starts_with("at,id,title,who.company,more,refused row,"), "{out}");
        assert!(out.contains("\nsoon,12345678901234567890,\"two\nlines\",B,[1],2,"), "{out}");
        let again = out.replace("\nsoon,", "\n2024-01-08,");
        let mapping = Mapping::parse(MAP).expect("a sound mapping");
        let outcome = read(again.as_bytes(), Format::Csv, &mapping).expect("they fit");
        assert_eq!((outcome.records.len(), outcome.records[0].reference.as_str()), (1, "12345678901234567890"));
    }
}
