//! Word index of assets: each word stands with its field in a table whose index is read from a word's beginning.

use crate::Result;
use domain::assets::AssetSearchIn;
use sea_orm::{ConnectionTrait, Statement, Value};

/// Words kept of one field, and looked for.
const WORDS_MAX: usize = 20;
/// The longest part of a word that counts, in characters.
const WORD_MAX: usize = 40;

/// Letters and digits, folded; each once.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word: String = word.to_lowercase().chars().take(WORD_MAX).collect();
        if !words.contains(&word) && words.len() < WORDS_MAX {
            words.push(word);
        }
    }
    words
}

/// Makes an asset findable by what it is called now.
pub(crate) async fn index(db: &impl ConnectionTrait, asset_id: i64, name: &str, identifier: &str) -> Result<()> {
    let backend = db.get_database_backend();
    let forget = "DELETE FROM asset_words WHERE asset_id = $1";
    db.execute_raw(Statement::from_sql_and_values(backend, forget, [asset_id.into()])).await?;
    let rows: Vec<(String, &str)> = [(AssetSearchIn::Name, name), (AssetSearchIn::Identifier, identifier)]
        .into_iter()
        .flat_map(|(field, text)| words(text).into_iter().map(move |word| (word, field.as_str())))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let places: Vec<String> = (0..rows.len()).map(|n| format!("(${}, ${}, $1)", 2 * n + 2, 2 * n + 3)).collect();
    let sql = format!("INSERT INTO asset_words (word, field, asset_id) VALUES {}", places.join(", "));
    let values = rows.into_iter().flat_map(|(word, field)| [Value::from(word), Value::from(field)]);
    let values: Vec<Value> = [Value::from(asset_id)].into_iter().chain(values).collect();
    db.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    Ok(())
}
