//! Search query for the full-text index: the words that begin so, in numbers and subjects. Bounds are the product's.

use super::desk::Desk;
use super::person::Person;
use super::sql_builder::SqlBuilder;
use crate::error::Result;

/// A beginning that more lexemes share is left to the index to spell out.
const SPELLED_MAX: usize = 100;
/// A word is frequent that more than one ticket of so many has.
const FREQUENT: i64 = 32;

pub struct SearchQuery {
    pub words: Vec<String>,
    /// For `MATCH`, or a `tsquery`.
    matching: String,
    is_sqlite: bool,
}

impl SearchQuery {
    pub async fn read(desk: &Desk, person: &Person, text: &str) -> Result<Self> {
        let (words, is_sqlite) = (domain::search::terms(text), desk.is_sqlite());
        let (or, and, quote) = if is_sqlite { (" OR ", " AND ", '"') } else { (" | ", " & ", '\'') };
        let mut parts = Vec::new();
        for word in &words {
            let mut lexemes = Vec::new();
            for field in ['n', 's'] {
                lexemes.extend(expand_lexeme(desk, format!("{field}{word}")).await?);
            }
            parts.push(format!("({})", lexemes.join(or)));
        }
        parts.extend(person.company.map(|id| format!("{quote}c{id}{quote}")));
        Ok(Self { matching: parts.join(and), words, is_sqlite })
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Adds that the ticket is among those that match and, after a cut, are newer. The sign keeps this from leading the query.
    pub fn restrict(&self, builder: &mut SqlBuilder, sign: &str, closed: bool, cut: Option<i64>) {
        builder.also().add(sign).add("tickets.id IN (");
        self.hits(builder, closed, cut);
        builder.add(")");
        if let Some(cut) = cut.filter(|_| !self.is_sqlite) {
            builder.also().add("tickets.id > ").bind(cut);
        }
    }

    /// Adds a query for the ids of what matches, some more than once. Only SQLite knows the cut by the index.
    pub fn hits(&self, builder: &mut SqlBuilder, closed: bool, cut: Option<i64>) {
        if !self.is_sqlite {
            builder.add("SELECT ticket_id FROM ticket_words WHERE words @@ ").bind(self.tsquery(closed));
            builder.add("::tsquery");
            return;
        }
        for (place, table) in tables(closed).iter().enumerate() {
            builder.add(if place == 0 { "" } else { " UNION ALL " });
            builder.add(&format!("SELECT rowid >> 8 AS id FROM {table} WHERE {table} MATCH "));
            builder.bind(self.matching.clone());
            if let Some(cut) = cut {
                builder.add(" AND rowid >= ").bind((cut + 1) << 8);
            }
        }
    }

    /// Adds the same for SQLite, as a look at one ticket after another. A glance at its subject spares most of them: the cases look
    /// for plain words.
    pub fn restrict_by_lookup(&self, builder: &mut SqlBuilder) {
        for word in &self.words {
            let within = format!("%{word}%");
            builder.also().add("(tickets.subject LIKE ").bind(within.clone());
            builder.add(" OR tickets.reference LIKE ").bind(within);
            builder.add(" OR tickets.subject || COALESCE(tickets.reference, '') GLOB '*[^ -~]*'");
            builder.add(" OR EXISTS (SELECT 1 FROM sequences WHERE name = 'tickets' AND prefix LIKE ");
            builder.bind(format!("{word}%")).add("))");
        }
        builder
            .also()
            .add("CASE WHEN tickets.closed THEN EXISTS (SELECT 1 FROM closed_words WHERE closed_words MATCH ");
        builder.bind(self.matching.clone());
        builder.add(" AND rowid BETWEEN tickets.id << 8 AND ((tickets.id + 1) << 8) - 1)");
        builder.add(" ELSE tickets.id IN (SELECT rowid >> 8 FROM open_words WHERE open_words MATCH ");
        builder.bind(self.matching.clone()).add(") END");
    }

    /// Whether so many closed tickets match on SQLite that looks find a page sooner than a list of them.
    pub async fn is_frequent(&self, desk: &Desk) -> Result<bool> {
        if !self.is_sqlite {
            return Ok(false);
        }
        let mut builder = SqlBuilder::of("SELECT rowid FROM closed_words WHERE closed_words MATCH ");
        builder.bind(self.matching.clone()).add(" LIMIT 1 OFFSET (SELECT MAX(id) / ").bind(FREQUENT);
        builder.add(" FROM tickets)");
        Ok(builder.one(&desk.db).await?.is_some())
    }

    /// The ticket just beyond the newest so many hits; `None` where there are no more.
    pub async fn cut(&self, desk: &Desk, closed: bool, most: u64) -> Result<Option<i64>> {
        let mut builder = SqlBuilder::default();
        if self.is_sqlite {
            builder.add("SELECT id FROM (");
            for (place, table) in tables(closed).iter().enumerate() {
                builder.add(if place == 0 { "" } else { " UNION ALL " });
                builder.add(&format!("SELECT * FROM (SELECT rowid >> 8 AS id FROM {table} WHERE {table} MATCH "));
                builder.bind(self.matching.clone()).add(" ORDER BY rowid DESC LIMIT ").bind(most + 1).add(")");
            }
            builder.add(") ORDER BY id DESC");
        } else {
            builder.add("SELECT ticket_id AS id FROM ticket_words WHERE words @@ ").bind(self.tsquery(closed));
            builder.add("::tsquery ORDER BY ticket_id DESC");
        }
        builder.add(" LIMIT 1 OFFSET ").bind(most);
        Ok(builder.one(&desk.db).await?.map(|row| row.try_get_by_index(0)).transpose()?)
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
async fn expand_lexeme(desk: &Desk, lexeme: String) -> Result<Vec<String>> {
    if !desk.is_sqlite() {
        return Ok(vec![format!("'{lexeme}':*")]);
    }
    let mut builder = SqlBuilder::of("SELECT term FROM search_terms WHERE term >= ");
    builder.bind(lexeme.clone()).add(" AND term < ").bind(format!("{lexeme}{}", char::MAX));
    builder.add(" ORDER BY term LIMIT ").bind(SPELLED_MAX as u64 + 1);
    let terms = builder.all(&desk.db).await?;
    if terms.len() > SPELLED_MAX {
        return Ok(vec![format!("\"{lexeme}\" *")]);
    }
    terms.iter().map(|row| Ok(format!("\"{}\"", row.try_get_by_index::<String>(0)?))).collect()
}
