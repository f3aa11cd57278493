//! SMTP client: one mail, command by command. What a server refuses before it has heard of the recipient is about us, not about the mail.

use super::Options;
use desk::mail::SendOutcome;
use desk::{Error, Result};
use domain::mail::DeliveryResult;
use lettre::address::Envelope;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use percent_encoding::percent_decode_str;
use std::path::Path;
use std::time::Duration;
use tokio::time::timeout;
use url::{Host, Url};

/// How to connect to the mail server.
pub(super) struct Smtp {
    host: String,
    port: u16,
    encryption: Encryption,
    credentials: Option<Credentials>,
    /// What we call ourselves.
    name: ClientId,
    patience: Duration,
}

enum Encryption {
    None,
    /// From the first byte.
    Wrapped(TlsParameters),
    /// By STARTTLS, or no mail at all.
    Required(TlsParameters),
    /// By STARTTLS where it is offered.
    Opportunistic(TlsParameters),
}

/// Who or what a refusal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FailureScope {
    Us,
    Reader,
    Mail,
}

/// What went wrong, and about what.
struct Failure(FailureScope, SmtpError);

impl Smtp {
    /// # Errors
    /// When an option cannot be understood. The text holds no password.
    pub(super) fn open(url: &str, options: &Options) -> Result<Self> {
        let wrong = |error: &str| Error::command(format!("PORTICO_SMTP_URL: {error}"));
        let url = Url::parse(url).map_err(|error| wrong(&error.to_string()))?;
        let host = match url.host() {
            // Brackets are the URL's, not the address's.
            Some(Host::Ipv6(address)) => address.to_string(),
            Some(host) if !host.to_string().is_empty() => host.to_string(),
            _ => return Err(wrong("the host is missing")),
        };
        let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        let tls = || parameters(&host, options.smtp_ca.as_deref());
        let (encryption, usual_port) = match (url.scheme(), asked.as_deref()) {
            ("smtps", _) => (Encryption::Wrapped(tls()?), 465),
            ("smtp", Some("required")) => (Encryption::Required(tls()?), 587),
            ("smtp", Some("opportunistic")) => (Encryption::Opportunistic(tls()?), 587),
            ("smtp", None) => (Encryption::None, 25),
            _ => return Err(wrong("expected smtp:// or smtps://, optionally with tls=required or tls=opportunistic")),
        };
        let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let credentials = (!url.username().is_empty())
            .then(|| Credentials::new(plain(url.username()), plain(url.password().unwrap_or_default())));
        let port = url.port().unwrap_or(usual_port);
        Ok(Self { host, port, encryption, credentials, name: name(options), patience: options.patience })
    }

    pub(super) async fn send(&self, envelope: &Envelope, message: &[u8]) -> SendOutcome {
        let mut connection = match self.connect().await {
            Ok(connection) => connection,
            Err(error) => return outcome(FailureScope::Us, &error),
        };
        let needs_utf8 = envelope.to().iter().any(|address| !AsRef::<str>::as_ref(address).is_ascii());
        if needs_utf8 && !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            self.leave(connection).await;
            return SendOutcome::Never(
                "The mail server doesn’t accept addresses with non-ASCII characters (SMTPUTF8).".into(),
            );
        }
        let answer = transact(&mut connection, envelope, message, needs_utf8).await;
        self.leave(connection).await;
        match answer {
            Ok(()) => SendOutcome::Sent,
            Err(Failure(about, error)) => outcome(about, &error),
        }
    }

    /// What became of the mail is known by now, whatever the server says to the farewell, and however long it takes.
    async fn leave(&self, mut connection: AsyncSmtpConnection) {
        let _ = timeout(self.patience / 4, connection.abort()).await;
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, SmtpError> {
        let wrapped = match &self.encryption {
            Encryption::Wrapped(tls) => Some(tls.clone()),
            _ => None,
        };
        let (server, patience) = ((self.host.as_str(), self.port), Some(self.patience));
        let mut connection = AsyncSmtpConnection::connect_tokio1(server, patience, &self.name, wrapped, None).await?;
        match &self.encryption {
            Encryption::Required(tls) => connection.starttls(tls.clone(), &self.name).await?,
            Encryption::Opportunistic(tls) if connection.can_starttls() => {
                connection.starttls(tls.clone(), &self.name).await?;
            }
            _ => {}
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(connection)
    }
}

async fn transact(
    connection: &mut AsyncSmtpConnection,
    envelope: &Envelope,
    message: &[u8],
    needs_utf8: bool,
) -> Result<(), Failure> {
    let mut parameters = Vec::new();
    if needs_utf8 {
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !message.is_ascii() && connection.server_info().supports_feature(Extension::EightBitMime) {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    let about = |about| move |error| Failure(about, error);
    connection.command(Mail::new(envelope.from().cloned(), parameters)).await.map_err(about(FailureScope::Us))?;
    for reader in envelope.to() {
        connection.command(Rcpt::new(reader.clone(), Vec::new())).await.map_err(about(FailureScope::Reader))?;
    }
    connection.command(Data).await.map_err(about(FailureScope::Mail))?;
    connection.message(message).await.map_err(about(FailureScope::Mail))?;
    Ok(())
}

/// With the authorities of a file trusted beside those that the machine knows.
fn parameters(host: &str, authorities: Option<&Path>) -> Result<TlsParameters> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(file) = authorities {
        let wrong = |error: String| Error::command(format!("PORTICO_SMTP_CA: {}: {error}", file.display()));
        let pem = std::fs::read(file).map_err(|error| wrong(error.to_string()))?;
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|error| wrong(error.to_string()))?);
    }
    builder.build().map_err(|error| Error::command(format!("PORTICO_SMTP_URL: {error}")))
}

