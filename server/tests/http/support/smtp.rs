//! Fake SMTP server: one turn for each connection, then it takes everything.

use super::authority::Authority;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, split};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// How a connection goes.
#[derive(Clone, Copy, Debug)]
pub enum Turn {
    Take,
    /// Instead of a greeting.
    Greet(&'static str),
    /// To `EHLO`.
    Hello(&'static str),
    /// To the sender's address.
    Sender(&'static str),
    /// To the recipient.
    Recipient(&'static str),
    /// To the whole message.
    Content(&'static str),
    /// Says nothing after the greeting, until the other side goes.
    Hang,
    /// Is gone in the middle of the message.
    DropContent,
    /// Takes the message and is gone before it can say so.
    DropAnswer,
}

/// What came in, byte by byte.
#[derive(Clone, Debug)]
pub struct Received {
    pub commands: Vec<String>,
    /// Those that were said before anything was encrypted.
    pub in_the_clear: Vec<String>,
    /// The message with its dots as they were.
    pub message: String,
}

#[derive(Default)]
struct State {
    turns: VecDeque<Turn>,
    received: Vec<Received>,
    connections: usize,
}

pub struct MailServer {
    pub url: String,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

/// How a server speaks.
#[derive(Clone)]
enum Manner {
    Clear,
    /// Encrypted from the first byte.
    Wrapped(TlsAcceptor),
    /// Encrypted once the other side asks for it.
    OnRequest(TlsAcceptor),
}

impl MailServer {
    pub async fn start(turns: &[Turn]) -> Self {
        Self::speaking(Manner::Clear, "smtp", turns).await
    }

    /// With a certificate of this authority, encrypted from the first byte.
    pub async fn wrapped(authority: &Authority) -> Self {
        Self::speaking(Manner::Wrapped(authority.acceptor()), "smtps", &[]).await
    }

    /// The same, encrypted by STARTTLS.
    pub async fn on_request(authority: &Authority) -> Self {
        Self::speaking(Manner::OnRequest(authority.acceptor()), "smtp", &[]).await
    }

    async fn speaking(manner: Manner, scheme: &str, turns: &[Turn]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("{scheme}://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { turns: turns.iter().copied().collect(), ..State::default() }));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let turn = {
                    let mut state = lock(&shared);
                    state.connections += 1;
                    state.turns.pop_front().unwrap_or(Turn::Take)
                };
                tokio::spawn(talk(stream, manner.clone(), turn, shared.clone()));
            }
        });
        Self { url, state, task }
    }

    /// What was taken so far.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.state).received.clone()
    }

    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Received {
    /// A header's value, unfolded.
    pub fn header(&self, name: &str) -> String {
        let head = self.message.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
        let line = head.lines().find(|line| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase())));
        line.map(|line| line[name.len() + 1..].trim().to_owned()).unwrap_or_default()
    }

    /// The plain text, as its reader sees it.
    pub fn text(&self) -> String {
        self.part("text/plain")
    }

    pub fn html(&self) -> String {
        self.part("text/html")
    }

    fn part(&self, kind: &str) -> String {
        let (_, rest) = self.message.split_once(&format!("Content-Type: {kind}")).unwrap();
        let (head, rest) = rest.split_once("\r\n\r\n").unwrap();
        let body = rest.split("\r\n--").next().unwrap();
        if head.contains("quoted-printable") {
            unquoted(body)
        } else if head.contains("base64") {
            use base64::Engine as _;
            let bytes = base64::engine::general_purpose::STANDARD.decode(body.replace("\r\n", "")).unwrap();
            String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
        } else {
            body.replace("\r\n", "\n")
        }
    }
}

fn unquoted(body: &str) -> String {
    let body = body.replace("=\r\n", "");
    let (mut bytes, mut rest) = (Vec::new(), body.as_bytes());
    while let Some((&first, tail)) = rest.split_first() {
        if first == b'=' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&tail[..2]).unwrap(), 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Ends without an answer when the other side goes.
async fn talk(stream: TcpStream, manner: Manner, turn: Turn, state: Arc<Mutex<State>>) {
    let _ = match manner {
        Manner::Clear => converse(stream, turn, state).await,
        Manner::Wrapped(acceptor) => match acceptor.accept(stream).await {
            Ok(stream) => converse(stream, turn, state).await,
            Err(error) => Err(error),
        },
        Manner::OnRequest(acceptor) => encrypt(stream, acceptor, turn, state).await,
    };
}

/// In the clear nothing is taken but the wish for encryption.
async fn encrypt(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    turn: Turn,
    state: Arc<Mutex<State>>,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 mail.example ready\r\n").await?;
    let mut said = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.trim_end().to_owned();
        let verb = command.split(' ').next().unwrap_or_default().to_uppercase();
        said.push(command);
        match verb.as_str() {
            "EHLO" => stream.write_all(b"250-mail.example\r\n250 STARTTLS\r\n").await?,
            "STARTTLS" => {
                stream.write_all(b"220 go on\r\n").await?;
                let encrypted = acceptor.accept(stream.into_inner()).await?;
                return converse_after(encrypted, said, turn, state).await;
            }
            "QUIT" => return Ok(()),
            _ => stream.write_all(b"530 Must issue a STARTTLS command first\r\n").await?,
        }
    }
}

async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    turn: Turn,
    state: Arc<Mutex<State>>,
) -> std::io::Result<()> {
    let greeting = if let Turn::Greet(text) = turn { text } else { "220 mail.example ready" };
    stream.write_all(format!("{greeting}\r\n").as_bytes()).await?;
    converse_after(stream, Vec::new(), turn, state).await
}

async fn converse_after<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    in_the_clear: Vec<String>,
    turn: Turn,
    state: Arc<Mutex<State>>,
) -> std::io::Result<()> {
    let (read, mut write) = split(stream);
    let mut read = BufReader::new(read);
    if let Turn::Hang = turn {
        read.read_to_end(&mut Vec::new()).await?;
        return Ok(());
    }
    let mut commands = Vec::new();
    loop {
        let mut line = String::new();
        if read.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.trim_end().to_owned();
        let verb = command.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        commands.push(command);
        let answer = match (verb.as_str(), turn) {
            ("EHLO", Turn::Hello(text)) => text,
            ("MAIL", Turn::Sender(text)) => text,
            ("EHLO", _) => "250-mail.example\r\n250 8BITMIME",
            ("RCPT", Turn::Recipient(text)) => text,
            ("DATA", _) => {
                write.write_all(b"354 go on\r\n").await?;
                if let Turn::DropContent = turn {
                    read.read_line(&mut String::new()).await?;
                    return Ok(());
                }
                let message = content(&mut read).await?;
                if let Turn::Content(text) = turn {
                    text
                } else {
                    lock(&state).received.push(Received {
                        commands: commands.clone(),
                        in_the_clear: in_the_clear.clone(),
                        message,
                    });
                    if let Turn::DropAnswer = turn {
                        return Ok(());
                    }
                    "250 taken"
                }
            }
            ("QUIT", _) => "221 bye",
            ("HELO" | "MAIL" | "RCPT" | "RSET" | "NOOP", _) => "250 fine",
            _ => "500 what?",
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// Up to the line with the one dot; doubled dots become one again.
async fn content(read: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<String> {
    let mut whole = Vec::new();
    loop {
        let mut line = Vec::new();
        if read.read_until(b'\n', &mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(String::from_utf8(whole).expect("mail is text"));
        }
        whole.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
