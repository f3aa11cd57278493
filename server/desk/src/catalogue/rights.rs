//! Rights of roles: which queues, ticket types, asset categories and attributes they read and update.

use std::collections::BTreeSet;

/// A set of rows that may be all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    All,
    Some(BTreeSet<i64>),
}

impl Default for Reach {
    fn default() -> Self {
        Self::Some(BTreeSet::new())
    }
}

impl Reach {
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
    pub read: Reach,
    pub update: Reach,
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
    pub(super) fn grant(&mut self, target: &str, ids: Option<Vec<i64>>, updates: bool) {
        let access = match target {
            "queue" => &mut self.queues,
            "type" => &mut self.types,
            "asset_category" => &mut self.asset_categories,
            "asset_attribute" => &mut self.asset_attributes,
            "people" => &mut self.people,
            "articles" => &mut self.articles,
            _ => &mut self.attributes,
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
        rights.grant("queue", Some(vec![1, 2]), true);
        rights.grant("queue", Some(vec![3]), false);
        assert!(rights.queues.read.covers(1) && rights.queues.update.covers(2));
        assert!(rights.queues.read.covers(3) && !rights.queues.update.covers(3));
        rights.grant("queue", None, false);
        assert_eq!(rights.queues.read, Reach::All);
        assert!(!rights.queues.update.covers(9) && !rights.types.read.covers(1));
    }
}
