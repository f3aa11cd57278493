//! The stream of events over HTTP.

use crate::support::{PATIENCE, Site, Visitor, sites};
use domain::live::News;
use reqwest::{Method, Response};
use std::time::{Duration, Instant};

/// A stream that is open, and what has come out of it.
pub(crate) struct Stream {
    response: Response,
    pub text: String,
}

impl Stream {
    pub async fn open(visitor: &Visitor, path: &str) -> Self {
        let request = visitor.apart().request(Method::GET, path).header("Accept", "text/event-stream");
        let response = request.header("Origin", &visitor.base).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let mut stream = Self { response, text: String::new() };
        stream.until("event: hello").await;
        stream
    }

    /// Reads on until the text stands in what has come.
    pub async fn until(&mut self, text: &str) {
        let begun = Instant::now();
        while !self.text.contains(text) {
            assert!(begun.elapsed() < PATIENCE, "{text} did not come: {}", self.text);
            self.read(Duration::from_millis(200)).await;
        }
    }

    /// Reads for a while; false when the stream has ended.
    pub async fn read(&mut self, patience: Duration) -> bool {
        match tokio::time::timeout(patience, self.response.chunk()).await {
            Ok(Ok(Some(chunk))) => self.text.push_str(&String::from_utf8_lossy(&chunk)),
            Ok(_) => return false,
            Err(_) => {}
        }
        true
    }

    /// How long it takes until the stream ends.
    pub async fn end(&mut self) -> Duration {
        let begun = Instant::now();
        while self.read(Duration::from_millis(100)).await {
            assert!(begun.elapsed() < PATIENCE, "it did not end");
        }
        begun.elapsed()
    }

    /// Everything that the page's own code was told.
    pub fn news(&self) -> Vec<News> {
        use base64::Engine;
        let lines = self.text.lines().filter_map(|line| line.strip_prefix("data: "));
        let news = lines.filter_map(|line| {
            let data: serde_json::Value = serde_json::from_str(line).ok()?;
            let text = data["news"].as_str()?[1..].to_owned();
            let bytes = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
            Some(app::compact::read(&bytes).unwrap())
        });
        news.collect()
    }