/// The host that people know the server by. Many mail servers talk to nobody who calls themselves `localhost`.
fn name(options: &Options) -> ClientId {
    let public = || Url::parse(&options.base).ok().and_then(|url| url.host_str().map(str::to_owned));
    let host = options.smtp_name.clone().or_else(public).unwrap_or_default();
    match Host::parse(&host) {
        Ok(Host::Ipv4(address)) => ClientId::Ipv4(address),
        Ok(Host::Ipv6(address)) => ClientId::Ipv6(address),
        Ok(Host::Domain(name)) => ClientId::Domain(name),
        Err(_) => ClientId::Domain("localhost".into()),
    }
}

/// Only what is said of the recipient's address or of the mail itself is for good. What is said of us (a greeting that is a refusal,
/// a password that is wrong, a relay that is denied, a command that is not known) somebody will set right.
fn outcome(about: FailureScope, error: &SmtpError) -> SendOutcome {
    let code = error.status().map(|code| code.to_string());
    let text = error_chain(error);
    let of_us = match about {
        FailureScope::Us => true,
        FailureScope::Reader => is_about_us(code.as_deref().unwrap_or_default()) || denies_relaying(&text),
        FailureScope::Mail => is_about_us(code.as_deref().unwrap_or_default()),
    };
    if error.is_permanent() && !of_us {
        return SendOutcome::Never(text);
    }
    if error.is_permanent() {
        tracing::error!(answer = %text, "the mail server won't accept email from Portico: emails wait until that's fixed");
        return SendOutcome::Later(DeliveryResult::Refused(text).write());
    }
    SendOutcome::Later(text)
}

/// What is not understood, out of order, or needs another sign-in.
fn is_about_us(code: &str) -> bool {
    matches!(code, "500" | "502" | "503" | "504" | "530" | "534" | "535" | "538")
}

/// The server does not send mail on for us, whoever it is to: `5.7.1` or `5.7.0` (RFC 3463), or in words where it gives no such number.
fn denies_relaying(text: &str) -> bool {
    let text = text.to_lowercase();
    let numbered = text.split(|c: char| !c.is_ascii_digit() && c != '.').any(|word| word.starts_with("5.7."));
    numbered || ["relay", "authentication required", "not authenticated"].iter().any(|words| text.contains(words))
}

/// The error with what lies behind it.
fn error_chain(error: &SmtpError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(base: &str, name: Option<&str>) -> Options {
        Options {
            smtp_url: None,
            smtp_ca: None,
            smtp_name: name.map(str::to_owned),
            from: None,
            outbox: "outbox".into(),
            base: base.into(),
            patience: Duration::from_secs(1),
        }
    }

    #[test]
    fn it_is_called_as_people_know_it() {
        let called = |base: &str, set: Option<&str>| name(&options(base, set)).to_string();
        assert_eq!(called("https://support.example.com:8443", None), "support.example.com");
        assert_eq!(called("https://support.example.com", Some("mx.example.com")), "mx.example.com");
        assert_eq!(called("http://192.0.2.1:3000", None), "[192.0.2.1]");
        assert_eq!(called("http://[2001:db8::1]", None), "[IPv6:2001:db8::1]");
        assert_eq!(called("nonsense", None), "localhost");
    }

    #[test]
    fn a_denied_relay_is_distinguished_from_an_unknown_recipient() {
        for denied in [
            "permanent error (554): 5.7.1 <a@example.com>: Relay access denied",
            "permanent error (550): relay not permitted",
            "permanent error (553): sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
        ] {
            assert!(denies_relaying(denied), "{denied}");
        }
        for unknown in [
            "permanent error (550): 5.1.1 <a@example.com>: Recipient address rejected: User unknown",
            "permanent error (550): no such user here",
            "permanent error (552): 5.2.2 mailbox full",
        ] {
            assert!(!denies_relaying(unknown), "{unknown}");
        }
    }

    #[test]
    fn urls_are_read() {
        let open = |url: &str| Smtp::open(url, &options("https://desk.example", None));
        let port = |url: &str| open(url).map(|smtp| smtp.port).ok();
        assert_eq!(port("smtp://mail.example"), Some(25));
        assert_eq!(port("smtps://me:p%40ss@mail.example"), Some(465));
        assert_eq!(port("smtp://mail.example?tls=required"), Some(587));
        assert_eq!(port("smtp://mail.example:2525?tls=opportunistic"), Some(2525));
        for wrong in ["mail.example", "http://mail.example", "smtp://mail.example?tls=maybe", "smtp:", ""] {
            assert!(open(wrong).is_err(), "{wrong}");
        }
    }
}
