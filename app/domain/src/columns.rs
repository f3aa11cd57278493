//! Columns of lists and fields of their search: names in addresses and forms, and how a person's choice is stored. Whatever is listed.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A column of some list.
pub trait ListColumn: Clone + PartialEq + Sized {
    /// Its name in addresses.
    fn name(&self) -> Cow<'_, str>;
    fn parse(name: &str) -> Option<Self>;
    /// How the list stands for somebody who has chosen nothing.
    fn usual_sort() -> Sort<Self>;
    /// Sorted by an index, however much is listed. By other columns lists are sorted up to [`SORTED_MAX`](crate::listing::SORTED_MAX) rows.
    fn is_indexed(&self) -> bool;
    /// Whether the first click on its head puts the largest first.
    fn largest_first(&self) -> bool;
}

/// The one column of a list that stands by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByName;

impl ListColumn for ByName {
    fn name(&self) -> Cow<'_, str> {
        "name".into()
    }

    fn parse(name: &str) -> Option<Self> {
        (name == "name").then_some(Self)
    }

    fn usual_sort() -> Sort<Self> {
        Sort { column: Self, descending: false }
    }

    fn is_indexed(&self) -> bool {
        true
    }

    fn largest_first(&self) -> bool {
        false
    }
}

/// The fields of a search that looks where its list says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSearchField {}

impl SearchField for NoSearchField {
    const ALL: &'static [Self] = &[];
    const USUAL: &'static [Self] = &[];

    fn name(self) -> &'static str {
        match self {}
    }
}

/// Something that the search of some list looks through.
pub trait SearchField: Copy + PartialEq + 'static {
    const ALL: &'static [Self];
    /// Where it looks for somebody who has chosen nothing.
    const USUAL: &'static [Self];
    /// Its name in addresses.
    fn name(self) -> &'static str;
}

/// Reads `number,subject,…`: known columns, none twice, at least one.
pub fn read_columns<C: ListColumn>(text: &str) -> Option<Vec<C>> {
    let mut columns = Vec::new();
    for name in text.split(',') {
        let column = C::parse(name).filter(|column| !columns.contains(column))?;
        columns.push(column);
    }
    Some(columns)
}

pub fn write_columns<C: ListColumn>(columns: &[C]) -> String {
    columns.iter().map(ListColumn::name).collect::<Vec<_>>().join(",")
}

/// What is kept of the columns that a person wants: each once; the usual ones, and none, as nothing, so that they follow when
/// the usual changes.
pub fn stored_columns<C: ListColumn>(wanted: &[C], usual: &[C]) -> String {
    let mut once: Vec<C> = Vec::new();
    for column in wanted {
        if !once.contains(column) {
            once.push(column.clone());
        }
    }
    if once == usual { String::new() } else { write_columns(&once) }
}

/// Reads `number,subject`: known names, at least one; in the order of all there are, each once.
pub fn read_fields<F: SearchField>(text: &str) -> Option<Vec<F>> {
    let names: Vec<&str> = text.split(',').collect();
    let known = names.iter().all(|name| F::ALL.iter().any(|field| field.name() == *name));
    known.then(|| F::ALL.iter().copied().filter(|field| names.contains(&field.name())).collect())
}

pub fn write_fields<F: SearchField>(fields: &[F]) -> String {
    fields.iter().map(|field| field.name()).collect::<Vec<_>>().join(",")
}

/// What is kept of the fields that a person's search looks through; the usual ones as nothing.
pub fn stored_fields<F: SearchField>(wanted: &[F]) -> String {
    let fields: Vec<F> = F::ALL.iter().copied().filter(|field| wanted.contains(field)).collect();
    if fields == F::USUAL { String::new() } else { write_fields(&fields) }
}

/// How wide a column may be set, in pixels; the style sheet has a class for each step.
pub const WIDTH_MIN: u16 = 64;
pub const WIDTH_MAX: u16 = 640;
pub const WIDTH_STEP: u16 = 8;

/// The columns whose width a person has set; the others follow what they hold.
pub type Widths<C> = Vec<(C, u16)>;

/// The nearest width that there is.
pub fn fitting_width(pixels: i64) -> u16 {
    let step = i64::from(WIDTH_STEP);
    let nearest = (pixels.saturating_add(step / 2)).div_euclid(step).saturating_mul(step);
    u16::try_from(nearest.clamp(WIDTH_MIN.into(), WIDTH_MAX.into())).unwrap_or(WIDTH_MAX)
}

/// Reads `status:160,subject:320`. What is not known, or has no width that there is, is left out.
pub fn read_widths<C: ListColumn>(text: &str) -> Widths<C> {
    let mut widths: Widths<C> = Vec::new();
    for one in text.split(',') {
        let Some((name, width)) = one.rsplit_once(':') else { continue };
        let known = C::parse(name).zip(width.parse::<u16>().ok());
        if let Some((column, width)) = known
            .filter(|(column, width)| fitting_width((*width).into()) == *width && width_of(&widths, column).is_none())
        {
            widths.push((column, width));
        }
    }
    widths
}

