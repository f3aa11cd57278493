//! Where messages go: to a mail server, or into a folder.

use super::Options;
use desk::mail::{Claimed, Outcome};
use desk::{Error, Result};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use url::Url;

pub(super) enum Transport {
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
    Folder(PathBuf),
}

impl Transport {
    pub(super) fn open(options: &Options) -> Result<Self> {
        let Some(url) = &options.smtp_url else { return Ok(Self::Folder(options.outbox.clone())) };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            // The URL may hold a password.
            .map_err(|error| Error::command(format!("PORTICO_SMTP_URL: {error}")))?;
        if let Some(ca) = &options.smtp_ca {
            builder = builder.tls(trusting(url, ca)?);
        }
        Ok(Self::Smtp(Box::new(builder.timeout(Some(options.patience)).build())))
    }

    pub(super) async fn send(&self, letter: &Claimed, message: Message) -> Outcome {
        match self {
            Self::Smtp(smtp) => match smtp.send(message).await {
                Ok(_) => Outcome::Sent,
                Err(error) => outcome(&error),
            },
            Self::Folder(folder) => {
                let (folder, name) = (folder.clone(), format!("{}-{}", letter.created_at, letter.public_id));
                let kept = tokio::task::spawn_blocking(move || keep(&folder, &name, &message.formatted())).await;
                match kept {
                    Ok(Ok(())) => Outcome::Sent,
                    Ok(Err(error)) => Outcome::Later(error.to_string()),
                    Err(error) => Outcome::Later(error.to_string()),
                }
            }
        }
    }
}

/// What the URL says of encryption, with the authorities of a file trusted beside those that the machine knows.
fn trusting(url: &str, ca: &Path) -> Result<Tls> {
    let wrong = |error: String| Error::command(format!("PORTICO_SMTP_CA: {}: {error}", ca.display()));
    let url = Url::parse(url).map_err(|error| Error::command(format!("PORTICO_SMTP_URL: {error}")))?;
    let mut parameters = TlsParameters::builder(url.host_str().unwrap_or_default().to_owned());
    let pem = std::fs::read(ca).map_err(|error| wrong(error.to_string()))?;
    let authority = Certificate::from_pem(&pem).map_err(|error| wrong(error.to_string()))?;
    parameters = parameters.add_root_certificate(authority);
    let parameters = parameters.build().map_err(|error| wrong(error.to_string()))?;
    let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
    Ok(match (url.scheme(), asked.as_deref()) {
        ("smtps", _) => Tls::Wrapper(parameters),
        (_, Some("required")) => Tls::Required(parameters),
        (_, Some("opportunistic")) => Tls::Opportunistic(parameters),
        _ => Tls::None,
    })
}

/// A server that does not want this mail says so for good; one that does not want us (a password that is wrong, a command that it
/// does not know) is asked again, because somebody will set that right.
fn outcome(error: &SmtpError) -> Outcome {
    let code = error.status().map(|code| code.to_string());
    let text = said(error);
    match code.as_deref() {
        Some("500" | "502" | "503" | "504" | "530" | "534" | "535" | "538") => Outcome::Later(text),
        Some(_) if error.is_permanent() => Outcome::Never(text),
        _ => Outcome::Later(text),
    }
}

/// The error with what lies behind it.
fn said(error: &SmtpError) -> String {
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

/// Writes a file that is whole as soon as it has its name. Doing it again replaces it.
fn keep(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let (part, whole) = (folder.join(format!(".{name}.part")), folder.join(format!("{name}.eml")));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&part, &whole)?;
    File::open(folder)?.sync_all()
}
