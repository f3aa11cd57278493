//! Schema migrations, one step for each noun. Steps are append-only: a database that a step was applied to never sees it
//! again, so a change of the schema is a new step at the end of the list, and no step that is in the list is edited.

mod m001_settings;
mod m002_roles;
mod m003_people;
mod m004_companies;
mod m005_sessions;
mod m006_registrations;
mod m007_second_steps;
mod m008_catalogue;
mod m009_tickets;
mod m010_messages;
mod m011_events;
mod m012_search;
mod m013_assets;
mod m014_plans;
mod m015_activities;
mod m016_mails;
mod m017_drafts;
mod m018_views;
mod m019_calendars;
mod m020_help;
mod m021_chats;
mod m022_calls;
mod m023_imports;
mod step;

use crate::error::OtherVersion;
use sea_orm_migration::prelude::*;
use step::Step;

const STEPS: [Step; 23] = [
    m001_settings::STEP,
    m002_roles::STEP,
    m003_people::STEP,
    m004_companies::STEP,
    m005_sessions::STEP,
    m006_registrations::STEP,
    m007_second_steps::STEP,
    m008_catalogue::STEP,
    m009_tickets::STEP,
    m010_messages::STEP,
    m011_events::STEP,
    m012_search::STEP,
    m013_assets::STEP,
    m014_plans::STEP,
    m015_activities::STEP,
    m016_mails::STEP,
    m017_drafts::STEP,
    m018_views::STEP,
    m019_calendars::STEP,
    m020_help::STEP,
    m021_chats::STEP,
    m022_calls::STEP,
    m023_imports::STEP,
];

pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        STEPS.into_iter().map(|step| Box::new(step) as Box<dyn MigrationTrait>).collect()
    }
}

/// Which other version has made a database that the steps with these names were applied to; `None` when all of them are known.
pub(crate) fn other_version(applied: &[String]) -> Option<OtherVersion> {
    let known = |name: &str| STEPS.iter().any(|step| step.name == name);
    if applied.iter().all(|name| known(name)) {
        return None;
    }
    // Development versions had other steps; whatever came later begins as this one does.
    let begins_alike = applied.iter().any(|name| name == STEPS[0].name);
    Some(if begins_alike { OtherVersion::Newer } else { OtherVersion::Development })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_numbered_in_their_order() {
        for (place, step) in STEPS.iter().enumerate() {
            assert!(step.name.starts_with(&format!("m{:03}_", place + 1)), "{}", step.name);
        }
    }

    #[test]
    fn the_applied_steps_tell_which_version_made_a_database() {
        let of = |names: &[&str]| other_version(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&[]), None, "a new one");
        assert_eq!(of(&["m002_roles", "m001_settings"]), None, "one that was left in the middle");
        assert_eq!(of(&["m001_foundation", "m002_dashboard"]), Some(OtherVersion::Development));
        assert_eq!(of(&["m001_settings", "m999_tomorrow"]), Some(OtherVersion::Newer));
    }
}
