//! A small HTTP/1.1 client that costs next to nothing: one connection, kept alive, requests as ready bytes.

use crate::error::{Error, Result};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// No response takes longer.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Used bytes that may stay in the buffer.
const KEPT_MAX: usize = 1024 * 1024;

pub struct Connection {
    stream: TcpStream,
    /// Read and not yet used.
    buffer: Vec<u8>,
    used: usize,
}

#[derive(Default)]
pub struct Response {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Response {
    /// The value of the first header of this name, given in lower case as servers send it.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().skip(1).filter_map(|line| line.split_once(':'));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    pub fn contains(&self, text: &str) -> bool {
        let (first, rest) = match text.as_bytes() {
            [] => return true,
            [first, rest @ ..] => (*first, rest),
        };
        let mut left = &self.body[..];
        while let Some(at) = left.iter().position(|byte| *byte == first) {
            left = &left[at + 1..];
            if left.starts_with(rest) {
                return true;
            }
        }
        false
    }

    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }
}

impl Connection {
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        Ok(Self { stream, buffer: Vec::with_capacity(256 * 1024), used: 0 })
    }

    /// Sends a request and reads the answer to its end.
    pub fn ask(&mut self, request: &[u8], response: &mut Response) -> Result<()> {
        self.stream.write_all(request)?;
        response.body.clear();
        self.head(response)?;
        if response.header("transfer-encoding").is_some() {
            return self.chunks(&mut response.body);
        }
        let length = response.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        self.read_bytes(length, &mut response.body)
    }

    fn head(&mut self, response: &mut Response) -> Result<()> {
        response.head.clear();
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            response.head.push_str(&line);
            response.head.push('\n');
        }
        let status = response.head.split(' ').nth(1).and_then(|text| text.parse().ok());
        response.status = status.ok_or_else(|| Error::new("an answer without a status"))?;
        Ok(())
    }

    fn chunks(&mut self, body: &mut Vec<u8>) -> Result<()> {
        loop {
            let line = self.line()?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| Error::new("a chunk without a size"))?;
            self.read_bytes(size, body)?;
            self.line()?;
            if size == 0 {
                return Ok(());
            }
        }
    }

    fn line(&mut self) -> Result<String> {
        loop {
            let waiting = &self.buffer[self.used..];
            if let Some(end) = waiting.iter().position(|byte| *byte == b'\n') {
                let line = String::from_utf8_lossy(&waiting[..end]).trim_end().to_owned();
                self.used += end + 1;
                return Ok(line);
            }
            self.fill()?;
        }
    }

    fn read_bytes(&mut self, count: usize, body: &mut Vec<u8>) -> Result<()> {
        while self.buffer.len() - self.used < count {
            self.fill()?;
        }
        body.extend_from_slice(&self.buffer[self.used..self.used + count]);
        self.used += count;
        Ok(())
    }

    fn fill(&mut self) -> Result<()> {
        // What was used goes, before a long answer makes the buffer as long as itself.
        if self.used == self.buffer.len() || self.used > KEPT_MAX {
            self.buffer.drain(..self.used);
            self.used = 0;
        }
        let before = self.buffer.len();
        self.buffer.resize(before + 64 * 1024, 0);
        let read = self.stream.read(&mut self.buffer[before..]);
        self.buffer.truncate(before + read.as_ref().map_or(0, |count| *count));
        if read? == 0 { Err(Error::new("the server closed the connection")) } else { Ok(()) }
    }
}

/// The bytes of a request without a body.
pub fn get(address: SocketAddr, path: &str, cookie: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\nCookie: {cookie}\r\n\r\n").into_bytes()
}

/// The bytes of a form, sent from the site's own page.
pub fn post(address: SocketAddr, path: &str, cookie: &str, form: &Form) -> Vec<u8> {
    let (media_type, body) = form.encode();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\nAccept: text/html\r\nCookie: {cookie}\r\n\
         Content-Type: {media_type}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

pub enum Form {
    /// Only of characters that mean nothing in a form.
    Plain(String),
    Multipart(Vec<(&'static str, String)>),
}

/// Cannot occur in our own texts.
const BOUNDARY: &str = "----portico-bench-7f3a91";

impl Form {
    fn encode(&self) -> (String, String) {
        match self {
            Self::Plain(text) => ("application/x-www-form-urlencoded".into(), text.clone()),
            Self::Multipart(fields) => {
                let part = |(name, value): &(&str, String)| {
                    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                };
                let parts: String = fields.iter().map(part).collect();
                (format!("multipart/form-data; boundary={BOUNDARY}"), format!("{parts}--{BOUNDARY}--\r\n"))
            }
        }
    }
}
