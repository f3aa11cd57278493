//! HTTP client of a chat page: forms, calls, and the stream of events.

use crate::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::live::News;
use serde::de::DeserializeOwned;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A connection that is kept for one request after the other.
pub struct ChatClient {
    address: SocketAddr,
    cookie: String,
    socket: TcpStream,
    buffer: Vec<u8>,
}

impl ChatClient {
    pub async fn open(address: SocketAddr, token: &str) -> Result<Self> {
        let socket = TcpStream::connect(address).await?;
        socket.set_nodelay(true)?;
        Ok(Self { address, cookie: format!("portico={token}"), socket, buffer: Vec::new() })
    }

    /// Posts a form and returns the address to which it leads; empty where it leads nowhere.
    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Result<String> {
        let body: Vec<String> =
            form.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
        let body = body.join("&");
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nAccept: text/html\r\nCookie: {1}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {2}\r\n\r\n{body}",
            self.address,
            self.cookie,
            body.len()
        );
        let (status, head, body) = self.ask(&request).await?;
        match status {
            204 => Ok(String::new()),
            303 => Ok(header(&head, "location").unwrap_or_default().to_owned()),
            status => {
                let text = String::from_utf8_lossy(&body);
                Err(Error::new(format!("{path}: status {status}: {}", text.chars().take(200).collect::<String>())))
            }
        }
    }

    /// What a call of the page's own script answers; None where it is refused.
    pub async fn call<T: DeserializeOwned>(&mut self, path: &str) -> Result<Option<T>> {
        let request = format!(
            "GET /calls/{path} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\nCookie: {}\r\n\r\n",
            self.address, self.cookie
        );
        let (status, _, body) = self.ask(&request).await?;
        Ok(if status == 200 { read(&body) } else { None })
    }

    async fn ask(&mut self, request: &str) -> Result<(u16, String, Vec<u8>)> {
        self.socket.write_all(request.as_bytes()).await?;
        let end = loop {
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
            self.fill().await?;
        };
        let head = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
        self.buffer.drain(..end + 4);
        let status = head.split(' ').nth(1).and_then(|text| text.parse().ok());
        let status = status.ok_or_else(|| Error::new("an answer without a status"))?;
        let body = match header(&head, "transfer-encoding") {
            Some(_) => self.chunks().await?,
            None => {
                let length = header(&head, "content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
                self.read_bytes(length).await?
            }
        };
        Ok((status, head, body))
    }

    async fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(end) = self.buffer.windows(2).position(|two| two == b"\r\n") {
                    break end;
                }
                self.fill().await?;
            };
            let size = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
            self.buffer.drain(..end + 2);
            let size = usize::from_str_radix(size.trim(), 16).map_err(|_| Error::new("a chunk without a size"))?;
            body.extend(self.read_bytes(size).await?);
            self.read_bytes(2).await?;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    async fn read_bytes(&mut self, count: usize) -> Result<Vec<u8>> {
        while self.buffer.len() < count {
            self.fill().await?;
        }
        Ok(self.buffer.drain(..count).collect())
    }

    async fn fill(&mut self) -> Result<()> {
        match self.socket.read_buf(&mut self.buffer).await? {
            0 => Err(Error::new("the server closed the connection")),
            _ => Ok(()),
        }
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// A mark stands before what travels by position.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    let (_, rest) = postcard::take_from_bytes::<u64>(bytes).ok()?;
    postcard::from_bytes(rest).ok()
}

/// A stream of events.
pub struct Stream {
    socket: TcpStream,
    buffer: Vec<u8>,
    /// Of the last event, to go on after it.
    pub mark: String,
}

impl Stream {
    pub async fn open(address: SocketAddr, token: &str, after: &str) -> Result<Self> {
        let mut socket = TcpStream::connect(address).await?;
        let again = if after.is_empty() { String::new() } else { format!("?after={after}&again=1") };
        let request = format!(
            "GET /events{again} HTTP/1.1\r\nHost: {address}\r\nAccept: text/event-stream\r\nOrigin: http://{address}\r\nCookie: portico={token}\r\n\r\n"
        );
        socket.write_all(request.as_bytes()).await?;
        Ok(Self { socket, buffer: Vec::new(), mark: after.to_owned() })
    }

    /// The next piece of news; what else comes is passed over. Dropped in the middle, it loses nothing.
    pub async fn next(&mut self) -> Result<News> {
        loop {
            while let Some(end) = self.buffer.windows(2).position(|two| two == b"\n\n") {
                let event = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
                self.buffer.drain(..end + 2);
                if let Some(news) = self.parse_event(&event) {
                    return Ok(news);
                }
            }
            if self.socket.read_buf(&mut self.buffer).await? == 0 {
                return Err(Error::new("a stream ended"));
            }
        }
    }

    fn parse_event(&mut self, event: &str) -> Option<News> {
        let mut news = None;
        // The ends of chunks stand between the lines.
        for line in event.lines().map(|line| line.trim_end_matches('\r')) {
            if let Some(mark) = line.strip_prefix("id: ") {
                mark.clone_into(&mut self.mark);
            } else if let Some(data) = line.strip_prefix("data: ") {
                let data: serde_json::Value = serde_json::from_str(data).ok()?;
                let text = data["news"].as_str().and_then(|text| text.get(1..));
                news = text.and_then(|text| read(&STANDARD.decode(text).ok()?));
            }
        }
        news
    }
}
