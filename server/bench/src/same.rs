//! Whether two pages show the same: the rows of a list, the messages of a ticket.

/// What stands for the page's content, in its order: the rows' links and the messages' ids.
pub fn marks(page: &str) -> Vec<&str> {
    let rows = between(page, "<td class=\"col-subject is-linked\"><a href=\"");
    let messages = between(page, "<li id=\"m-");
    rows.chain(messages).collect()
}

fn between<'a>(page: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(before).skip(1).filter_map(|rest| rest.split('"').next())
}

#[cfg(test)]
mod tests {
    use super::marks;

    #[test]
    fn rows_and_messages_are_found_in_order() {
        let page = "<td class=\"col-subject is-linked\"><a href=\"/tickets/PT-2\" class=\"row-link\">b</a></td>\
                    <td class=\"col-subject is-linked\"><a href=\"/tickets/PT-1\">a</a><li id=\"m-xyz\" class=\"said\">";
        assert_eq!(marks(page), ["/tickets/PT-2", "/tickets/PT-1", "xyz"]);
    }
}
