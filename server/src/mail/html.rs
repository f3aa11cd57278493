//! HTML body of a mail: one small document, in which every text is escaped.

use super::compose::RenderedMail;
use domain::mail::MailBlock;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;color:#1d2433;background:#fff;margin:24px auto;max-width:620px;padding:0 16px}\
p{margin:0 0 16px}.line{font-weight:600;margin-bottom:4px}.said{border-left:3px solid #c9d2e3;padding-left:12px}\
.button{display:inline-block;background:#2451b8;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none}\
.small{color:#5a6478;font-size:13px;border-top:1px solid #dfe4ee;padding-top:12px;margin-top:24px}";

pub(super) fn write(mail: &RenderedMail, lang: &str) -> String {
    let text = &mail.text;
    let mut body: String = text.paragraphs.iter().map(|paragraph| block("", paragraph)).collect();
    body.extend(text.parts.iter().map(|part| render_block(mail, part)));
    if let Some((label, path)) = &text.button {
        let link = link("button", &mail.address(path), label);
        body.push_str(&format!("<p>{link}</p>\n"));
    }
    let choices = mail.choices().map(|(label, address)| format!("<br>{}", link("", &address, label)));
    body.push_str(&format!("<p class=\"small\">{}{}</p>\n", escaped(&text.because), choices.unwrap_or_default()));
    let title = escaped(&text.subject);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head>\n<body>\n{body}</body>\n</html>\n"
    )
}

fn render_block(mail: &RenderedMail, part: &MailBlock) -> String {
    match part {
        MailBlock::Line(line) => block("line", line),
        MailBlock::Said(said) => block("said", said),
        MailBlock::Link { label, path, note } => {
            let link = link("", &mail.address(path), label);
            format!("<p>{link}<br>{}</p>\n", escaped(note))
        }
    }
}

fn block(class: &str, text: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<p{class}>{}</p>\n", escaped(text).replace('\n', "<br>\n"))
}

fn link(class: &str, address: &str, label: &str) -> String {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<a{class} href=\"{}\">{}</a>", escaped(address), escaped(label))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::mail::MailText;

    #[test]
    fn what_people_write_is_text() {
        let evil = "<img src=x onerror=alert(1)>\"'&\nsecond";
        let text = MailText {
            subject: evil.into(),
            paragraphs: vec![evil.into()],
            parts: vec![
                MailBlock::Said(evil.into()),
                MailBlock::Link { label: evil.into(), path: "/tickets/\"><b>".into(), note: evil.into() },
            ],
            button: Some((evil.into(), "/".into())),
            because: evil.into(),
        };
        let html = write(&RenderedMail { text, base: "https://desk.example".into(), chosen: true }, "en");
        assert!(!html.contains("<img") && !html.contains("<b>"), "{html}");
        assert!(html.contains("&amp;<br>\nsecond") && html.contains("https://desk.example/account/notifications"));
    }
}
