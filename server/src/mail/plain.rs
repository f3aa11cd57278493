//! Plain text body of a mail.

use super::compose::RenderedMail;
use domain::mail::MailBlock;

pub(super) fn write(mail: &RenderedMail) -> String {
    let text = &mail.text;
    let mut blocks = text.paragraphs.clone();
    blocks.extend(text.parts.iter().map(|part| match part {
        MailBlock::Line(line) => line.clone(),
        MailBlock::Said(said) => said.clone(),
        MailBlock::Link { label, path, note } => format!("{label}\n{note}\n{}", mail.address(path)),
    }));
    blocks.extend(text.button.as_ref().map(|(label, path)| format!("{label}:\n{}", mail.address(path))));
    let choices = mail.choices().map(|(label, address)| format!("{label}: {address}"));
    let small: Vec<String> = std::iter::once(text.because.clone()).chain(choices).collect();
    // What mail programs know as the end of a message.
    blocks.push(format!("-- \n{}", small.join("\n")));
    let mut whole = blocks.join("\n\n");
    whole.push('\n');
    whole
}
