//! Chat over HTTP: what is refused, what those in one are told, and many of them at once.

use crate::events::Stream;
use crate::support::{Answer, PATIENCE, Parts, Site, Visitor, sites};
use domain::chat::{AgentInbox, ConversationPage, CustomerPage, PresenceUpdate, Stage};
use domain::conversation::TimelineEntry;
use domain::live::News;
use reqwest::Method;
use serde::de::DeserializeOwned;
use std::time::{Duration, Instant};

async fn attend(site: &Site, handle: &str) -> Visitor {
    let agent = site.sign_in(handle).await;
    let answer = agent.post_form("/chats/me", &[("available", "1"), ("capacity", "20")]).await;
    assert_eq!((answer.status, answer.location()), (303, "/chat"), "{}", answer.text());
    agent
}

async fn begin(visitor: &Visitor, body: &str) -> String {
    let answer = visitor.post_parts("/chat", Parts::new().field("body", body)).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location().trim_start_matches("/chat/").to_owned()
}

async fn asked<T: DeserializeOwned>(visitor: &Visitor, path: &str) -> T {
    let answer = visitor.get(&format!("/calls/{path}")).await;
    assert_eq!(answer.status, 200, "{path}");
    app::compact::read(&answer.bytes).unwrap()
}

async fn talk(visitor: &Visitor, number: &str) -> ConversationPage {
    asked(visitor, &format!("chat/talk?number={number}")).await
}

fn bodies(talk: &ConversationPage) -> Vec<String> {
    let bodies = talk.conversation.iter().filter_map(|entry| match entry {
        TimelineEntry::Message(message) => Some(message.body.clone()),
        TimelineEntry::Line(_) => None,
    });
    bodies.collect()
}