pub fn write_widths<C: ListColumn>(widths: &[(C, u16)]) -> String {
    widths.iter().map(|(column, width)| format!("{}:{width}", column.name())).collect::<Vec<_>>().join(",")
}

pub fn width_of<C: PartialEq>(widths: &[(C, u16)], column: &C) -> Option<u16> {
    widths.iter().find(|(known, _)| known == column).map(|(_, width)| *width)
}

/// Sets the width of a column, or lets it follow what it holds again.
pub fn set_width<C: PartialEq>(widths: &mut Widths<C>, column: C, width: Option<u16>) {
    widths.retain(|(known, _)| *known != column);
    widths.extend(width.map(|width| (column, width)));
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort<C> {
    pub column: C,
    pub descending: bool,
}

impl<C: ListColumn> Default for Sort<C> {
    fn default() -> Self {
        C::usual_sort()
    }
}

impl<C: ListColumn> Sort<C> {
    /// Reads `-created`: the largest first.
    pub fn parse(text: &str) -> Option<Self> {
        let (descending, name) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        C::parse(name).map(|column| Self { column, descending })
    }

    pub fn write(&self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.column.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assets, listing};

    #[test]
    fn what_is_kept_is_read_again_and_the_usual_is_nothing() {
        type Tickets = listing::Column;
        let wanted = [Tickets::Age, Tickets::Number, Tickets::Age];
        assert_eq!(stored_columns(&wanted, &Tickets::usual(true)), "age,number");
        assert_eq!(read_columns::<Tickets>("age,number"), Some(vec![Tickets::Age, Tickets::Number]));
        assert_eq!(stored_columns(&Tickets::usual(true), &Tickets::usual(true)), "");
        assert_eq!(stored_columns(&Vec::<Tickets>::new(), &Tickets::usual(true)), "");
        let model = assets::AssetColumn::Attribute("model".into());
        assert_eq!(stored_columns(&[model.clone(), assets::AssetColumn::Name], &[]), "f.model,name");
        assert_eq!(read_columns("f.model,name"), Some(vec![model, assets::AssetColumn::Name]));
        for bad in ["", "age,age", "age,", "nonsense", "AGE"] {
            assert_eq!(read_columns::<Tickets>(bad), None, "{bad}");
        }
    }

    #[test]
    fn fields_are_read_in_one_order_and_the_usual_ones_are_nothing() {
        use assets::AssetSearchIn::{Identifier, Name};
        assert_eq!(read_fields("identifier,name,name"), Some(vec![Name, Identifier]));
        assert_eq!(read_fields::<assets::AssetSearchIn>("name,nonsense"), None);
        assert_eq!(
            (stored_fields(&[Identifier, Name]), stored_fields(&[Identifier])),
            (String::new(), "identifier".into())
        );
        assert_eq!(stored_fields(&listing::SearchIn::USUAL), "");
    }

    #[test]
    fn widths_come_in_steps_and_what_is_unknown_is_left_out() {
        let fitting = [-5, 0, 67, 68, 100, 641, i64::MAX].map(fitting_width);
        assert_eq!(fitting, [64, 64, 64, 72, 104, 640, 640]);
        type Tickets = listing::Column;
        let widths = vec![(Tickets::Status, 160), (Tickets::parse("attr.serial").expect("a column"), 64)];
        assert_eq!(write_widths(&widths), "status:160,attr.serial:64");
        assert_eq!(read_widths::<Tickets>("status:160,attr.serial:64"), widths);
        let kept = read_widths::<Tickets>("gone:96,status:160,status:96,age:7,queue:100,subject,attr.serial:64,:");
        assert_eq!(kept, widths);
        assert_eq!(read_widths::<Tickets>(""), []);
    }

    #[test]
    fn a_width_is_set_once_and_taken_back() {
        let mut widths = vec![("status", 160)];
        set_width(&mut widths, "status", Some(96));
        set_width(&mut widths, "queue", Some(64));
        assert_eq!(widths, [("status", 96), ("queue", 64)]);
        set_width(&mut widths, "status", None);
        assert_eq!((width_of(&widths, &"status"), width_of(&widths, &"queue")), (None, Some(64)));
    }

    #[test]
    fn a_sort_is_read_as_it_is_written() {
        for text in ["-created", "number", "-attr.model"] {
            assert_eq!(Sort::<listing::Column>::parse(text).map(|sort| sort.write()).as_deref(), Some(text));
        }
        assert_eq!(
            Sort::<assets::AssetColumn>::parse("-f.model").map(|sort| sort.write()).as_deref(),
            Some("-f.model")
        );
        assert_eq!(Sort::<assets::AssetColumn>::parse("--name"), None);
    }
}
