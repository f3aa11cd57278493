//! Ratings of articles: whether one helped its reader.

use super::article_rating;
use super::library::reader;
use super::read::published;
use crate::actor::Person;
use crate::events::lock;
use crate::{Desk, Result};
use domain::events::Named;
use domain::events::person::{ArticleRated, Event};
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, Set};

/// Says whether an article answered a question: once for each person, who may change their mind. The same again changes nothing.
///
/// # Errors
/// `NotFound` for an article that they do not read.
pub async fn rate(desk: &Desk, person: &Person, slug: &str, helped: bool) -> Result<()> {
    let (article, _) = published(desk, &reader(desk, Some(person)), slug).await?;
    let article = &article;
    desk.write(person, |w| async move {
        lock(&w, person.id).await?;
        let key = (article.id, person.id);
        let before = article_rating::Entity::find_by_id(key).one(&*w).await?;
        if before.is_some_and(|rating| rating.helped == helped) {
            return Ok(());
        }
        let row = article_rating::ActiveModel {
            article_id: Set(article.id),
            user_id: Set(person.id),
            helped: Set(helped),
            rated_at: Set(w.now()),
        };
        let own = [article_rating::Column::ArticleId, article_rating::Column::UserId];
        let changed = [article_rating::Column::Helped, article_rating::Column::RatedAt];
        let again = OnConflict::columns(own).update_columns(changed).to_owned();
        article_rating::Entity::insert(row).on_conflict(again).exec_without_returning(&*w).await?;
        let event = Event::ArticleRated(ArticleRated { article: Named::new(article.id, &article.slug), helped });
        w.record(w.new_event(event)).await?;
        Ok(())
    })
    .await
}
