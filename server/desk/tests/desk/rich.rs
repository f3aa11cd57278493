//! Formatted messages: what is left of what comes in, and what becomes of pictures and names in it.

use super::helpers::{self, account, events, load_ticket, person, raise, sql, words};
use super::support::demo;
use desk::conversation::mention::mentionable;
use desk::conversation::rich::clean;
use desk::conversation::{Reply, reply};
use desk::people::Person;
use desk::{Desk, tickets};
use domain::Refusal;
use domain::conversation::{BODY_MAX, Message, TimelineEntry};
use proptest::prelude::*;

fn formatted(html: &str) -> Reply {
    Reply { html: html.into(), ..words("what the text box held") }
}

async fn newest(desk: &Desk, person: &Person, number: &str) -> Message {
    let mut messages =
        load_ticket(desk, person, number).await.conversation.into_iter().filter_map(|entry| match entry {
            TimelineEntry::Message(message) => Some(message),
            TimelineEntry::Line(_) => None,
        });
    messages.next_back().unwrap()
}

/// Written, and read again by somebody.
async fn send_and_read(desk: &Desk, author: &Person, reader: &Person, number: &str, sent: Reply) -> Message {
    reply(desk, author, number, sent).await.unwrap();
    newest(desk, reader, number).await
}

#[test]
fn what_the_editor_writes_stays_as_it_is() {
    for html in [
        "<p>plain</p>",
        "<p>one</p><p></p><p>two</p>",
        "<h3>Head</h3><h4>Sub</h4><p>a<br>b</p>",
        "<p><strong>b</strong><em>i</em><u>u</u><s>s</s><code>c</code></p>",
        "<p><span class=\"rich-font-serif\"><span class=\"rich-size-large\"><span class=\"rich-colour-red\"><strong>all</strong></span></span></span></p>",
        "<p><a href=\"https://example.org/a?b=1&amp;c=2\" target=\"_blank\" rel=\"external noopener nofollow\">x <strong>y</strong></a></p>",
        "<ul><li><p>a</p><ol><li><p>b</p></li></ol></li></ul>",
        "<blockquote><p>said</p></blockquote><hr><pre><code>let x = 1;\n  y</code></pre>",
        "<table><tbody><tr><th><p>h</p></th><td colspan=\"2\" rowspan=\"3\"><p></p></td></tr></tbody></table>",
        "<p>&lt;b&gt; &amp;amp; \u{2003}&nbsp;é 🙂</p>",
    ] {
        assert_eq!(clean(html), html);
    }
}