    fn numbers(&self) -> Vec<String> {
        let numbers = self.news().into_iter().filter_map(|news| match news {
            News::Ticket(touched) => Some(touched.row.number),
            _ => None,
        });
        numbers.collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_says_how_it_is_to_be_treated() {
    for site in sites().await {
        let alice = site.sign_in("alice").await;
        let stream = Stream::open(&alice, "/events").await;
        let header = |name: &str| stream.response.headers().get(name).map_or("", |value| value.to_str().unwrap());
        assert_eq!(header("content-type"), "text/event-stream");
        assert_eq!(header("x-accel-buffering"), "no");
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("content-encoding"), "");
        assert!(stream.text.contains("retry: ") && stream.text.contains("id: "), "{}", stream.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn h04_only_whoever_is_signed_in_listens_and_only_from_here() {
    for site in sites().await {
        let nobody = site.visitor();
        let asking = |visitor: &Visitor| visitor.request(Method::GET, "/events").header("Accept", "text/event-stream");
        assert_eq!(asking(&nobody).send().await.unwrap().status(), 401);
        let alice = site.sign_in("alice").await;
        let foreign = asking(&alice).header("Origin", "http://evil.example").header("Sec-Fetch-Site", "cross-site");
        assert_eq!(foreign.send().await.unwrap().status(), 403);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn k01_asking_for_more_brings_nothing_more() {
    for site in sites().await {
        let (alice, dmitri) = (site.sign_in("alice").await, site.sign_in("dmitri").await);
        let mut streams = Vec::new();
        for path in ["/events?ticket=PT-1001", "/events?topic=*&after=0", "/events?user=1&company=1&queue=print"] {
            streams.push(Stream::open(&dmitri, path).await);
        }
        let mut own = Stream::open(&alice, "/events").await;
        let secret = "Not for the neighbours 8471";
        let number = alice.raise(secret, "x").await;
        own.until("event: news").await;
        assert_eq!(own.numbers(), std::slice::from_ref(&number));
        for mut stream in streams {
            stream.read(Duration::from_millis(500)).await;
            stream.read(Duration::from_millis(200)).await;
            assert_eq!(stream.numbers(), Vec::<String>::new());
            assert!(!stream.text.contains(&number) && !stream.text.contains(secret));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn g02_k03_signing_out_and_expiry_end_the_stream_within_five_seconds() {
    for site in sites().await {
        let (alice, bruno) = (site.sign_in("alice").await, site.sign_in("bruno").await);
        let mut leaving = Stream::open(&alice, "/events").await;
        let mut waiting = Stream::open(&bruno, "/events").await;
        assert_eq!(alice.post_form("/logout", &[]).await.status, 303);
        assert!(leaving.end().await < Duration::from_secs(5));
        site.advance(13 * 3_600_000);
        assert!(waiting.end().await < Duration::from_secs(5));
        assert_eq!(alice.get("/events").await.status, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_missed_comes_after_a_break() {
    for site in sites().await {
        let (alice, bruno) = (site.sign_in("alice").await, site.sign_in("bruno").await);
        let first = Stream::open(&bruno, "/events").await;
        let mark = first.text.lines().find_map(|line| line.strip_prefix("id: ")).unwrap().to_owned();
        drop(first);
        let number = alice.raise("While nobody listened", "x").await;
        let mut back = Stream::open(&bruno, &format!("/events?after={mark}")).await;
        back.until("event: news").await;
        assert_eq!(back.numbers(), [number]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn e13_what_a_notification_says_is_text_and_only_for_those_concerned() {
    for site in sites().await {
        let (alice, bruno, grace) =
            (site.sign_in("alice").await, site.sign_in("bruno").await, site.sign_in("grace").await);
        let subject = "<b>bold</b> *stars* \"quoted\"";
        let number = alice.raise(subject, "x").await;
        let mut own = Stream::open(&alice, "/events").await;
        let mut colleagues = Stream::open(&bruno, "/events").await;
        assert_eq!(grace.answer_ticket(&number, "<img src=x onerror=alert(1)>").await.status, 303);
        own.until("\"notice\":{").await;
        own.read(Duration::from_millis(200)).await;
        let data = own.text.lines().filter_map(|line| line.strip_prefix("data: "));
        let notices: Vec<serde_json::Value> = data.filter_map(|line| serde_json::from_str(line).ok()).collect();
        let notice = notices.iter().find(|data| data["notice"].is_object()).unwrap();
        assert_eq!(notice["notice"]["title"], subject);
        assert_eq!(notice["notice"]["text"], "Grace Okoye replied");
        assert!(!own.text.contains("onerror"), "nothing of what was said travels along");
        colleagues.until("event: news").await;
        assert!(!colleagues.text.contains("\"title\""), "who is not concerned is not notified");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_ends_its_streams() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await;
    let mut stream = Stream::open(&alice, "/events").await;
    site.desk.live().stop();
    stream.end().await;
    assert!(stream.text.contains("event: bye"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_session_opens_a_bounded_number_of_streams() {
    let site = Site::start().await;
    let alice = site.sign_in("alice").await;
    let mut streams = Vec::new();
    for _ in 0..60 {
        streams.push(Stream::open(&alice, "/events").await);
    }
    let one_more = alice.request(Method::GET, "/events").header("Accept", "text/event-stream");
    assert_eq!(one_more.send().await.unwrap().status(), 429);
    drop(streams);
}

#[tokio::test(flavor = "multi_thread")]
async fn activities_work_by_forms_alone() {
    for site in sites().await {
        let (alice, grace) = (site.sign_in("alice").await, site.sign_in("grace").await);
        let number = alice.raise("Forms <i>alone</i>", "x").await;
        grace.answer_ticket(&number, "Here you are.").await;
        let page = alice.get("/activities").await.text();
        assert!(page.contains("Forms &lt;i&gt;alone&lt;/i&gt;") && page.contains("Grace Okoye replied"), "{page}");
        let removed = alice.post_form(&format!("/activities/{number}/remove"), &[("page", "1")]).await;
        assert_eq!((removed.status, removed.location()), (303, format!("/activities?removed={number}").as_str()));
        let page = alice.get(removed.location()).await.text();
        assert!(!page.contains("alone") && page.contains(&format!("/activities/{number}/restore")));
        assert_eq!(alice.post_form(&format!("/activities/{number}/restore"), &[]).await.location(), "/activities");
        let page = alice.get("/activities").await.text();
        let until =
            page.split("name=\"until\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
        assert_eq!(alice.post_form("/activities/read", &[("until", "nonsense")]).await.status, 400);
        assert_eq!(alice.post_form("/activities/read", &[("until", &until)]).await.status, 303);
        assert!(!alice.get("/activities").await.text().contains("activity-unread"));
        assert_eq!(alice.post_form("/activities/PT-999999/remove", &[]).await.status, 404);
    }
}
