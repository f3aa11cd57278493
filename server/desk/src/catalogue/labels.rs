//! Labels from the catalogue: names of events and roles as the installation has set them.

use super::Catalogue;
use domain::activities::What;
use domain::events::Event;
use domain::people::Kind;
use domain::tickets::Choice;

impl Catalogue {
    /// What is told agents or customers of an event.
    pub(crate) fn what(&self, is_staff: bool, event: &Event) -> What {
        event.what(|status| self.status_name(is_staff, status).to_owned())
    }

    /// The roles that somebody may have in a company, by name.
    pub(crate) fn company_roles(&self) -> Vec<Choice> {
        self.roles_of(|kind| kind == Kind::Customer)
    }

    /// The roles that somebody may have at the desk, by name.
    pub(crate) fn desk_roles(&self) -> Vec<Choice> {
        self.roles_of(Kind::is_staff)
    }

    fn roles_of(&self, wanted: impl Fn(Kind) -> bool) -> Vec<Choice> {
        let roles = self.roles.values().filter(|role| wanted(role.kind));
        let mut choices: Vec<Choice> =
            roles.map(|role| Choice { slug: role.slug.clone(), label: role.name.clone() }).collect();
        choices.sort_by(|one, other| one.label.cmp(&other.label));
        choices
    }
}
