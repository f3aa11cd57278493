//! Path segments that a request names and that go into an address of ours again.

/// Whether a segment is 1 to `max` ASCII letters, digits and `marks`, so that nothing in it has a meaning in an address.
pub(crate) fn is_plain(text: &str, max: usize, marks: &[u8]) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || marks.contains(&byte);
    !text.is_empty() && text.len() <= max && text.bytes().all(known)
}

/// The segment if it is plain; otherwise `0`, which leads nowhere.
pub(crate) fn plain<'a>(text: &'a str, max: usize, marks: &[u8]) -> &'a str {
    if is_plain(text, max, marks) { text } else { "0" }
}

/// A public id, or the token of a link.
pub(crate) fn id(text: &str) -> &str {
    plain(text, 64, b"")
}

/// The slug of a person or company, or a verb of theirs.
pub(crate) fn name(text: &str) -> &str {
    plain(text, 100, b"-_.")
}

/// The number of a ticket.
pub(crate) fn ticket_number(text: &str) -> &str {
    domain::tickets::number::read(text).map_or("0", |_| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_in_an_address_leads_nowhere() {
        for bad in ["", "a/b", "..%2F", "a?b", "a#b", "ä", "a b", "a\r\nX: y"] {
            assert_eq!([id(bad), name(bad), ticket_number(bad)], ["0"; 3], "{bad}");
        }
        assert_eq!((id("a1"), id("a-1"), id(&"a".repeat(65))), ("a1", "0", "0"));
        assert_eq!((name("j.doe-2_x"), name(&"a".repeat(101))), ("j.doe-2_x", "0"));
        assert_eq!((ticket_number("PT-1001"), ticket_number("PT-x")), ("PT-1001", "0"));
    }
}
