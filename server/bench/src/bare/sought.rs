//! What a search looks for, as a question to the index: the words that begin so, in numbers and subjects. Bounds are the product's.

use super::desk::Desk;
use super::question::Question;
use super::who::Who;
use crate::error::Result;

/// A beginning that more lexemes share is left to the index to spell out.
const SPELLED_MAX: usize = 100;
/// A word is frequent that more than one ticket of so many has.
const FREQUENT: i64 = 32;

pub struct Sought {
    pub words: Vec<String>,
    /// For `MATCH`, or a `tsquery`.
    matching: String,
    is_sqlite: bool,
}

impl Sought {
    pub async fn read(desk: &Desk, who: &Who, text: &str) -> Result<Self> {
        let (words, is_sqlite) = (domain::search::terms(text), desk.is_sqlite());
        let (or, and, quote) = if is_sqlite { (" OR ", " AND ", '"') } else { (" | ", " & ", '\'') };
        let mut parts = Vec::new();
        for word in &words {
            let mut ways = Vec::new();
            for field in ['n', 's'] {
                ways.extend(ways_of(desk, format!("{field}{word}")).await?);
            }
            parts.push(format!("({})", ways.join(or)));
        }
        parts.extend(who.company.map(|id| format!("{quote}c{id}{quote}")));
        Ok(Self { matching: parts.join(and), words, is_sqlite })
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Adds that the ticket is among those that match and, after a cut, are newer. The sign keeps this from leading the query.
    pub fn found(&self, question: &mut Question, sign: &str, closed: bool, cut: Option<i64>) {
        question.also().add(sign).add("tickets.id IN (");
        self.hits(question, closed, cut);
        question.add(")");
        if let Some(cut) = cut.filter(|_| !self.is_sqlite) {
            question.also().add("tickets.id > ").bind(cut);
        }
    }

    /// Adds a query for the ids of what matches, some more than once. Only SQLite knows the cut by the index.
    pub fn hits(&self, question: &mut Question, closed: bool, cut: Option<i64>) {
        if !self.is_sqlite {
            question.add("SELECT ticket_id FROM ticket_words WHERE words @@ ").bind(self.tsquery(closed));
            question.add("::tsquery");
            return;
        }
        for (place, table) in tables(closed).iter().enumerate() {
            question.add(if place == 0 { "" } else { " UNION ALL " });
            question.add(&format!("SELECT rowid >> 8 AS id FROM {table} WHERE {table} MATCH "));
            question.bind(self.matching.clone());
            if let Some(cut) = cut {
                question.add(" AND rowid >= ").bind((cut + 1) << 8);
            }
        }
    }

    /// Adds the same for SQLite, as a look at one ticket after another. A glance at its subject spares most of them: the cases look
    /// for plain words.
    pub fn look(&self, question: &mut Question) {
        for word in &self.words {
            let within = format!("%{word}%");
            question.also().add("(tickets.subject LIKE ").bind(within.clone());
            question.add(" OR tickets.reference LIKE ").bind(within);
            question.add(" OR tickets.subject || COALESCE(tickets.reference, '') GLOB '*[^ -~]*'");
            question.add(" OR EXISTS (SELECT 1 FROM sequences WHERE name = 'tickets' AND prefix LIKE ");
            question.bind(format!("{word}%")).add("))");
        }
        question
            .also()
            .add("CASE WHEN tickets.closed THEN EXISTS (SELECT 1 FROM closed_words WHERE closed_words MATCH ");
        question.bind(self.matching.clone());
        question.add(" AND rowid BETWEEN tickets.id << 8 AND ((tickets.id + 1) << 8) - 1)");
        question.add(" ELSE tickets.id IN (SELECT rowid >> 8 FROM open_words WHERE open_words MATCH ");
        question.bind(self.matching.clone()).add(") END");
    }

    /// Whether so many closed tickets match on SQLite that looks find a page sooner than a list of them.
    pub async fn is_frequent(&self, desk: &Desk) -> Result<bool> {
        if !self.is_sqlite {
            return Ok(false);
        }
        let mut question = Question::of("SELECT rowid FROM closed_words WHERE closed_words MATCH ");
        question.bind(self.matching.clone()).add(" LIMIT 1 OFFSET (SELECT MAX(id) / ").bind(FREQUENT);
        question.add(" FROM tickets)");
        Ok(question.one(&desk.db).await?.is_some())
    }

    /// The ticket just beyond the newest so many hits; `None` where there are no more.
    pub async fn cut(&self, desk: &Desk, closed: bool, most: u64) -> Result<Option<i64>> {
        let mut question = Question::default();
        if self.is_sqlite {
            question.add("SELECT id FROM (");
            for (place, table) in tables(closed).iter().enumerate() {
                question.add(if place == 0 { "" } else { " UNION ALL " });
                question.add(&format!("SELECT * FROM (SELECT rowid >> 8 AS id FROM {table} WHERE {table} MATCH "));
                question.bind(self.matching.clone()).add(" ORDER BY rowid DESC LIMIT ").bind(most + 1).add(")");
            }
            question.add(") ORDER BY id DESC");
        } else {
            question.add("SELECT ticket_id AS id FROM ticket_words WHERE words @@ ").bind(self.tsquery(closed));
            question.add("::tsquery ORDER BY ticket_id DESC");
        }
        question.add(" LIMIT 1 OFFSET ").bind(most);
        Ok(question.one(&desk.db).await?.map(|row| row.try_get_by_index(0)).transpose()?)
    }

    fn tsquery(&self, closed: bool) -> String {
        if closed { self.matching.clone() } else { format!("{} & 'o'", self.matching) }
    }
}

/// SQLite's indexes, of open tickets alone or of all.
fn tables(closed: bool) -> &'static [&'static str] {
    if closed { &["open_words", "closed_words"] } else { &["open_words"] }
}

/// What begins so: on SQLite as whole lexemes, as far as they are few.
async fn ways_of(desk: &Desk, lexeme: String) -> Result<Vec<String>> {
    if !desk.is_sqlite() {
        return Ok(vec![format!("'{lexeme}':*")]);
    }
    let mut question = Question::of("SELECT term FROM search_terms WHERE term >= ");
    question.bind(lexeme.clone()).add(" AND term < ").bind(format!("{lexeme}{}", char::MAX));
    question.add(" ORDER BY term LIMIT ").bind(SPELLED_MAX as u64 + 1);
    let terms = question.all(&desk.db).await?;
    if terms.len() > SPELLED_MAX {
        return Ok(vec![format!("\"{lexeme}\" *")]);
    }
    terms.iter().map(|row| Ok(format!("\"{}\"", row.try_get_by_index::<String>(0)?))).collect()
}