#[test]
fn what_other_programs_write_becomes_what_the_editor_writes() {
    for (sent, kept) in [
        ("bare", "<p>bare</p>"),
        ("<div>one</div><div>two</div>", "<p>one</p><p>two</p>"),
        ("<b>a</b><i>b</i><del>c</del>", "<p><strong>a</strong><em>b</em><s>c</s></p>"),
        ("<h1>a</h1><h6>b</h6>", "<h3>a</h3><h4>b</h4>"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<li>alone</li>", "<p>alone</p>"),
        ("<ul>text<li>item</ul>", "<ul><li><p>text</p></li><li><p>item</p></li></ul>"),
        (
            "<table>x<tr><td>y</table>",
            "<table><tbody><tr><td><p>x</p></td></tr><tr><td><p>y</p></td></tr></tbody></table>",
        ),
        ("<b><p>a</p></b><p>b</p>", "<p><strong>a</strong></p><p>b</p>"),
        ("<p style=\"color:red\" onclick=\"x()\" class=\"y rich-size-huge\" id=\"z\">a</p>", "<p>a</p>"),
        (
            "<span class=\"mention rich-colour-puce rich-size-small\">a</span>",
            "<p><span class=\"rich-size-small\">a</span></p>",
        ),
        ("<pre>\n\n  a\r\n</pre>", "<pre><code>  a</code></pre>"),
        ("  \n <p>  a  b  </p> \n", "<p>a  b</p>"),
        ("<img src=x onerror=alert(1)><img src=\"cid:a.png\">", ""),
        ("<!-- a --><!DOCTYPE x><?php ?>b", "<p>b</p>"),
    ] {
        assert_eq!(clean(sent), kept, "{sent}");
    }
}

/// Ways to make a browser read something else than what was cleaned.
const E04: &[&str] = &[
    "<svg><style><img src=x onerror=alert(1)></style></svg>a",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><annotation-xml encoding=\"text/html\"><style><img src=x onerror=alert(1)></style></annotation-xml></math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<noembed><img title=\"</noembed><img src onerror=alert(1)>\"></noembed>",
    "<title><img title=\"</title><img src onerror=alert(1)>\"></title>",
    "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\">",
    "<textarea><img title=\"</textarea><img src onerror=alert(1)>\">",
    "<svg><animate attributeName=href values=javascript:alert(1) /><a><text x=20 y=20>click</text></a></svg>",
    "<svg><a><set attributeName=href to=javascript:alert(1) /><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<select><style><img src=x onerror=alert(1)></style></select>",
    "<template><img src=x onerror=alert(1)></template>",
    "<table><td><table><tr><b></table></td>x<i></table></i></b>y",
    "<a href=\"https://a.example\"><table><a href=\"https://b.example\">x</table>y</a>",
    "<b><i><u></b>x</i>y</u><p><b>z",
    "<li><ul><li>a<li>b</ul><li>c",
    "<p><svg><p><table><svg><p>x",
    "<plaintext>a</plaintext><b>b",
    "<pre>\n\n\n\u{0}x</pre>",
    "<img src=\"/files/abc/x\"onerror=alert(1)>",
    "<span data-mention=\"x\"><p><img src=x onerror=alert(1)></span>",
];

/// Addresses that are none, and tags within tags.
const E05: &[&str] = &[
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"  java\tscript:alert(1)\">x</a>",
    "<a href=\"jav&#x0A;ascript:alert(1)\">x</a>",
    "<a href=\"&#1;javascript:alert(1)\">x</a>",
    "<a href=\"java&Tab;script&colon;alert(1)\">x</a>",
    "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
    "<a href=\"data:text/html;base64,PHNjcmlwdD4=\">x</a>",
    "<a href=\"vbscript:msgbox(1)\">x</a>",
    "<a href=\"//evil.example\">x</a>",
    "<a href=\"/logout\">x</a>",
    "<img src=\"data:image/svg+xml,<svg onload=alert(1)>\">",
    "<img src=\"https://tracker.example/pixel.gif\">",
    "<img src=\"/files/../../logout/x\">",
];

#[test]
fn e04_what_is_cleaned_is_clean_and_stays_so() {
    for sent in E04 {
        holds(sent);
    }
}

#[test]
fn e05_addresses_that_run_something_are_gone() {
    for sent in E05 {
        let kept = holds(sent);
        assert!(!kept.contains("href") && !kept.contains("src="), "{sent} → {kept}");
    }
}

#[test]
fn e07_addresses_cannot_leave_their_attribute() {
    let link =
        |href: &str| format!("<p><a href=\"{href}\" target=\"_blank\" rel=\"external noopener nofollow\">x</a></p>");
    for (sent, kept) in [
        ("https://a.example/\"onmouseover=\"alert(1)", "https://a.example/%22onmouseover=%22alert(1)"),
        ("https://a.example/[a](b)`'<b>", "https://a.example/[a](b)%60'%3Cb%3E"),
        ("https://a.example/?q=\"><script>", "https://a.example/?q=%22%3E%3Cscript%3E"),
        ("mailto:a\"b@example.org", "mailto:a&quot;b@example.org"),
    ] {
        let sent = sent.replace('&', "&amp;").replace('"', "&quot;");
        assert_eq!(holds(&format!("<a href=\"{sent}\">x</a>")), link(kept));
    }
}

/// What holds for everything that comes out; gives it.
fn holds(sent: &str) -> String {
    let kept = clean(sent);
    assert_eq!(clean(&kept), kept, "{sent:?}: cleaned twice");
    let parsed = ammonia::Builder::new()
        .tags(
            [
                "p",
                "h3",
                "h4",
                "pre",
                "hr",
                "blockquote",
                "ul",
                "ol",
                "li",
                "table",
                "tbody",
                "tr",
                "th",
                "td",
                "br",
                "img",
                "a",
                "span",
                "strong",
                "em",
                "u",
                "s",
                "code",
            ]
            .into(),
        )
        .add_tag_attributes("span", ["class", "data-mention"])
        .add_tag_attributes("a", ["target", "rel"])
        .rm_tag_attributes("a", ["hreflang"])
        .link_rel(None)
        .clean(&kept)
        .to_string();
    assert_eq!(parsed, kept, "{sent:?}: a browser's parser finds another tree");
    assert!(!kept.to_lowercase().contains("<script") && !kept.contains("onerror=\""), "{kept}");
    kept
}

const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i class='rich-font-mono'>",
    "</i>",
    "<span class='rich-colour-red'>",
    "</span>",
    "<a href='https://e.example/?a=1&b'>",
    "</a>",
    "<ul>",
    "</ul>",
    "<ol>",
    "</ol>",
    "<li>",
    "</li>",
    "<table>",
    "</table>",
    "<tr>",
    "<td colspan=3>",
    "<th>",
    "</td>",
    "<blockquote>",
    "</blockquote>",
    "<pre>",
    "</pre>",
    "\n",
    " ",
    "text",
    "&lt;b&gt;",
    "&amp;",
    "\u{a0}",
    "<br>",
    "<hr>",
    "<h1>",
    "</h1>",
    "<svg>",
    "</svg>",
    "<style>",
    "</style>",
    "<math>",
    "<!--",
    "-->",
    "<div>",
    "</div>",
    "<span data-mention=x>",
    "<script>",
    "</script>",
    "<code>",
    "</code>",
    "\u{0}",
    "🙂",
    "<select>",
    "</select>",
    "<template>",
    "</template>",
    "<form>",
    "</form>",
    "<caption>",
    "<tbody>",
    "</tbody>",
    "<dd>",
    "<button>",
    "</button>",
];

