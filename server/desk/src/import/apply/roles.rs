//! The roles of people whom an import creates.

use crate::Result;
use crate::catalogue::Target;
use crate::catalogue::{right, role};
use crate::db::Tx;
use crate::tickets::load::insert_all;
use domain::people::Kind;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

/// A role that the desk may lack.
#[derive(Clone, Copy)]
pub(super) struct RequiredRole {
    pub slug: &'static str,
    pub name: &'static str,
    pub kind: Kind,
}

/// Who reports tickets.
pub(super) const CONTACT: RequiredRole = RequiredRole { slug: "contact", name: "Member", kind: Kind::Customer };
/// Who works on them.
pub(super) const AGENT: RequiredRole = RequiredRole { slug: "agent", name: "Agent", kind: Kind::Agent };

pub(super) async fn find(tx: &Tx, wanted: RequiredRole) -> Result<Option<i64>> {
    let found = role::Entity::find().filter(role::Column::Slug.eq(wanted.slug)).one(tx).await?;
    Ok(found.map(|role| role.id))
}

/// Creates the role; it updates every queue, type and attribute, and an agent every asset.
pub(super) async fn create(tx: &Tx, wanted: RequiredRole) -> Result<i64> {
    let row = role::ActiveModel {
        slug: Set(wanted.slug.into()),
        name: Set(wanted.name.into()),
        kind: Set(wanted.kind.as_str().into()),
        sees_company: Set(wanted.kind == Kind::Customer),
        files_requests: Set(false),
        ..Default::default()
    };
    let role_id = row.insert(tx).await?.id;
    let targets = [Target::Queue, Target::Type, Target::Attribute, Target::AssetCategory, Target::AssetAttribute];
    // Whoever reports sees the assets that are assigned to them, and no others until a role says so.
    let count = if wanted.kind == Kind::Customer { 3 } else { 5 };
    let rights = targets[..count].iter().map(|target| right::ActiveModel {
        role_id: Set(role_id),
        target: Set(target.as_str().into()),
        target_id: Set(None),
        updates: Set(true),
        ..Default::default()
    });
    insert_all(tx, rights.collect()).await?;
    Ok(role_id)
}
