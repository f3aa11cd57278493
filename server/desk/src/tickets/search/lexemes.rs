//! Lexemes: what a word that somebody looks for matches in the index, as far as they may look.

use super::{Term, letters};
use crate::Result;
use crate::actor::Person;
use crate::catalogue::IdSet;
use crate::search::letter;
use domain::listing::SearchIn;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

/// A beginning that more lexemes share is left to the index to spell out.
const SPELLED_MAX: usize = 100;
/// Letters from which on a word matches by its beginning; in numbers and subjects it always does.
const BEGINNING_MIN: usize = 3;

/// How a word is found in one field: a whole lexeme or a prefix, perhaps of one company or reporter alone.
#[derive(Clone, Debug)]
pub(super) struct LexemeMatch {
    pub lexeme: String,
    /// Every lexeme that begins so.
    pub beginning: bool,
    /// Only on the tickets of a company, and of a reporter.
    pub company: Option<i64>,
    pub reporter: Option<i64>,
}

/// The beginnings that a word may have in the index.
pub(super) fn lexemes(person: &Person, fields: &[SearchIn], word: &str) -> Vec<LexemeMatch> {
    let long = word.chars().count() >= BEGINNING_MIN;
    let mut lexemes = Vec::new();
    for field in fields {
        let beginning = long || matches!(field, SearchIn::Number | SearchIn::Subject);
        for letter in letters(*field, person.is_staff()) {
            lexemes.push(LexemeMatch { lexeme: format!("{letter}{word}"), beginning, company: None, reporter: None });
        }
    }
    if fields.contains(&SearchIn::Attributes) {
        lexemes.extend(in_attributes(person, word, long));
    }
    lexemes
}

/// Attributes are read by grant: each of its own company's tickets, or only of those that the person raised.
fn in_attributes<'a>(person: &'a Person, word: &'a str, beginning: bool) -> impl Iterator<Item = LexemeMatch> + 'a {
    person.grants.iter().flat_map(move |grant| {
        let prefixes: Vec<String> = match &grant.rights.attributes.read {
            IdSet::All => vec![format!("{}z", letter::ATTRIBUTE)],
            IdSet::Some(ids) => ids.iter().map(|id| format!("{}{id}z", letter::ATTRIBUTE)).collect(),
        };
        let reporter = grant.own_only.then_some(person.id);
        prefixes.into_iter().map(move |prefix| LexemeMatch {
            lexeme: format!("{prefix}{word}"),
            beginning,
            company: grant.company_id,
            reporter,
        })
    })
}

/// Beginnings as whole lexemes, as far as they are few: the index reads those as they come, and beginnings all at once.
pub(super) async fn spell_out(db: &impl ConnectionTrait, lexemes: Vec<LexemeMatch>) -> Result<Vec<LexemeMatch>> {
    let mut spelled = Vec::new();
    for lexeme_match in lexemes {
        if !lexeme_match.beginning {
            spelled.push(lexeme_match);
            continue;
        }
        let sql = "SELECT term FROM search_terms WHERE term >= $1 AND term < $2 ORDER BY term LIMIT $3";
        let end = format!("{}{}", lexeme_match.lexeme, char::MAX);
        let values = [lexeme_match.lexeme.clone().into(), end.into(), (SPELLED_MAX as u64 + 1).into()];
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        let terms = Term::find_by_statement(statement).all(db).await?;
        if terms.len() > SPELLED_MAX {
            spelled.push(lexeme_match);
        } else {
            let known = terms.into_iter().map(|term| LexemeMatch {
                lexeme: term.term,
                beginning: false,
                ..lexeme_match.clone()
            });
            spelled.extend(known);
        }
    }
    Ok(spelled)
}
