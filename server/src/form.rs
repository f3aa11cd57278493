//! Parsing of forms: `application/x-www-form-urlencoded` and `multipart/form-data`, within bounds, files straight to the store.

mod fields;

use axum::BoxError;
use axum::body::{Body, BodyDataStream, Bytes};
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use desk::files::{Incoming, Store, Upload};
use domain::drafts::DraftUpload;
use domain::files::{FILE_MAX, FILES_MAX, UPLOAD_MAX, clean_name};
use domain::seen::SeenFields;
use domain::{Fault, Reason, Refusal};
use futures::Stream;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

/// Everything in a form but its files, in bytes.
const TEXT_MAX: usize = 1024 * 1024;
/// Fields and files together.
const PARTS_MAX: usize = 500;
/// Bytes that may come in before the parser makes a part of them.
const HEAD_MAX: usize = 1024 * 1024;
/// The longest name of a field, in bytes.
const NAME_MAX: usize = 200;
/// A request that is too large is read to its end up to here, so that the browser gets to see the response.
const DRAIN_MAX: u64 = 2 * UPLOAD_MAX;

/// A form as it was sent.
#[derive(Debug, Default)]
pub(crate) struct Form {
    /// In the order sent. Without NUL, which PostgreSQL refuses.
    pub fields: Vec<(String, String)>,
    pub files: Vec<Upload>,
    /// What is wrong with the files; every file is looked at.
    pub faults: Vec<Fault>,
    /// Files were sent that the next try lacks.
    pub had_files: bool,
    /// Files of a refused form that the next try can name.
    pub waiting: Vec<DraftUpload>,
}

impl Form {
    /// The value of a field; the last one that holds something, as a form without JavaScript sends some fields twice.
    pub fn value(&self, name: &str) -> &str {
        let mut named = self.fields.iter().rev().filter(|(field, _)| field == name).map(|(_, value)| value.as_str());
        named.find(|value| !value.trim().is_empty()).unwrap_or_default()
    }

    /// Every value of a field, in the order sent.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(field, _)| field == name)
    }

    /// What its fields showed when somebody began to change them.
    pub fn seen(&self) -> SeenFields {
        SeenFields::read(self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// The files, if nothing is wrong with any of them.
    pub fn files(&self) -> Result<Vec<Upload>, Refusal> {
        if self.faults.is_empty() { Ok(self.files.clone()) } else { Err(Refusal::Invalid(self.faults.clone())) }
    }

    /// Reads a form. Without a store files are dropped unread.
    ///
    /// # Errors
    /// `TooLarge` or `Malformed`, together with what could be read.
    pub async fn read(request: Request, store: Option<&Store>) -> Result<Self, (Self, Refusal)> {
        if content_length(request.headers()) > DRAIN_MAX {
            return Err((Self::default(), Refusal::TooLarge { max: UPLOAD_MAX }));
        }
        match media_type(request.headers()).as_str() {
            "application/x-www-form-urlencoded" => {
                urlencoded(request.into_body()).await.map_err(|refusal| (Self::default(), refusal))
            }
            "multipart/form-data" => {
                let unparsed = Arc::default();
                MultipartReader { form: Self::default(), store, text: 0, all: 0, parts: 0, unparsed }
                    .read(request)
                    .await
            }
            _ => Err((Self::default(), Refusal::Malformed)),
        }
    }
}

fn content_length(headers: &HeaderMap) -> u64 {
    headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok()).unwrap_or(0)
}

fn names_a_file(headers: &HeaderMap) -> bool {
    let disposition = headers.get(header::CONTENT_DISPOSITION).map_or(&[][..], |value| value.as_bytes());
    disposition.to_ascii_lowercase().windows(9).any(|bytes| bytes == b"filename=")
}

fn media_type(headers: &HeaderMap) -> String {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    sent.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

async fn urlencoded(body: Body) -> Result<Form, Refusal> {
    let too_large = Refusal::TooLarge { max: TEXT_MAX as u64 };
    let collected = Limited::new(body, TEXT_MAX).collect().await;
    let collected = collected
        .map_err(|error| if error.is::<LengthLimitError>() { too_large.clone() } else { Refusal::Malformed })?;
    let bytes = collected.to_bytes();
    let mut form = Form::default();
    for (name, value) in form_urlencoded::parse(&bytes) {
        if form.fields.len() >= PARTS_MAX || name.len() > NAME_MAX {
            return Err(too_large);
        }
        form.fields.push((name.replace('\0', ""), value.replace('\0', "")));
    }
    Ok(form)
}

struct MultipartReader<'a> {
    form: Form,
    store: Option<&'a Store>,
    /// Bytes of text kept.
    text: usize,
    /// Bytes read in all.
    all: u64,
    parts: usize,
    /// Bytes that came in since the parser last made something of them.
    unparsed: Arc<AtomicUsize>,
}

/// A body that hands the parser one piece at a time: it would otherwise take in whatever a fast sender offers before it passes anything
/// on. What leads to nothing for too long ends.
struct BoundedBody {
    body: BodyDataStream,
    unparsed: Arc<AtomicUsize>,
    pause: bool,
}

