//! Mail transport: messages go to an SMTP server, or as files into a folder.

use super::Options;
use super::smtp::Smtp;
use desk::Result;
use desk::mail::{ClaimedMail, SendOutcome};
use lettre::Message;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

pub(super) enum Transport {
    Smtp(Box<Smtp>),
    Folder(PathBuf),
}

impl Transport {
    pub(super) fn open(options: &Options) -> Result<Self> {
        let Some(url) = &options.smtp_url else { return Ok(Self::Folder(options.outbox.clone())) };
        Ok(Self::Smtp(Box::new(Smtp::open(url, options)?)))
    }

    pub(super) async fn send(&self, mail: &ClaimedMail, message: Message) -> SendOutcome {
        match self {
            Self::Smtp(smtp) => smtp.send(message.envelope(), &message.formatted()).await,
            Self::Folder(folder) => {
                let (folder, name) = (folder.clone(), format!("{}-{}", mail.created_at, mail.public_id));
                let written =
                    tokio::task::spawn_blocking(move || write_file(&folder, &name, &message.formatted())).await;
                match written {
                    Ok(Ok(())) => SendOutcome::Sent,
                    Ok(Err(error)) => SendOutcome::Later(error.to_string()),
                    Err(error) => SendOutcome::Later(error.to_string()),
                }
            }
        }
    }
}

/// Writes a file that is whole as soon as it has its name. Doing it again replaces it.
fn write_file(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let (part, whole) = (folder.join(format!(".{name}.part")), folder.join(format!("{name}.eml")));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&part, &whole)?;
    File::open(folder)?.sync_all()
}
