//! Texts of saved views.

use domain::views::ViewAudience;

pub struct Views {
    pub title: &'static str,
    pub hint: &'static str,
    pub none: &'static str,
    pub save_as: &'static str,
    pub name: &'static str,
    pub audience: &'static str,
    pub audience_name: fn(ViewAudience) -> &'static str,
    pub save: &'static str,
    pub rename: fn(&str) -> String,
    pub renamed: &'static str,
    pub remove: fn(&str) -> String,
    pub first: &'static str,
    pub first_of: fn(&str) -> String,
    pub later_of: fn(&str) -> String,
    pub changed: fn(&str) -> String,
    pub save_changes: &'static str,
    pub discard: &'static str,
    /// A view in the menu with how many tickets it holds.
    pub link: fn(name: &str, count: &str) -> String,
}

pub(super) static EN: Views = Views {
    title: "Views",
    hint: "A view saves your filters, search, order and columns under a name in your menu.",
    none: "No views yet.",
    save_as: "Save this list as a view",
    name: "Name",
    audience: "Who sees it in their menu",
    audience_name: |audience| match audience {
        ViewAudience::Me => "Only me",
        ViewAudience::Team => "My team",
        ViewAudience::Everyone => "All agents",
    },
    save: "Save view",
    rename: |name| format!("New name for {name}"),
    renamed: "Rename",
    remove: |name| format!("Remove {name}"),
    first: "Opens first",
    first_of: |name| format!("Open {name} first"),
    later_of: |name| format!("Stop opening {name} first"),
    changed: |name| format!("{name} has unsaved changes."),
    save_changes: "Save changes",
    discard: "Discard changes",
    link: |name, count| {
        if count.is_empty() {
            name.to_owned()
        } else {
            format!("{name}, {count} ticket{}", if count == "1" { "" } else { "s" })
        }
    },
};