proptest! {
    #[test]
    fn any_text_comes_out_clean(sent in "\\PC{0,200}") {
        holds(&sent);
    }

    #[test]
    fn any_markup_comes_out_clean(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)) {
        holds(&pieces.concat());
    }
}

#[test]
fn size_and_depth_cost_no_more_than_they_weigh() {
    let begun = std::time::Instant::now();
    for piece in [
        "<b>",
        "<b><i>",
        "<a href=https://e.example/>x",
        "<ul><li>",
        "<table><tr><td>",
        "<blockquote>",
        "<p><b>",
        "<span data-mention=x>",
        "<svg>",
        "<pre>x",
    ] {
        holds(&piece.repeat(390_000 / piece.len()));
    }
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_formatted_answer_is_kept_with_its_plain_text() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let sent = formatted("<h3>Steps</h3><ol><li>Open <b>it</b></li><li>Wait</li></ol><script>alert(1)</script>");
        let message = send_and_read(desk, &alice, &grace, &number, sent).await;
        assert_eq!(message.body, "Steps\n\n1. Open it\n2. Wait");
        let html = "<h3>Steps</h3><ol><li><p>Open <strong>it</strong></p></li><li><p>Wait</p></li></ol>";
        assert_eq!(message.html.as_deref(), Some(html));
        let plain =
            send_and_read(desk, &alice, &grace, &number, formatted("<p>No <i></i>more</p><p>than<br>text</p>")).await;
        assert_eq!((plain.body.as_str(), plain.html), ("No more\n\nthan\ntext", None), "nothing is formatted");
        let unseen = send_and_read(desk, &alice, &grace, &number, formatted("<p> </p><script>x</script>")).await;
        assert_eq!((unseen.body.as_str(), unseen.html), ("what the text box held", None));
    }
}