impl Stream for BoundedBody {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.pause) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let piece = std::task::ready!(Pin::new(&mut self.body).poll_next(context));
        self.pause = true;
        let size = piece.as_ref().and_then(|piece| piece.as_ref().ok()).map_or(0, Bytes::len);
        if self.unparsed.fetch_add(size, Ordering::Relaxed) + size > HEAD_MAX {
            return Poll::Ready(Some(Err("a part without end".into())));
        }
        Poll::Ready(piece.map(|piece| piece.map_err(Into::into)))
    }
}

impl MultipartReader<'_> {
    async fn read(mut self, request: Request) -> Result<Form, (Form, Refusal)> {
        let unparsed = self.unparsed.clone();
        let request = request
            .map(|body| Body::from_stream(BoundedBody { body: body.into_data_stream(), unparsed, pause: false }));
        let Ok(mut parts) = Multipart::from_request(request, &()).await else {
            return Err((self.form, Refusal::Malformed));
        };
        loop {
            let part = match parts.next_field().await {
                Ok(Some(part)) => part,
                Ok(None) => break,
                Err(_) => return Err((self.form, Refusal::Malformed)),
            };
            if let Err(refusal) = self.part(part).await {
                return Err((self.form, refusal));
            }
        }
        if self.all > UPLOAD_MAX || self.text > TEXT_MAX {
            return Err((self.form, Refusal::TooLarge { max: UPLOAD_MAX }));
        }
        Ok(self.form)
    }

    async fn part(&mut self, part: Field<'_>) -> Result<(), Refusal> {
        self.parts += 1;
        self.unparsed.store(0, Ordering::Relaxed);
        // A part whose head cannot be read has no name; to go on without it would lose what somebody sent.
        let name = part.name().ok_or(Refusal::Malformed)?.replace('\0', "");
        if self.parts > PARTS_MAX || name.len() > NAME_MAX {
            return Err(Refusal::TooLarge { max: UPLOAD_MAX });
        }
        match part.file_name().map(str::to_owned) {
            Some(file) => self.file(file, part).await,
            // A name that is not UTF-8: the file would pass for a field and be lost.
            None if names_a_file(part.headers()) => Err(Refusal::Malformed),
            None => self.field(name, part).await,
        }
    }

    fn count(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.all += bytes as u64;
        self.unparsed.store(0, Ordering::Relaxed);
        if self.all > DRAIN_MAX { Err(Refusal::TooLarge { max: UPLOAD_MAX }) } else { Ok(()) }
    }

    async fn field(&mut self, name: String, mut part: Field<'_>) -> Result<(), Refusal> {
        let mut value = Vec::new();
        while let Some(chunk) = part.chunk().await.map_err(|_| Refusal::Malformed)? {
            self.count(chunk.len())?;
            self.text += chunk.len();
            if self.text <= TEXT_MAX {
                value.extend_from_slice(&chunk);
            }
        }
        self.form.fields.push((name, String::from_utf8_lossy(&value).replace('\0', "")));
        Ok(())
    }

    async fn file(&mut self, name: String, mut part: Field<'_>) -> Result<(), Refusal> {
        let media_type = part.content_type().unwrap_or_default().to_owned();
        let mut incoming: Option<Incoming> = None;
        let mut size = 0;
        while let Some(chunk) = part.chunk().await.map_err(|_| Refusal::Malformed)? {
            self.count(chunk.len())?;
            size += chunk.len() as u64;
            if size > FILE_MAX || self.all > UPLOAD_MAX || self.form.files.len() >= FILES_MAX {
                incoming = None;
            } else if let Some(store) = self.store {
                write(store, &mut incoming, &chunk).await.map_err(app::server_context::refusal)?;
            }
        }
        // A form with an empty file control sends one part without name or content.
        if size == 0 && name.is_empty() {
            return Ok(());
        }
        self.form.had_files = true;
        self.store_file(name, &media_type, size, incoming).await
    }

    async fn store_file(
        &mut self,
        name: String,
        media_type: &str,
        size: u64,
        incoming: Option<Incoming>,
    ) -> Result<(), Refusal> {
        let reason = match size {
            0 => Some(Reason::FileEmpty { name: clean_name(&name) }),
            size if size > FILE_MAX => Some(Reason::FileTooLarge { name: clean_name(&name), max: FILE_MAX }),
            _ if self.form.files.len() >= FILES_MAX => Some(Reason::TooManyFiles { max: FILES_MAX }),
            _ => None,
        };
        match (reason, incoming) {
            (Some(reason), _) => self.form.faults.push(Fault { field: "attachment".into(), reason }),
            (None, Some(incoming)) => {
                self.form.files.push(incoming.finish(&name, media_type).await.map_err(app::server_context::refusal)?)
            }
            (None, None) => {}
        }
        Ok(())
    }
}

async fn write(store: &Store, incoming: &mut Option<Incoming>, chunk: &[u8]) -> desk::Result<()> {
    if incoming.is_none() {
        *incoming = Some(store.receive().await?);
    }
    match incoming {
        Some(file) => file.write(chunk).await,
        None => Ok(()),
    }
}
