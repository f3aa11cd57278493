//! Texts of the composer. Those of the editor's tools are fetched by its script and stay out of the browser module.

/// What stands on the page before the editor is there.
pub struct Composer {
    pub switch: &'static str,
    pub failed: &'static str,
    /// Those who are offered after an `@`, and those of them who work at the desk.
    pub people: &'static str,
    pub desk: &'static str,
}

pub static EN: Composer = Composer {
    switch: "Formatting",
    failed: "The formatting tools couldn’t be loaded. You can keep writing plain text, or try again.",
    people: "People",
    desk: "Support",
};

/// The tools' texts as data for their script.
#[cfg(feature = "ssr")]
pub fn tools() -> serde_json::Value {
    serde_json::json!({
        "toolbar": "Formatting",
        "keys": "Press Alt+F10 for the formatting tools.",
        "style": "Paragraph style",
        "styles": [["", "Text"], ["3", "Heading"], ["4", "Subheading"]],
        "font": "Font",
        "fonts": [["", "Font"], ["serif", "Serif"], ["mono", "Fixed width"], ["narrow", "Narrow"]],
        "size": "Text size",
        "sizes": [["", "Size"], ["small", "Small"], ["large", "Large"], ["huge", "Huge"]],
        "colour": "Text colour",
        "colours": [
            ["", "Colour"], ["slate", "Grey"], ["blue", "Blue"], ["teal", "Teal"], ["green", "Green"], ["amber", "Amber"],
            ["red", "Red"], ["purple", "Purple"], ["pink", "Pink"]
        ],
        "buttons": {
            "bold": "Bold", "italic": "Italic", "underline": "Underline", "strike": "Strikethrough", "code": "Code",
            "link": "Link", "bullets": "Bulleted list", "numbers": "Numbered list", "quote": "Quote",
            "code_block": "Code block", "table": "Insert table", "emoji": "Emoji", "clear": "Clear formatting",
            "undo": "Undo", "redo": "Redo", "row": "Add row below", "column": "Add column after",
            "drop_row": "Delete row", "drop_column": "Delete column", "drop_table": "Delete table"
        },
        "link": {
            "address": "Link address", "apply": "Apply", "remove": "Remove link",
            "bad": "Links can be web addresses, email addresses or phone numbers."
        },
        "mention": { "list": EN.people, "desk": EN.desk },
        "emoji": { "list": "Emoji", "all": EMOJI },
    })
}

#[cfg(feature = "ssr")]
const EMOJI: &[(&str, &str)] = &[
    ("🙂", "Slight smile"),
    ("😀", "Grin"),
    ("😄", "Smile"),
    ("😅", "Relieved laugh"),
    ("😂", "Tears of joy"),
    ("😉", "Wink"),
    ("😊", "Warm smile"),
    ("😎", "Sunglasses"),
    ("🤔", "Thinking"),
    ("😐", "Neutral"),
    ("🙁", "Frown"),
    ("😕", "Confused"),
    ("😮", "Surprised"),
    ("😢", "Crying"),
    ("😡", "Angry"),
    ("😴", "Asleep"),
    ("👍", "Thumbs up"),
    ("👎", "Thumbs down"),
    ("👌", "OK"),
    ("👏", "Applause"),
    ("🙏", "Thank you"),
    ("🤝", "Handshake"),
    ("👋", "Wave"),
    ("💪", "Strong"),
    ("✅", "Done"),
    ("❌", "Cross"),
    ("⚠️", "Warning"),
    ("❗", "Exclamation mark"),
    ("❓", "Question mark"),
    ("ℹ️", "Information"),
    ("🚫", "Prohibited"),
    ("🔥", "Fire"),
    ("❤️", "Heart"),
    ("🎉", "Celebration"),
    ("🚀", "Rocket"),
    ("⭐", "Star"),
    ("💡", "Idea"),
    ("🔧", "Wrench"),
    ("🔒", "Locked"),
    ("🔑", "Key"),
    ("📎", "Paper clip"),
    ("📄", "Page"),
    ("📦", "Package"),
    ("📷", "Camera"),
    ("📞", "Telephone"),
    ("📧", "Email"),
    ("📅", "Calendar"),
    ("⏰", "Alarm clock"),
    ("⏳", "Hourglass"),
    ("💻", "Laptop"),
    ("🖨️", "Printer"),
    ("📱", "Mobile phone"),
    ("🔋", "Battery"),
    ("🔌", "Plug"),
    ("🌐", "Globe"),
    ("🐛", "Bug"),
    ("☕", "Coffee"),
    ("🚚", "Truck"),
    ("🏢", "Office"),
    ("🏭", "Factory"),
    ("➡️", "Right arrow"),
    ("⬅️", "Left arrow"),
    ("⬆️", "Up arrow"),
    ("⬇️", "Down arrow"),
];
