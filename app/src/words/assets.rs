//! The texts of the pages about assets.

use domain::assets::{Happening, Seats};

pub struct Assets {
    pub title: &'static str,
    pub all: &'static str,
    pub mine: &'static str,
    pub scope: &'static str,
    pub search: &'static str,
    pub search_label: &'static str,
    pub new: &'static str,
    pub size: &'static str,
    pub columns: Columns,
    /// How a licence's seats stand.
    pub seats: fn(Seats) -> String,
    pub nobody: &'static str,
    pub empty: &'static str,
    pub empty_hint: &'static str,
    pub no_match_hint: &'static str,
    pub export_hint: &'static str,
    pub any: &'static str,
    pub begins: fn(&str) -> String,
    pub at_least: fn(&str) -> String,
    pub at_most: fn(&str) -> String,
    pub edit: &'static str,
    pub raise: &'static str,
    pub details: &'static str,
    pub attributes: &'static str,
    pub shared: &'static str,
    pub shared_with: &'static str,
    pub share: &'static str,
    pub unshare: fn(&str) -> String,
    pub holders: &'static str,
    pub no_holders: &'static str,
    pub give: &'static str,
    pub take: fn(&str) -> String,
    pub full: &'static str,
    pub tickets: &'static str,
    pub no_tickets: &'static str,
    pub more_tickets: &'static str,
    pub history: &'static str,
    pub line: fn(&str, &Happening) -> String,
    pub choose: &'static str,
    pub go_on: &'static str,
    pub company_hint: &'static str,
    pub create: &'static str,
    pub edit_title: fn(&str) -> String,
    pub save: &'static str,
    pub saving: &'static str,
    pub cancel: &'static str,
    pub total_seats: &'static str,
    pub refused_title: &'static str,
    pub linked: &'static str,
    pub none_linked: &'static str,
    pub link: &'static str,
    pub link_hint: &'static str,
    pub unlink: fn(&str) -> String,
    pub about: &'static str,
    pub find: &'static str,
    pub none_found: &'static str,
}

pub struct Columns {
    pub name: &'static str,
    pub identifier: &'static str,
    pub category: &'static str,
    pub company: &'static str,
    pub assigned: &'static str,
    pub seats: &'static str,
    pub created: &'static str,
    pub changed: &'static str,
}

impl Columns {
    /// What a column or a field is called; `None` for an attribute's, which has a label of its own.
    pub fn of(&self, name: &str) -> Option<&'static str> {
        Some(match name {
            "name" => self.name,
            "identifier" => self.identifier,
            "category" => self.category,
            "company" => self.company,
            "assigned" => self.assigned,
            "seats" => self.seats,
            "created" => self.created,
            "changed" => self.changed,
            _ => return None,
        })
    }
}

pub(super) static EN: Assets = Assets {
    title: "Assets",
    all: "All assets",
    mine: "Assigned to me",
    scope: "Whose assets",
    search: "Name, serial number or key",
    search_label: "Search assets",
    new: "New asset",
    size: "Assets per page",
    columns: Columns {
        name: "Name",
        identifier: "Serial or key",
        category: "Category",
        company: "Company",
        assigned: "Assigned to",
        seats: "Seats",
        created: "Created",
        changed: "Last change",
    },
    seats: |seats| format!("{} of {} used, {} free", seats.used, seats.total, seats.free()),
    nobody: "No one",
    empty: "No assets yet",
    empty_hint: "Devices and licences that you or your company use show up here.",
    no_match_hint: "No assets match. Remove a filter or try another search.",
    export_hint: "Exports every page of this view as a CSV file.",
    any: "Any",
    begins: |label| format!("{label} begins with"),
    at_least: |label| format!("{label}, from"),
    at_most: |label| format!("{label}, to"),
    edit: "Edit",
    raise: "Raise a ticket about this",
    details: "Details",
    attributes: "More about it",
    shared: "Shared by the provider",
    shared_with: "Shared with",
    share: "Share",
    unshare: |company| format!("Stop sharing with {company}"),
    holders: "Who uses a seat",
    no_holders: "No one yet.",
    give: "Give a seat",
    take: |name| format!("Take back {name}’s seat"),
    full: "All seats are in use.",
    tickets: "Tickets about this",
    no_tickets: "No tickets about this yet.",
    more_tickets: "Only the newest tickets are shown.",
    history: "History",
    line,
    choose: "What kind of asset, and whose?",
    go_on: "Continue",
    company_hint: "Type part of the name, then choose.",
    create: "Create",
    edit_title: |name| format!("Edit {name}"),
    save: "Save changes",
    saving: "Saving…",
    cancel: "Cancel",
    total_seats: "Total seats",
    refused_title: "You can’t do this",
    linked: "Assets",
    none_linked: "No linked assets.",
    link: "Link assets",
    link_hint: "Link an asset",
    unlink: |name| format!("Unlink {name} from this ticket"),
    about: "Related assets",
    find: "Find by name, serial number or key",
    none_found: "No assets match.",
};

fn line(who: &str, what: &Happening) -> String {
    let who = if who.is_empty() { "Portico" } else { who };
    match what {
        Happening::Created => format!("{who} created this asset"),
        Happening::Changed(steps) => {
            let told = steps.iter().map(|step| {
                let field = EN.columns.of(&step.field).unwrap_or(&step.field);
                match (step.from.as_str(), step.to.as_str()) {
                    ("", to) => format!("{field} to {to}"),
                    (from, "") => format!("{field} from {from} to empty"),
                    (from, to) => format!("{field} from {from} to {to}"),
                }
            });
            format!("{who} changed {}", told.collect::<Vec<_>>().join("; "))
        }
        Happening::Seated(name) => format!("{who} gave {name} a seat"),
        Happening::Unseated(name) => format!("{who} took back {name}’s seat"),
        Happening::Shared(company) => format!("{who} shared this with {company}"),
        Happening::Unshared(company) => format!("{who} stopped sharing this with {company}"),
        Happening::Linked(number) => format!("{who} linked {number}"),
        Happening::Unlinked(number) => format!("{who} unlinked {number}"),
    }
}
