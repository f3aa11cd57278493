//! A mail as plain text.

use super::compose::Letter;
use domain::mail::Part;

pub(super) fn write(letter: &Letter) -> String {
    let text = &letter.text;
    let mut blocks = text.paragraphs.clone();
    blocks.extend(text.parts.iter().map(|part| match part {
        Part::Line(line) => line.clone(),
        Part::Said(said) => said.clone(),
        Part::Link { label, path, note } => format!("{label}\n{note}\n{}", letter.address(path)),
    }));
    blocks.extend(text.button.as_ref().map(|(label, path)| format!("{label}:\n{}", letter.address(path))));
    let choices = letter.choices().map(|(label, address)| format!("{label}: {address}"));
    let small: Vec<String> = std::iter::once(text.because.clone()).chain(choices).collect();
    // What mail programs know as the end of a message.
    blocks.push(format!("-- \n{}", small.join("\n")));
    let mut whole = blocks.join("\n\n");
    whole.push('\n');
    whole
}
