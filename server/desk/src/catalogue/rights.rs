//! Permissions of roles: which queues, ticket types, asset categories and attributes they read and update.

use std::collections::BTreeSet;

/// What a right is about, as the table `rights` names it. A closed set: whatever else stands there grants nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Queue,
    Type,
    Attribute,
    AssetCategory,
    AssetAttribute,
    People,
    Articles,
}

impl Target {
    pub const ALL: [Self; 7] = [
        Self::Queue,
        Self::Type,
        Self::Attribute,
        Self::AssetCategory,
        Self::AssetAttribute,
        Self::People,
        Self::Articles,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Type => "type",
            Self::Attribute => "attribute",
            Self::AssetCategory => "asset_category",
            Self::AssetAttribute => "asset_attribute",
            Self::People => "people",
            Self::Articles => "articles",
        }
    }

    /// `None` for what this version of the program does not know.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.as_str() == text)
    }
}

/// A set of rows that may be all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdSet {
    All,
    Some(BTreeSet<i64>),
}

impl Default for IdSet {
    fn default() -> Self {
        Self::Some(BTreeSet::new())
    }
}

impl IdSet {
    pub fn covers(&self, id: i64) -> bool {
        match self {
            Self::All => true,
            Self::Some(ids) => ids.contains(&id),
        }
    }

    fn grow(&mut self, ids: Option<Vec<i64>>) {
        match (self, ids) {
            (Self::All, _) => {}
            (this, None) => *this = Self::All,
            (Self::Some(own), Some(more)) => own.extend(more),
        }
    }
}

/// What a role reads and updates of one kind of thing. Update implies read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    pub read: IdSet,
    pub update: IdSet,
}

/// All rights of a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    pub queues: Access,
    pub types: Access,
    pub attributes: Access,
    pub asset_categories: Access,
    pub asset_attributes: Access,
    /// Customers' accounts: all of them or none.
    pub people: Access,
    /// Writing for the help centre: all of it or none.
    pub articles: Access,
}

impl Rights {
    /// Adds a right on `ids`, or on all where there are none.
    pub(super) fn grant(&mut self, target: Target, ids: Option<Vec<i64>>, updates: bool) {
        let access = match target {
            Target::Queue => &mut self.queues,
            Target::Type => &mut self.types,
            Target::Attribute => &mut self.attributes,
            Target::AssetCategory => &mut self.asset_categories,
            Target::AssetAttribute => &mut self.asset_attributes,
            Target::People => &mut self.people,
            Target::Articles => &mut self.articles,
        };
        if updates {
            access.update.grow(ids.clone());
        }
        access.read.grow(ids);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn update_implies_read_and_all_swallows_some() {
        let mut rights = Rights::default();
        rights.grant(Target::Queue, Some(vec![1, 2]), true);
        rights.grant(Target::Queue, Some(vec![3]), false);
        assert!(rights.queues.read.covers(1) && rights.queues.update.covers(2));
        assert!(rights.queues.read.covers(3) && !rights.queues.update.covers(3));
        rights.grant(Target::Queue, None, false);
        assert_eq!(rights.queues.read, IdSet::All);
        assert!(!rights.queues.update.covers(9) && !rights.types.read.covers(1));
    }

    #[test]
    fn each_target_has_a_name_and_each_other_name_none() {
        for target in Target::ALL {
            assert_eq!(Target::parse(target.as_str()), Some(target));
        }
        for unknown in ["", "webhook", "Queue", "queues", "attributes"] {
            assert_eq!(Target::parse(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn a_target_grants_itself_and_nothing_else() {
        for (place, target) in Target::ALL.into_iter().enumerate() {
            let mut rights = Rights::default();
            rights.grant(target, None, true);
            let all = [
                &rights.queues,
                &rights.types,
                &rights.attributes,
                &rights.asset_categories,
                &rights.asset_attributes,
                &rights.people,
                &rights.articles,
            ];
            for (other, access) in all.into_iter().enumerate() {
                let granted = (access.read.covers(1), access.update.covers(1));
                assert_eq!(granted, (other == place, other == place), "{target:?}");
            }
        }
    }
}