fn signals(stream: &Stream) -> Vec<PresenceUpdate> {
    let signals = stream.news().into_iter().filter_map(|news| match news {
        News::Chat(signal) => Some(*signal),
        _ => None,
    });
    signals.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_from_its_first_word_to_its_end_by_forms_alone() {
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, attend(&site, "grace").await);
        let number = begin(&alice, "The label printer skips every second label.").await;
        let inbox: AgentInbox = asked(&grace, "chat/inbox?list=waiting").await;
        assert_eq!((inbox.rows[0].number.as_str(), inbox.waiting), (number.as_str(), 1));
        let accepted = grace.post_form("/chat/next/accept", &[]).await;
        assert_eq!((accepted.status, accepted.location()), (303, format!("/chat/{number}").as_str()));
        let parts = Parts::new().field("body", "Here is a picture.").file("label.txt", "text/plain", b"x");
        let said = alice.post_parts(&format!("/chat/{number}/messages"), parts).await;
        assert!(said.location().starts_with(&format!("/chat/{number}#m-")), "{}", said.text());
        let moved = grace.post_form(&format!("/chat/{number}/transfer"), &[("to", "print"), ("note", "Paper.")]).await;
        assert_eq!((moved.status, moved.location()), (303, format!("/chat/{number}").as_str()));
        let ended = grace.post_form(&format!("/chat/{number}/end"), &[("solved", "1")]).await;
        assert_eq!(ended.status, 303);
        let over = talk(&alice, &number).await;
        assert!(over.stage.is_over() && over.closed);
        assert_eq!(bodies(&over), ["The label printer skips every second label.", "Here is a picture."]);
        let front: CustomerPage = asked(&alice, "chat/front").await;
        assert_eq!(front.past[0].number, number);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn b06_a_client_of_a_company_is_refused_by_the_server() {
    for site in sites().await {
        attend(&site, "grace").await;
        for handle in ["farid", "chloe"] {
            let refused = site.sign_in(handle).await;
            let answer = refused.script().post_form("/chat", &[("body", "Let me in"), ("company", "smallpier")]).await;
            assert_eq!((answer.status, answer.json()["Err"]["Forbidden"].as_str()), (403, Some("NoChat")), "{handle}");
        }
        assert_eq!(site.count("tickets WHERE channel = 'chat' AND subject = 'Let me in'").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn k10_out_of_hours_the_server_refuses() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        site.advance(10 * 3_600_000);
        attend(&site, "grace").await;
        let answer = alice.script().post_form("/chat", &[("body", "Anybody there?")]).await;
        assert_eq!((answer.status, answer.json()["Err"]["Forbidden"].as_str()), (403, Some("ChatClosed")));
        assert_eq!(site.count("tickets WHERE subject = 'Anybody there?'").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn k08_somebody_elses_conversation_is_not_there() {
    for site in sites().await {
        attend(&site, "grace").await;
        let alice = site.sign_in("alice").await;
        let number = begin(&alice, "Only for the desk 5521").await;
        for handle in ["bruno", "dmitri", "farid", "iris"] {
            let other = site.sign_in(handle).await;
            for verb in ["messages", "end", "signal"] {
                let answer = other.post_form(&format!("/chat/{number}/{verb}"), &[]).await;
                assert_eq!(answer.status, 404, "{handle} {verb}");
                assert!(!answer.text().contains("5521"));
            }
            let read = other.get(&format!("/calls/chat/talk?number={number}")).await;
            let never = other.get("/calls/chat/talk?number=PT-999999").await;
            assert_eq!((read.status, never.status, &read.bytes), (404, 404, &never.bytes), "{handle}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn k01_k04_presence_and_typing_reach_those_in_the_chat_and_nobody_else() {
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, attend(&site, "grace").await);
        let number = begin(&alice, "Hello").await;
        grace.post_form(&format!("/chat/{number}/accept"), &[]).await;
        let mut agent = Stream::open(&grace, "/events").await;
        let mut others = Vec::new();
        for (handle, path) in [
            ("bruno", format!("/events?chat={number}")),
            ("dmitri", "/events?topic=*".into()),
            ("iris", "/events".into()),
        ] {
            others.push(Stream::open(&site.sign_in(handle).await, &path).await);
        }
        let typed = Instant::now();
        let answer = alice.post_form(&format!("/chat/{number}/signal"), &[("typing", "1"), ("here", "1")]).await;
        assert_eq!((answer.status, answer.bytes.len()), (204, 0));
        let typing = |stream: &Stream| {
            let people = signals(stream).into_iter().flat_map(|signal| signal.people);
            people.into_iter().any(|person| person.who.slug == "alice" && person.typing)
        };
        while !typing(&agent) {
            assert!(typed.elapsed() < PATIENCE, "it is told");
            agent.read(Duration::from_millis(50)).await;
        }
        for stream in &mut others {
            stream.read(Duration::from_millis(400)).await;
            assert!(signals(stream).is_empty() && !stream.text.contains(&number));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn k03_whoever_is_signed_out_says_and_hears_nothing() {
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, attend(&site, "grace").await);
        let number = begin(&alice, "Hello").await;
        let mut stream = Stream::open(&alice, "/events").await;
        assert_eq!(alice.post_form("/logout", &[]).await.status, 303);
        assert!(stream.end().await < Duration::from_secs(5));
        grace.post_form(&format!("/chat/{number}/messages"), &[("body", "Are you there?")]).await;
        assert!(signals(&stream).iter().all(|signal| signal.stage != Stage::Open));
        for verb in ["signal", "messages", "end"] {
            assert_eq!(
                alice.post_form(&format!("/chat/{number}/{verb}"), &[("body", "x")]).await.status,
                401,
                "{verb}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn j09_names_that_are_not_known_are_refused_without_a_word_about_why() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        attend(&site, "grace").await;
        let number = begin(&alice, "Hello").await;
        for (name, value) in
            [("__proto__", "1"), ("typing", "yes"), ("subscribe", "*"), ("here", "2"), ("status", "Ended"), ("", "")]
        {
            let answer = alice.script().post_form(&format!("/chat/{number}/signal"), &[(name, value)]).await;
            assert_eq!(answer.status, 422, "{name}");
            let text = answer.text();
            assert!(!text.contains("desk::") && !text.contains("__proto__") && !text.contains("subscribe"), "{text}");
        }
        assert_eq!(alice.post_form(&format!("/chat/{number}/signal"), &[("typing", "0")]).await.status, 204);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn e13_hostile_text_goes_both_ways_as_text() {
    const HOSTILE: &str = "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1)) \u{202e}";
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, attend(&site, "grace").await);
        let mut line = Stream::open(&grace, "/events").await;
        let number = begin(&alice, HOSTILE).await;
        line.until("\"notice\":{").await;
        let data = line.text.lines().filter_map(|line| line.strip_prefix("data: "));
        let notices: Vec<serde_json::Value> = data.filter_map(|line| serde_json::from_str(line).ok()).collect();
        let notice = notices.iter().find(|data| data["notice"]["chat"] == true).unwrap();
        assert_eq!(notice["notice"]["text"], "Alice Kowalska from Harbourline Logistics is waiting to chat");
        assert_eq!(notice["notice"]["number"], number.as_str());
        assert!(
            notice["notice"]["title"].as_str().unwrap().starts_with("<img src=x"),
            "as it was written, for a text node"
        );
        grace.post_form(&format!("/chat/{number}/messages"), &[("body", HOSTILE)]).await;
        let html = format!("<p>x<script>alert(1)</script><img src=x onerror=alert(1)></p><p>{number}</p>");
        grace.post_form(&format!("/chat/{number}/messages"), &[("body", "x"), ("html", &html)]).await;
        let talk = talk(&alice, &number).await;
        let [first, second, third] = &talk
            .conversation
            .iter()
            .filter_map(|entry| if let TimelineEntry::Message(message) = entry { Some(message) } else { None })
            .collect::<Vec<_>>()[..]
        else {
            panic!("three messages")
        };
        assert_eq!((first.body.as_str(), first.html.as_ref()), (HOSTILE.trim(), None));
        assert_eq!((second.body.as_str(), second.html.as_ref()), (HOSTILE.trim(), None));
        let html = third.html.clone().unwrap_or_default();
        assert!(!html.contains("script") && !html.contains("onerror") && !html.contains("<img"), "{html}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sending_a_form_twice_does_it_once() {
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, attend(&site, "grace").await);
        let form = [("body", "Twice"), ("key", "abc")];
        let (one, two) = tokio::join!(alice.post_form("/chat", &form), alice.post_form("/chat", &form));
        assert_eq!((one.status, two.status), (303, 303));
        assert_eq!(one.location(), two.location());
        let number = one.location().trim_start_matches("/chat/").to_owned();
        let address = format!("/chat/{number}/messages");
        let again = [("body", "Yes"), ("key", "abc")];
        let (one, two) = tokio::join!(grace.post_form(&address, &again), grace.post_form(&address, &again));
        assert_eq!(one.location(), two.location());
        assert_eq!(bodies(&talk(&alice, &number).await), ["Twice", "Yes"]);
    }
}

/// One side of a chat: says so many things, some of them twice, and reads as a page does: what is after what it has.
async fn side(visitor: Visitor, number: String, name: &'static str, turns: usize) -> Vec<String> {
    let mut stream = Stream::open(&visitor, "/events").await;
    let mut known: Vec<(String, String)> = Vec::new();
    for turn in 0..turns {
        let body = format!("{name} {turn}");
        let form = [("body", body.as_str()), ("key", body.as_str())];
        let address = format!("/chat/{number}/messages");
        assert_eq!(visitor.post_form(&address, &form).await.status, 303);
        if turn % 4 == 1 {
            assert_eq!(visitor.post_form(&address, &form).await.status, 303);
        }
        if turn % 5 == 2 {
            // The line is cut, and a new stream begins.
            stream = Stream::open(&visitor, "/events?again=1").await;
        }
        stream.read(Duration::from_millis(60)).await;
        catch_up(&visitor, &number, &mut known).await;
    }
    // Until everything is there that both sides say, the first message included.
    let begun = Instant::now();
    while known.len() < 1 + 2 * turns && begun.elapsed() < PATIENCE {
        stream.read(Duration::from_millis(50)).await;
        catch_up(&visitor, &number, &mut known).await;
    }
    assert!(signals(&stream).iter().all(|signal| signal.number == number) || name == "agent");
    known.into_iter().map(|(_, body)| body).collect()
}

async fn catch_up(visitor: &Visitor, number: &str, known: &mut Vec<(String, String)>) {
    let after = known.last().map(|(id, _)| id.clone()).unwrap_or_default();
    let talk: ConversationPage = asked(visitor, &format!("chat/talk?number={number}&after={after}")).await;
    known.extend(talk.conversation.into_iter().filter_map(|entry| match entry {
        TimelineEntry::Message(message) => Some((message.id, message.body)),
        TimelineEntry::Line(_) => None,
    }));
}

#[tokio::test(flavor = "multi_thread")]
async fn m03_twenty_chats_at_once_lose_double_and_mix_nothing() {
    const TURNS: usize = 8;
    for site in sites().await {
        let agents = [attend(&site, "grace").await, attend(&site, "nadia").await, attend(&site, "hugo").await];
        let handles = [
            "alice", "bruno", "ines", "dmitri", "petra", "sean", "yusuf", "hanna", "tom", "lucia", "oksana", "ewa",
            "martin", "rosa", "kieran", "bea", "callum", "sofia", "anders", "priya",
        ];
        let mut talking = Vec::new();
        for (place, handle) in handles.into_iter().enumerate() {
            let customer = site.sign_in(handle).await;
            let number = begin(&customer, "first").await;
            let agent = agents[place % agents.len()].apart();
            assert_eq!(agent.post_form(&format!("/chat/{number}/accept"), &[]).await.status, 303, "{handle}");
            let sides = (
                tokio::spawn(side(customer.apart(), number.clone(), "customer", TURNS)),
                tokio::spawn(side(agent, number.clone(), "agent", TURNS)),
            );
            talking.push((number, customer, sides));
        }
        for (number, customer, (one, other)) in talking {
            let (one, other) = (one.await.unwrap(), other.await.unwrap());
            let kept = bodies(&talk(&customer, &number).await);
            assert_eq!(one, kept, "{number}: the customer's page holds what the ticket holds");
            assert_eq!(other, kept, "{number}: so does the agent's");
            for name in ["customer", "agent"] {
                let own: Vec<&String> = kept.iter().filter(|body| body.starts_with(name)).collect();
                let said: Vec<String> = (0..TURNS).map(|turn| format!("{name} {turn}")).collect();
                assert_eq!(own, said.iter().collect::<Vec<_>>(), "{number}");
            }
            assert_eq!(kept.len(), 1 + 2 * TURNS);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_agents_who_accept_at_once_the_others_hear_who_has_it() {
    for site in sites().await {
        let agents = [attend(&site, "grace").await.script(), attend(&site, "nadia").await.script()];
        let number = begin(&site.sign_in("alice").await, "Hello").await;
        let address = format!("/chat/{number}/accept");
        let (one, two): (Answer, Answer) =
            tokio::join!(agents[0].post_form(&address, &[]), agents[1].post_form(&address, &[]));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        let lost = if one.status == 409 { one } else { two };
        assert!(lost.json()["Err"]["Forbidden"]["ChatTaken"]["by"].is_string(), "{}", lost.text());
        let head = agents[0].request(Method::GET, "/calls/chat/inbox?list=nonsense").send().await.unwrap();
        assert_eq!(head.status(), 200, "a list that is not known is the first one");
    }
}
