//! Templates of a mapping: `"{category} / {subcategory}: {u_symptom}"` puts columns into text and leaves unknown ones out
//! gracefully, line by line: text before a column goes with that column (the text that opens the line stays while any
//! column of the line is known), text after the last one goes with the last; a line whose columns are all unknown
//! vanishes. A template whose columns are all unknown has no value. `{body:80}` shortens to 80 characters at a word
//! boundary, `{id:first 8}` takes the first eight as they are, `{{` and `}}` are braces. `{first_message}` is the text
//! of the ticket's first public message and stands in `fields` and `attributes` only.

use serde::Deserialize;

use super::table::TableRow;

/// Text with columns in it; see the module for the rules.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Template {
    lines: Vec<TemplateLine>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct TemplateLine {
    slots: Vec<Slot>,
    /// After the last column, or the whole line where there is none.
    tail: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Slot {
    lead: String,
    column: String,
    cut: Truncation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Truncation {
    Whole,
    Words(usize),
    First(usize),
}

impl TryFrom<String> for Template {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let lines = text.trim().lines().map(TemplateLine::parse).collect::<Result<_, _>>()?;
        Ok(Template { lines })
    }
}

impl Template {
    /// The columns in the order of their first use, perhaps repeated.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.lines.iter().flat_map(|line| line.slots.iter().map(|slot| slot.column.as_str()))
    }

    /// The text for a row; `None` where all its columns are unknown or nothing but space comes out.
    pub fn render(&self, row: &TableRow) -> Option<String> {
        let mut columns = self.columns().peekable();
        if columns.peek().is_some() && !columns.any(|column| row.values.contains_key(column)) {
            return None;
        }
        let lines: Vec<String> = self.lines.iter().filter_map(|line| line.render(row)).collect();
        Some(lines.join("\n").trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The text, where no column is in it.
    pub(super) fn fixed(&self) -> Option<&str> {
        match self.lines.as_slice() {
            [line] if line.slots.is_empty() => Some(&line.tail),
            _ => None,
        }
    }
}

impl TemplateLine {
    fn parse(text: &str) -> Result<Self, String> {
        let (mut line, mut rest) = (TemplateLine::default(), text);
        while let Some(at) = rest.find(['{', '}']) {
            let (before, brace) = rest.split_at(at);
            line.tail.push_str(before);
            rest = &brace[1..];
            if let Some(after) = rest.strip_prefix(&brace[..1]) {
                line.tail.push_str(&brace[..1]);
                rest = after;
                continue;
            }
            let (inside, after) =
                rest.split_once('}').filter(|_| brace.starts_with('{')).ok_or_else(|| unpaired(text))?;
            line.slots.push(Slot::parse(std::mem::take(&mut line.tail), inside).ok_or_else(|| unpaired(text))?);
            rest = after;
        }
        line.tail.push_str(rest);
        Ok(line)
    }

    fn render(&self, row: &TableRow) -> Option<String> {
        let Some(opening) = self.slots.first().map(|slot| slot.lead.as_str()) else {
            return Some(self.tail.clone());
        };
        let mut out = String::new();
        let mut last_known = false;
        for slot in &self.slots {
            let value = row.values.get(&slot.column);
            last_known = value.is_some();
            if let Some(value) = value {
                out.push_str(if out.is_empty() { opening } else { &slot.lead });
                out.push_str(&slot.cut.apply(value));
            }
        }
        if last_known {
            out.push_str(&self.tail);
        }
        Some(out).filter(|out| !out.is_empty())
    }
}

fn unpaired(text: &str) -> String {
    format!("“{text}”: write a column in braces, like {{number}}, and double a brace that is just text")
}

impl Slot {
    /// A colon may be part of a column's name, unless what follows is a way of cutting.
    fn parse(lead: String, inside: &str) -> Option<Slot> {
        let cut = inside.rsplit_once(':').and_then(|(column, cut)| Some((column, Truncation::parse(cut.trim())?)));
        let (column, cut) = cut.unwrap_or((inside, Truncation::Whole));
        let column = column.trim().to_owned();
        (!column.is_empty()).then_some(Slot { lead, column, cut })
    }
}

impl Truncation {
    fn parse(text: &str) -> Option<Truncation> {
        match text.strip_prefix("first ") {
            Some(count) => count.trim().parse().ok().map(Truncation::First),
            None => text.parse().ok().map(Truncation::Words),
        }
    }

    fn apply(self, text: &str) -> String {
        match self {
            Truncation::Whole => text.to_owned(),
            Truncation::First(count) => text.chars().take(count).collect(),
            Truncation::Words(count) => shortened(text, count),
        }
    }
}

/// One line of at most `count` characters; what is cut ends with a whole word and `…`. A first word longer than the
/// line is cut in the middle.
fn shortened(text: &str, count: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= count {
        return line;
    }
    let kept: String = line.chars().take(count.saturating_sub(1)).collect();
    let next_is_space = line[kept.len()..].starts_with(' ');
    let whole =
        if next_is_space { kept.as_str() } else { kept.rsplit_once(' ').map_or(kept.as_str(), |(words, _)| words) };
    format!("{}…", whole.trim_end_matches([' ', ',', ';', ':', '-', '.']))
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

    fn rendered(template: &str, pairs: &[(&str, &str)]) -> Option<String> {
        Template::try_from(template.to_owned()).expect("a template").render(&row(pairs))
    }

    #[test]
    fn unknown_parts_are_left_out() {
        let subject = "{category} / {subcategory}: {symptom}";
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(rendered(subject, &[("category", "A"), ("subcategory", "B"), ("symptom", "C")]), some("A / B: C"));
        assert_eq!(rendered(subject, &[("category", "A"), ("symptom", "C")]), some("A: C"));
        assert_eq!(rendered(subject, &[("subcategory", "B")]), some("B"));
        assert_eq!(rendered(subject, &[]), None);
        assert_eq!(rendered("Call from {a} ({b}).", &[("a", "Ann")]), some("Call from Ann"));
        assert_eq!(rendered("Call from {a} ({b}).", &[("b", "Bo")]), some("Call from Bo)."));
        assert_eq!(rendered("Seen:\nplace {a}\ntime {b}", &[("b", "noon")]), some("Seen:\ntime noon"));
        assert_eq!(rendered("plain {{text}}", &[]), some("plain {text}"));
    }

    #[test]
    fn texts_are_shortened_at_a_word() {
        let cut = |text: &str| rendered("{a:12}", &[("a", text)]).expect("text");
        assert_eq!(cut("short\nenough"), "short enough");
        assert_eq!(cut("short, enough still"), "short…");
        assert_eq!(cut("fits eleven and"), "fits eleven…");
        assert_eq!(cut("äöüäöüäöüäöüäöü"), "äöüäöüäöüäö…");
        assert_eq!(rendered("{id:first 8}", &[("id", "9b7b9e5a-8ec5")]).as_deref(), Some("9b7b9e5a"));
        assert_eq!(rendered("{a:b}", &[("a:b", "a colon in a name")]).as_deref(), Some("a colon in a name"));
    }
}
