//! The help centre: articles in versions, what readers say of them, their pictures; and what the assistant was asked.

use super::step::{Sql, Step};

pub(super) const STEP: Step = Step { name: "m020_help", parts: &[Sql::Both(ARTICLES), Sql::Both(TURNS)] };

/// `published` is the version that people read; the newest one is what authors go on with. Levels and questions stand one to a line.
const ARTICLES: &str = "
CREATE TABLE article_categories (id {ID}, slug TEXT NOT NULL UNIQUE, name TEXT NOT NULL, rank BIGINT NOT NULL);
CREATE TABLE articles (
  id {ID}, slug TEXT NOT NULL UNIQUE, latest BIGINT NOT NULL, published BIGINT, published_at BIGINT, rank BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);
CREATE INDEX articles_changed ON articles (changed_at, id);
CREATE TABLE article_versions (
  article_id BIGINT NOT NULL REFERENCES articles (id), number BIGINT NOT NULL,
  category_id BIGINT NOT NULL REFERENCES article_categories (id), audience TEXT NOT NULL, levels TEXT NOT NULL,
  title TEXT NOT NULL, summary TEXT NOT NULL, questions TEXT NOT NULL, body TEXT NOT NULL, html TEXT NOT NULL,
  author_id BIGINT REFERENCES users (id), created_at BIGINT NOT NULL, PRIMARY KEY (article_id, number)
);
CREATE TABLE article_ratings (
  article_id BIGINT NOT NULL REFERENCES articles (id), user_id BIGINT NOT NULL REFERENCES users (id), helped BOOLEAN NOT NULL,
  rated_at BIGINT NOT NULL, PRIMARY KEY (article_id, user_id)
);
CREATE TABLE article_files (
  id {ID}, public_id TEXT NOT NULL UNIQUE, article_id BIGINT NOT NULL REFERENCES articles (id), name TEXT NOT NULL,
  media_type TEXT NOT NULL, size BIGINT NOT NULL, sha256 {BYTES} NOT NULL
);
CREATE INDEX article_files_article ON article_files (article_id);
CREATE INDEX article_files_content ON article_files (sha256);
";

const TURNS: &str = "
CREATE TABLE assistant_turns (
  id {ID}, user_id BIGINT NOT NULL REFERENCES users (id), asked_at BIGINT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL
);
CREATE INDEX assistant_turns_user ON assistant_turns (user_id, id);
";
