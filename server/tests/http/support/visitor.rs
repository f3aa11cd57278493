//! HTTP client of tests, a browser or a script: it keeps one cookie, follows no redirect and says where its posts come from.

use super::parts::{BOUNDARY_TYPE, Parts};
use app::compact;
use app::error::AppError;
use domain::activities::ActivityInbox;
use domain::assets;
use domain::tickets::{FacetValues, Quick, Similar, Ticket, TicketFormOrRefusal, TicketList};
use reqwest::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Method, RequestBuilder, redirect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[derive(Clone)]
pub struct Visitor {
    http: reqwest::Client,
    pub base: String,
    /// `name=value` of the session cookie.
    pub cookie: Option<String>,
    /// Asks for JSON, as the page's own script does.
    json: bool,
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Visitor {
    pub fn new(base: &str) -> Self {
        let http = reqwest::Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        Self { http, base: base.into(), cookie: None, json: false }
    }

    /// The same browser with another cookie.
    pub fn with_cookie(&self, cookie: Option<String>) -> Self {
        Self { cookie, ..self.clone() }
    }

    /// The same session, asking for JSON.
    pub fn script(&self) -> Self {
        Self { json: true, ..self.clone() }
    }

    /// The same session over a connection of its own.
    pub fn apart(&self) -> Self {
        Self { cookie: self.cookie.clone(), json: self.json, ..Self::new(&self.base) }
    }

    pub async fn sign_in(&mut self, login: &str) {
        let answer = self.try_password(login, desk::demo::PASSWORD).await;
        assert_eq!(answer.status, 303, "{login} signs in: {}", answer.text());
        self.cookie = answer.session();
        assert!(self.cookie.is_some(), "{login} gets a session");
    }

    pub async fn try_password(&self, login: &str, password: &str) -> Answer {
        self.post_form("/login", &[("login", login), ("password", password)]).await
    }

    /// With the cookie and nothing else.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(cookie) = &self.cookie {
            request = request.header(COOKIE, cookie);
        }
        if self.json { request.header(ACCEPT, "application/json") } else { request }
    }

    /// A post that says it comes from our own page.
    pub fn posting(&self, path: &str) -> RequestBuilder {
        self.request(Method::POST, path).header(ORIGIN, &self.base)
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        Answer::of(self.posting(path).form(fields)).await
    }

    pub async fn post_parts(&self, path: &str, parts: Parts) -> Answer {
        Answer::of(self.posting(path).header(CONTENT_TYPE, BOUNDARY_TYPE).body(parts.finish())).await
    }

    /// A call of the page's own script; `arguments` as `name=value` pairs.
    pub async fn call(&self, name: &str, arguments: &[(&str, &str)]) -> Answer {
        let path = format!("/calls/{name}");
        let answer = Answer::of(self.request(Method::GET, &path).query(arguments)).await;
        if answer.header("content-type") == "application/x-portico" { answer.readable(name) } else { answer }
    }

    pub async fn show(&self, number: &str) -> Answer {
        self.call("tickets/show", &[("number", number), ("messages", "2000")]).await
    }

    pub async fn list(&self, query: &str) -> Answer {
        self.call("tickets/list", &[("query", query)]).await
    }

    pub async fn answer_ticket(&self, number: &str, body: &str) -> Answer {
        self.post_form(&format!("/tickets/{number}/messages"), &[("body", body)]).await
    }

    /// Raises a question and returns its number.
    pub async fn raise(&self, subject: &str, description: &str) -> String {
        let fields = [("subject", subject), ("type", "question"), ("queue", "software"), ("description", description)];
        let answer = self.post_form("/tickets/new", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        answer.location().trim_start_matches("/tickets/").to_owned()
    }
}

impl Answer {
    pub async fn of(request: RequestBuilder) -> Self {
        Self::try_of(request).await.unwrap()
    }

    pub async fn try_of(request: RequestBuilder) -> reqwest::Result<Self> {
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Self { status, headers, bytes: response.bytes().await?.to_vec() })
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// What travels by position, with its names.
    fn readable(self, call: &str) -> Self {
        fn named<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Vec<u8> {
            serde_json::to_vec(&compact::read::<T>(bytes).unwrap()).unwrap()
        }
        let bytes = match call {
            _ if self.status >= 400 => named::<AppError>(&self.bytes),
            "tickets/list" => named::<TicketList>(&self.bytes),
            "tickets/quick" => named::<Quick>(&self.bytes),
            "tickets/show" => named::<Ticket>(&self.bytes),
            "tickets/offer" => named::<TicketFormOrRefusal>(&self.bytes),
            "tickets/offered" => named::<FacetValues>(&self.bytes),
            "tickets/similar" => named::<Vec<Similar>>(&self.bytes),
            "assets/list" => named::<assets::AssetList>(&self.bytes),
            "assets/show" => named::<assets::AssetDetails>(&self.bytes),
            "assets/choose" => named::<assets::AssetChoices>(&self.bytes),
            "activities/list" => named::<ActivityInbox>(&self.bytes),
            "mail/choices" => named::<domain::mail::NotificationPreferences>(&self.bytes),
            "mail/outbox" => named::<domain::mail::Outbox>(&self.bytes),
            other => panic!("{other} is new: say here what it answers"),
        };
        Self { bytes, ..self }
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }

    /// The session cookie that was set, as `name=value`; `None` when none was or it was taken away.
    pub fn session(&self) -> Option<String> {
        let lines = self.headers.get_all(SET_COOKIE).iter().map(|line| line.to_str().unwrap());
        let pairs = lines.map(|line| line.split(';').next().unwrap_or_default());
        pairs
            .rev()
            .find(|pair| {
                pair.split_once('=').is_some_and(|(name, value)| name.ends_with("portico") && !value.is_empty())
            })
            .map(str::to_owned)
    }

    /// What stands in the text areas of the page: name and text.
    pub fn text_areas(&self) -> Vec<(String, String)> {
        let text = self.text();
        let areas = text.split("<textarea").skip(1).map(|rest| {
            let (tag, rest) = rest.split_once('>').unwrap();
            let content = rest.split_once("</textarea>").unwrap().0;
            (attribute(tag, "name"), unescape(content.strip_prefix('\n').unwrap_or(content)))
        });
        areas.collect()
    }
}

fn attribute(tag: &str, name: &str) -> String {
    let found = tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split_once('"'));
    found.map(|(value, _)| unescape(value)).unwrap_or_default()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&amp;", "&")
}

/// Sends bytes as they are and reads the answer to its end or until the other side goes. The bytes say `Connection: close`.
pub async fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let (mut read, mut write) = TcpStream::connect(address).await.unwrap().into_split();
    let bytes = bytes.to_vec();
    // A server that refuses early stops to read: then writing fails, and its answer counts.
    let writing = tokio::spawn(async move {
        let _ = write.write_all(&bytes).await;
        write
    });
    let mut answer = Vec::new();
    let mut chunk = vec![0; 64 * 1024];
    while let Ok(Ok(size @ 1..)) = tokio::time::timeout(std::time::Duration::from_secs(20), read.read(&mut chunk)).await
    {
        answer.extend_from_slice(&chunk[..size]);
    }
    writing.abort();
    String::from_utf8_lossy(&answer).into_owned()
}
