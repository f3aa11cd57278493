//! Customer satisfaction ratings: what a reporter says about how their ticket went.

use crate::refusal::{Faults, Reason, Refusal};
use crate::text;
use crate::time::DAY;
use serde::{Deserialize, Serialize};

/// The best; 1 is the worst.
pub const SCORE_MAX: u8 = 5;
/// The longest comment, in characters.
pub const COMMENT_MAX: usize = 2_000;
/// A closed ticket can be rated for so long, in milliseconds.
pub const OPEN_FOR: i64 = 30 * DAY;

/// A rating on a ticket's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// `None` where the reader is asked for one.
    pub score: Option<u8>,
    pub comment: String,
    /// The reader may give it or change it.
    pub may: bool,
}

/// A rating as it was sent, checked.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check(score: &str, comment: &str) -> Result<(u8, String), Refusal> {
    let mut faults = Faults::default();
    let known = score.parse().ok().filter(|score| (1..=SCORE_MAX).contains(score));
    let missing = if score.is_empty() { Reason::Missing } else { Reason::NotOffered };
    let score = faults.check_field("score", known.ok_or(missing));
    let comment = text::lines(comment);
    if comment.chars().count() > COMMENT_MAX {
        faults.add("comment", Reason::TooLong { max: COMMENT_MAX });
    }
    faults.into_result()?;
    Ok((score.unwrap_or_default(), comment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_one_to_five_and_a_comment_has_an_end() {
        assert_eq!(check("5", " Fast.\r\n "), Ok((5, "Fast.".into())));
        for (score, reason) in [("", Reason::Missing), ("0", Reason::NotOffered), ("6", Reason::NotOffered)] {
            assert_eq!(check(score, ""), Err(Refusal::field("score", reason)), "{score}");
        }
        let long = "x".repeat(COMMENT_MAX + 1);
        assert_eq!(check("1", &long), Err(Refusal::field("comment", Reason::TooLong { max: COMMENT_MAX })));
    }
}