#[tokio::test]
async fn too_long_a_text_is_refused_however_it_is_formatted() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let number = raise(desk, &alice).await;
        for html in [format!("<p>{}</p>", "x".repeat(BODY_MAX + 1)), "<b></b>".repeat(60_000)] {
            let refused = helpers::refusal(reply(desk, &alice, &number, formatted(&html)).await);
            assert!(matches!(refused, Refusal::Invalid(_)), "{refused:?}");
        }
    }
}

#[tokio::test]
async fn a_description_may_be_formatted_too() {
    for test in demo().await {
        let (desk, alice) = (&test.desk, person(&test.desk, "alice").await);
        let draft =
            domain::tickets::draft::TicketDraft { html: "<p>Since <b>nine</b></p>".into(), ..helpers::incident("Jam") };
        let number = tickets::open::open(desk, &alice, &draft, &[], "").await.unwrap();
        let first = newest(desk, &alice, &number).await;
        let shown = load_ticket(desk, &alice, &number).await;
        let TimelineEntry::Message(described) = &shown.conversation[0] else { panic!("the description comes first") };
        assert_eq!(described.html.as_deref(), Some("<p>Since <strong>nine</strong></p>"));
        assert_eq!(described.body, "Since nine");
        drop(first);
    }
}

#[tokio::test]
async fn pictures_are_files_of_the_same_ticket() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let (number, other) = (raise(desk, &alice).await, raise(desk, &alice).await);
        let picture = test.files.store_file("a b.png", "image/png", b"png").await.unwrap();
        let text = test.files.store_file("a.txt", "text/plain", b"txt").await.unwrap();
        let html =
            "<p>See <img src=\"cid:a%20b.png\" alt=\"Jam\"><img src=\"cid:a.txt\"><img src=\"cid:none.png\"></p>";
        let sent = Reply { files: vec![text, picture], ..formatted(html) };
        let message = send_and_read(desk, &alice, &grace, &number, sent).await;
        let file = message.files.iter().find(|file| file.image).unwrap();
        let expected = format!("<p>See <img src=\"{}\" alt=\"Jam\"></p>", file.address());
        assert_eq!((message.html.as_deref(), message.body.as_str()), (Some(&*expected), "See [Jam]"));
        // Shown again in an answer, but on no other ticket.
        let again = send_and_read(desk, &grace, &alice, &number, formatted(&expected)).await;
        assert_eq!(again.html.as_deref(), Some(&*expected));
        let elsewhere = send_and_read(desk, &alice, &alice, &other, formatted(&expected)).await;
        assert_eq!((elsewhere.body.as_str(), elsewhere.html), ("See", None));
    }
}

#[tokio::test]
async fn a_notes_picture_stays_on_notes() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let picture = test.files.store_file("secret.png", "image/png", b"png").await.unwrap();
        let html = "<p>x <img src=\"cid:secret.png\" alt=\"\"></p>";
        let sent = Reply { note: true, files: vec![picture], ..formatted(html) };
        let note = send_and_read(desk, &grace, &grace, &number, sent).await.html.unwrap();
        let answer = send_and_read(desk, &grace, &alice, &number, formatted(&note)).await;
        assert_eq!((answer.body.as_str(), answer.html), ("x", None));
        let noted = send_and_read(desk, &grace, &grace, &number, Reply { note: true, ..formatted(&note) }).await;
        assert_eq!(noted.html, Some(note));
    }
}

fn at(slug: &str) -> String {
    format!("<p>Ask <span data-mention=\"{slug}\">@Somebody Else</span></p>")
}

