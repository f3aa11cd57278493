//! Spelling suggestions: words of the index that may have been meant, by edit distance.

use super::{Term, letters};
use crate::Result;
use crate::actor::Person;
use domain::listing::SearchIn;
use domain::spelling::distance;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

/// Lexemes that are compared with a misspelled word, for each field.
const COMPARED_MAX: u64 = 20_000;
/// Shorter words are not corrected: they have too many neighbours.
const LETTERS_MIN: usize = 4;
/// From so many letters on two mistakes are forgiven.
const TWO_FROM: usize = 7;

/// Words of the index that are written nearly like `word`, the nearest first. They are anybody's: whoever uses one has to look
/// whether it leads to something that the person may see, and tell them nothing of it otherwise.
pub(crate) async fn near(
    db: &impl ConnectionTrait,
    person: &Person,
    fields: &[SearchIn],
    word: &str,
) -> Result<Vec<String>> {
    let letters_of_word: Vec<char> = word.chars().collect();
    if letters_of_word.len() < LETTERS_MIN || word.contains(|c: char| c.is_numeric()) {
        return Ok(Vec::new());
    }
    let far = if letters_of_word.len() < TWO_FROM { 1 } else { 2 };
    let mut found: Vec<(usize, String)> = Vec::new();
    for field in fields {
        for letter in letters(*field, person.is_staff()) {
            for first in first_letters(&letters_of_word) {
                for candidate in beginning_with(db, *letter, first, letters_of_word.len(), far).await? {
                    let apart = distance(&letters_of_word, &candidate.chars().collect::<Vec<_>>(), far);
                    if let Some(apart) = apart.filter(|apart| *apart > 0) {
                        found.push((apart, candidate));
                    }
                }
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found.into_iter().map(|(_, word)| word).collect())
}

/// The first two may have changed places.
fn first_letters(word: &[char]) -> Vec<char> {
    let mut letters: Vec<char> = word.iter().take(2).copied().collect();
    letters.dedup();
    letters
}

async fn beginning_with(
    db: &impl ConnectionTrait,
    letter: char,
    first: char,
    len: usize,
    far: usize,
) -> Result<Vec<String>> {
    let sql =
        "SELECT term FROM search_terms WHERE term >= $1 AND term < $2 AND length(term) BETWEEN $3 AND $4 LIMIT $5";
    let begin = format!("{letter}{first}");
    let end = format!("{begin}{}", char::MAX);
    let between = |n: usize| i64::try_from(n + letter.len_utf8()).unwrap_or(i64::MAX);
    let values = [begin.into(), end.into(), between(len - far).into(), between(len + far).into(), COMPARED_MAX.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let terms = Term::find_by_statement(statement).all(db).await?;
    Ok(terms.into_iter().map(|term| term.term[letter.len_utf8()..].to_owned()).collect())
}
