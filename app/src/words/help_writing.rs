//! Texts of the help centre's authoring pages, beside those of `help`.

pub struct HelpWriting {
    /// What was written in this browser and not saved is in the form again.
    pub kept: &'static str,
    pub kept_drop: &'static str,
    pub title: &'static str,
    pub lead: &'static str,
    pub new: &'static str,
    pub add: &'static str,
    pub rename: &'static str,
    pub delete: &'static str,
    pub name_of: fn(&str) -> String,
    pub rename_of: fn(&str) -> String,
    pub delete_of: fn(&str) -> String,
    pub up: fn(&str) -> String,
    pub down: fn(&str) -> String,
    /// `used`: articles stood in it once, though none does now.
    pub holds: fn(articles: u64, used: bool) -> String,
}

/// They travel with the pages, not with the frame.
pub fn help_writing() -> &'static HelpWriting {
    &EN
}

static EN: HelpWriting = HelpWriting {
    kept: "Your unsaved changes are back in the form.",
    kept_drop: "Discard",
    title: "Categories",
    lead: "Readers see them in this order. You can delete empty ones.",
    new: "New category",
    add: "Add",
    rename: "Rename",
    delete: "Delete",
    name_of: |name| format!("Name of {name}"),
    rename_of: |name| format!("Rename {name}"),
    delete_of: |name| format!("Delete {name}"),
    up: |name| format!("Move {name} up"),
    down: |name| format!("Move {name} down"),
    holds: |articles, used| match articles {
        0 if used => "Earlier versions only".into(),
        0 => "Empty".into(),
        1 => "1 article".into(),
        count => format!("{count} articles"),
    },
};