#[tokio::test]
async fn only_people_who_see_the_message_can_be_named() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let bruno = account(desk, "bruno").await;
        let named = send_and_read(desk, &alice, &alice, &number, formatted(&at("bruno"))).await;
        let html = format!("<p>Ask <span data-mention=\"bruno\" class=\"mention\">@{}</span></p>", bruno.name);
        assert_eq!(named.html, Some(html), "with his own name");
        let event = events(desk, &number).await.pop().unwrap();
        assert!(event.data.contains(&format!("\"mentions\":[{}]", bruno.id)), "{}", event.data);
        assert!(load_ticket(desk, &person(desk, "bruno").await, &number).await.subscribed);
        for slug in ["dmitri", "alice", "nobody"] {
            let refused = send_and_read(desk, &alice, &alice, &number, formatted(&at(slug))).await;
            assert_eq!((refused.body.as_str(), refused.html), ("Ask @Somebody Else", None), "{slug}");
        }
        for author in [&alice, &grace] {
            assert!(
                send_and_read(desk, author, &alice, &number, formatted(&at("hugo"))).await.html.is_some(),
                "whoever sees it"
            );
        }
        let note = send_and_read(desk, &grace, &grace, &number, Reply { note: true, ..formatted(&at("bruno")) }).await;
        assert_eq!(note.html, None, "he does not see notes");
    }
}

/// What the plain text box offers stands in the text as it is written.
#[tokio::test]
async fn a_whole_name_in_plain_text_names_somebody() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let (bruno, dmitri) = (account(desk, "bruno").await, account(desk, "dmitri").await);
        let mentions = async |sent: Reply, author: &Person| {
            send_and_read(desk, author, &alice, &number, sent).await;
            events(desk, &number).await.pop().unwrap().data
        };
        let data = mentions(words(&format!("Ask @{}, please", bruno.name)), &alice).await;
        assert!(data.contains(&format!("\"mentions\":[{}]", bruno.id)), "{data}");
        assert!(load_ticket(desk, &person(desk, "bruno").await, &number).await.subscribed);
        for text in [
            format!("Ask {}", bruno.name),
            format!("Ask @{}", dmitri.name),
            format!("I am @{}", alice.name),
            format!("> @{}", bruno.name),
        ] {
            let data = mentions(words(&text), &alice).await;
            assert!(!data.contains("mentions"), "{text}: {data}");
        }
        let note = Reply { note: true, ..words(&format!("@{}", bruno.name)) };
        send_and_read(desk, &grace, &grace, &number, note).await;
        let data = events(desk, &number).await.pop().unwrap().data;
        assert!(!data.contains("mentions"), "he does not see notes: {data}");
    }
}

#[tokio::test]
async fn the_picker_offers_whom_one_may_name() {
    for test in demo().await {
        let desk = &test.desk;
        let (alice, grace) = (person(desk, "alice").await, person(desk, "grace").await);
        let number = raise(desk, &alice).await;
        let names = async |person: &Person, find: &str, note: bool| -> Vec<String> {
            mentionable(desk, person, &number, find, note).await.unwrap().into_iter().map(|who| who.slug).collect()
        };
        assert_eq!(names(&alice, "bru", false).await, ["bruno"]);
        assert_eq!(names(&alice, "hug", false).await, ["hugo"], "as he is named among those who will see it");
        sql(desk, "UPDATE users SET active = FALSE WHERE slug = 'hugo'").await;
        assert!(names(&alice, "hug", false).await.is_empty());
        sql(desk, "UPDATE users SET active = TRUE WHERE slug = 'hugo'").await;
        assert!(names(&alice, "", false).await.iter().all(|slug| slug != "alice" && slug != "dmitri"));
        helpers::say(desk, &grace, &number).await;
        assert_eq!(names(&alice, "gra", false).await, ["grace"]);
        assert_eq!(names(&grace, "bru", false).await, ["bruno"]);
        assert!(names(&grace, "bru", true).await.is_empty());
        assert_eq!(names(&grace, "hug", true).await, ["hugo"]);
        sql(desk, "UPDATE companies SET sharing = 'nobody' WHERE slug = 'harbourline'").await;
        assert!(names(&grace, "bru", false).await.is_empty(), "the company shares nothing any more");
        assert_eq!(names(&grace, "ali", false).await, ["alice"]);
    }
}
