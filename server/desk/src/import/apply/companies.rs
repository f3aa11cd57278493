//! Companies by name, created where the desk has none of that name.

use super::slug::{free, slug};
use crate::Result;
use crate::actor::company;
use crate::db::Tx;
use domain::people::Sharing;
use sea_orm::{ActiveModelTrait, EntityTrait, QueryOrder, Set};
use std::collections::HashMap;

#[derive(Clone)]
pub(super) struct CompanyRef {
    pub id: i64,
    pub slug: String,
}

/// By name in small letters.
pub(super) struct Companies(HashMap<String, CompanyRef>);

impl Companies {
    pub(super) async fn load(tx: &Tx) -> Result<Self> {
        let rows = company::Entity::find().order_by_desc(company::Column::Id).all(tx).await?;
        // Of namesakes the first stays.
        Ok(Self(
            rows.into_iter().map(|row| (row.name.to_lowercase(), CompanyRef { id: row.id, slug: row.slug })).collect(),
        ))
    }

    pub(super) async fn find_or_create(&mut self, tx: &Tx, name: &str) -> Result<CompanyRef> {
        if let Some(known) = self.0.get(&name.to_lowercase()) {
            return Ok(known.clone());
        }
        let slug = free::<company::Entity>(tx, company::Column::Slug, slug(name, "company")).await?;
        let row = company::ActiveModel {
            slug: Set(slug.clone()),
            name: Set(name.to_owned()),
            // As on the screen: what is shared is said by somebody who looks.
            sharing: Set(Sharing::Nobody.as_str().into()),
            account_manager_id: Set(None),
            ..Default::default()
        };
        let company = CompanyRef { id: row.insert(tx).await?.id, slug };
        self.0.insert(name.to_lowercase(), company.clone());
        Ok(company)
    }
}
