//! Texts of rating a ticket.

pub struct Rating {
    pub title: &'static str,
    pub hint: &'static str,
    /// From the worst to the best.
    pub scores: [&'static str; 5],
    pub comment: &'static str,
    pub send: &'static str,
    pub change: &'static str,
    pub thanks: &'static str,
    /// To agents and to whoever gave it.
    pub given: fn(u8) -> String,
}

pub(super) static EN: Rating = Rating {
    title: "How did we do?",
    hint: "You can change your rating once.",
    scores: ["Very bad", "Bad", "Fair", "Good", "Very good"],
    comment: "Anything we should know? (optional)",
    send: "Send rating",
    change: "Change rating",
    thanks: "Thank you for your rating.",
    given: |score| {
        let name = EN.scores.get(usize::from(score).saturating_sub(1)).copied().unwrap_or_default();
        format!("{name} ({score} of 5)")
    },
};
