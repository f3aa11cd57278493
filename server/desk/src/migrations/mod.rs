//! The database's shape, step by step. A released step never changes; a new need is a new step.

mod m001_foundation;
mod m002_dashboard;
mod m003_search;
mod m004_assets;
mod m005_activities;
mod m006_rich;
mod m007_drafts;
mod m008_views;
mod m009_plans;
mod m010_mail;
mod m010_notices;
mod m011_accounts;
mod m012_calendars;
mod m013_assets_reach;
mod m016_second_factors;
mod m017_passkeys;
mod m018_plan_choices;
mod m019_help;
mod m020_chats;
mod m021_calls;
mod m022_numbers;
mod m023_setup_codes;
mod m024_sign_in_tries;
mod m025_unsubscribe_tokens;
mod m026_sent_drafts;
mod m027_imported;
mod m029_waiting;
mod m031_pressing;
mod m032_widths;
mod m034_member_role;
mod m035_event_version;
mod plain;

use sea_orm_migration::prelude::*;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m001_foundation::Step),
            Box::new(m002_dashboard::Step),
            Box::new(m003_search::Step),
            Box::new(m004_assets::Step),
            Box::new(m005_activities::Step),
            Box::new(m006_rich::Step),
            Box::new(m007_drafts::STEP),
            Box::new(m008_views::STEP),
            Box::new(m009_plans::STEP),
            Box::new(m010_mail::STEP),
            Box::new(m010_notices::STEP),
            Box::new(m011_accounts::STEP),
            Box::new(m012_calendars::STEP),
            Box::new(m013_assets_reach::STEP),
            Box::new(m016_second_factors::STEP),
            Box::new(m017_passkeys::STEP),
            Box::new(m018_plan_choices::STEP),
            Box::new(m019_help::STEP),
            Box::new(m020_chats::STEP),
            Box::new(m021_calls::STEP),
            Box::new(m022_numbers::Step),
            Box::new(m023_setup_codes::STEP),
            Box::new(m024_sign_in_tries::STEP),
            Box::new(m025_unsubscribe_tokens::STEP),
            Box::new(m026_sent_drafts::STEP),
            Box::new(m027_imported::STEP),
            Box::new(m029_waiting::STEP),
            Box::new(m031_pressing::STEP),
            Box::new(m032_widths::STEP),
            Box::new(m034_member_role::STEP),
            Box::new(m035_event_version::STEP),
        ]
    }
}

/// Indexes of the first step that a later one replaced.
const REPLACED: [&str; 2] = ["tickets_company_reach", "tickets_reach"];

/// Name and statement of each index on tickets, for a bulk load that builds them at its end.
pub(crate) fn ticket_indexes() -> impl Iterator<Item = (&'static str, &'static str)> {
    let parts = [
        m001_foundation::TICKET_INDEXES,
        m002_dashboard::TICKET_INDEXES,
        m029_waiting::TICKET_INDEXES,
        m031_pressing::TICKET_INDEXES,
    ];
    let statements = parts.into_iter().flat_map(str::lines);
    let named = statements.filter_map(|line| Some((line.strip_prefix("CREATE INDEX ")?.split(' ').next()?, line)));
    named.filter(|(name, _)| !REPLACED.contains(name))
}
