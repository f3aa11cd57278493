//! Comparison of two responses by what they show: the rows of a list or a file, the messages of a ticket, the numbers of a filter's choices.

/// What stands for the content of a response, in its order: addresses of tickets, ids of messages and numbers of choices, or
/// the first cell of each line.
pub fn marks(response: &str) -> Vec<&str> {
    match response.as_bytes().first() {
        Some(b'<') => rows(response).chain(between(response, "<li id=\"m-")).chain(choices(response)).collect(),
        _ => response.lines().skip(1).filter_map(|line| line.split(',').next()).collect(),
    }
}

/// The address of each row, without what says where it was opened from.
fn rows(page: &str) -> impl Iterator<Item = &str> {
    let links = page.split("<a class=\"row-link\"").skip(1);
    links.filter_map(|rest| rest.split_once("href=\"")?.1.split(['"', '?']).next())
}

fn between<'a>(page: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(before).skip(1).filter_map(|rest| rest.split('"').next())
}

/// With the class of their element: a number alone may stand anywhere.
fn choices(page: &str) -> impl Iterator<Item = &str> {
    page.match_indices("choice-count\">").filter_map(move |(at, _)| page[at..].split('<').next())
}

/// Where two lists of marks part, in words.
pub fn difference(ours: &[&str], theirs: &[&str]) -> Option<String> {
    let place = ours.iter().zip(theirs).position(|(one, other)| one != other);
    let place = place.or((ours.len() != theirs.len()).then_some(ours.len().min(theirs.len())))?;
    let at = |marks: &[&str]| format!("{:?} of {}", marks.get(place).unwrap_or(&"nothing"), marks.len());
    Some(format!("at {place} stands {}, not {}", at(theirs), at(ours)))
}

#[cfg(test)]
mod tests {
    use super::{difference, marks};

    #[test]
    fn rows_and_messages_are_found_in_order() {
        let page = "<td class=\"col-subject is-linked\"><!><a class=\"row-link\" dir=\"auto\" href=\"/tickets/PT-2?from=\">b</a></td>\
                    <a href=\"/tickets/new\" class=\"button\">n</a>\
                    <td class=\"col-subject\"><a class=\"row-link\" href=\"/tickets/PT-1\">a</a><li id=\"m-xyz\" class=\"said\">";
        assert_eq!(marks(page), ["/tickets/PT-2", "/tickets/PT-1", "xyz"]);
    }

    #[test]
    fn numbers_of_choices_follow_the_rows() {
        let page = "<span class=\"choice-name\">Print</span><span class=\"choice-count\">1,204</span>\
                    <span class=\"choice-count\">0</span><a class=\"row-link\" href=\"/tickets/PT-2\">b</a>";
        assert_eq!(marks(page), ["/tickets/PT-2", "choice-count\">1,204", "choice-count\">0"]);
    }

    #[test]
    fn lines_are_marks_too() {
        assert_eq!(marks("\u{feff}Number,Subject\r\nPT-2,b\r\nPT-1,\"a, c\"\r\n"), ["PT-2", "PT-1"]);
    }

    #[test]
    fn a_difference_is_described_by_its_place() {
        assert_eq!(difference(&["a", "b"], &["a", "b"]), None);
        let difference_to = |theirs: &[&str]| difference(&["a", "b"], theirs).unwrap_or_default();
        assert_eq!(difference_to(&["a", "c"]), "at 1 stands \"c\" of 2, not \"b\" of 2");
        assert_eq!(difference_to(&["a"]), "at 1 stands \"nothing\" of 1, not \"b\" of 2");
    }
}
