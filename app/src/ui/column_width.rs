//! CSS classes for the widths of a table's columns. Pages hold no style attributes: a width is a class, one for each step.

use domain::columns::fitting_width;

/// Sums come in steps of this, in pixels.
const STEP: u32 = 80;
/// The least and the largest sum that has a class of its own, and the class of what is larger still.
const LEAST: u32 = 720;
const LARGEST: u32 = 2_640;
const BEYOND: u32 = 4_000;

/// The class of a table's frame. Where there is less room than its columns need it scrolls sideways, with the first two held:
/// so it has to know their sum and how wide the first is. The usual columns leave one by one instead.
pub(crate) fn frame_class(widths: &[u16], first: u16, usual: bool) -> String {
    let first = first.max(widths.first().copied().unwrap_or_default());
    let held = format!("table-frame w-{}", fitting_width(first.into()));
    if usual {
        return held;
    }
    let sum = widths.iter().map(|width| u32::from(*width)).sum::<u32>().next_multiple_of(STEP).max(LEAST);
    format!("{held} needs-{}", if sum > LARGEST { BEYOND } else { sum })
}

/// The classes of a cell with the width that is set for its column, or without any.
pub(crate) fn sized(classes: &str, width: Option<u16>) -> String {
    let mut sized = classes.split(' ').filter(|class| !class.starts_with("w-")).collect::<Vec<_>>().join(" ");
    if let Some(width) = width {
        sized.push_str(" w-");
        sized.push_str(&width.to_string());
    }
    sized
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::columns::{WIDTH_MAX, WIDTH_MIN, WIDTH_STEP};
    use domain::listing::Column;

    const SHEET: &str = include_str!("../../../style/components/widths.css");
    const COLUMNS: &str = include_str!("../../../style/components/columns.css");

    #[test]
    fn every_width_and_every_sum_has_its_class() {
        for width in (WIDTH_MIN..=WIDTH_MAX).step_by(WIDTH_STEP.into()) {
            assert!(SHEET.contains(&format!(".w-{width} {{ --w: {width}px; }}")), "{width}");
        }
        for sum in (LEAST..=LARGEST).step_by(STEP as usize).chain([BEYOND]) {
            assert!(SHEET.contains(&format!("(width < {sum}px) {{ .needs-{sum} {{")), "{sum}");
        }
    }

    #[test]
    fn the_style_sheet_knows_how_wide_columns_usually_are() {
        for column in Column::ALL {
            let rule = format!(".col-{} {{ --usual: {}px; }}", column.as_str(), column.usual_width());
            assert!(column.usual_width() == 128 || COLUMNS.contains(&rule), "{rule}");
        }
        assert!(COLUMNS.contains("--usual: 128px"), "the others");
    }

    #[test]
    fn a_frame_knows_its_first_column_and_the_sum() {
        assert_eq!(frame_class(&[112, 240], 0, true), "table-frame w-112");
        assert_eq!(frame_class(&[112, 240], 130, false), "table-frame w-128 needs-720");
        assert_eq!(frame_class(&[112, 640, 49], 0, false), "table-frame w-112 needs-880");
        assert_eq!(frame_class(&[640; 9], 0, false), "table-frame w-640 needs-4000");
    }

    #[test]
    fn a_cell_has_one_width_or_none() {
        assert_eq!(sized("col-subject is-linked", Some(320)), "col-subject is-linked w-320");
        assert_eq!(sized("col-subject w-320", Some(328)), "col-subject w-328");
        assert_eq!(sized("col-subject w-320", None), "col-subject");
    }
}
