//! Activities: the inbox of what is new for a person, with one entry for each ticket.

pub mod calls;
mod newest;
mod page;
mod unseen;

pub(crate) use newest::Newest;
pub(crate) use page::ActivitiesRoute;
pub(crate) use unseen::Unseen;

/// The entries as the menu shows them, as summaries made here, because the menu's page would have to bring all of them.
#[cfg(feature = "ssr")]
#[must_use]
pub fn recent(entries: Vec<domain::activities::ActivityEntry>) -> Vec<domain::activities::Recent> {
    let words = crate::words::words();
    let summary = |entry: &domain::activities::ActivityEntry| {
        let who = entry.who.as_ref().map_or(words.product, |who| &who.full);
        if entry.excerpt.is_empty() {
            (words.activities().summary)(who, &entry.what)
        } else {
            format!("{who}: {}", entry.excerpt)
        }
    };
    let recent = |entry: domain::activities::ActivityEntry| domain::activities::Recent {
        text: summary(&entry),
        edition: format!("{} {}", entry.at.iso, entry.besides),
        number: entry.number,
        unread: entry.unread,
    };
    entries.into_iter().map(recent).collect()
}
