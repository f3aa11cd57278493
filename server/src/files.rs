//! Downloads of attachments: always as a download, never as a page of this site.

use crate::auth::RequestContext;
use crate::response::refuse;
use crate::signed_in::SignedIn;
use crate::{AppState, path_segment};
use app::server_context::refusal;
use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use futures::TryStreamExt;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::io::{AsyncRead, ReadBuf};

pub(crate) async fn fetch(
    State(state): State<AppState>,
    Path((id, _)): Path<(String, String)>,
    RawQuery(query): RawQuery,
    context: RequestContext,
) -> Response {
    let nobody = context.person.is_none();
    if !path_segment::is_plain(&id, 64, b"") {
        return refuse(&if nobody { Refusal::SignedOut } else { Refusal::NotFound }, context.format);
    }
    let fetched = match &context.person {
        None => Err(Refusal::SignedOut.into()),
        Some(person) if query.as_deref() == Some("size=small") => {
            desk::files::fetch_small(&state.desk, person, &id).await
        }
        Some(person) => desk::files::fetch(&state.desk, person, &id).await,
    };
    let refused = match fetched {
        Ok(file) => return send(file),
        Err(refused) => refused,
    };
    // Pictures of the help centre are for whoever reads the article.
    match desk::help::picture(&state.desk, context.person.as_deref(), &id).await {
        Ok(picture) => send(picture),
        Err(_) => refuse(&refusal(refused), context.format),
    }
}

/// A small picture of a file that its owner has not sent yet.
pub(crate) async fn preview(
    State(state): State<AppState>,
    Path(id): Path<String>,
    SignedIn { person, format }: SignedIn,
) -> Response {
    match desk::drafts::preview(&state.desk, &person, &id).await {
        Ok(file) => send(file),
        Err(error) => refuse(&refusal(error), format),
    }
}

pub(crate) fn send(file: desk::files::Fetched) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(harmless(&file.media_type))),
        (header::CONTENT_LENGTH, HeaderValue::from(file.size)),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"),
        ),
        (header::CONTENT_DISPOSITION, disposition(&file.name)),
    ];
    (headers, Body::from_stream(chunks(file.content))).into_response()
}

/// Pictures keep their type, so that a page can show them; everything else is bytes.
fn harmless(media_type: &str) -> &'static str {
    match media_type {
        "image/png" => "image/png",
        "image/jpeg" => "image/jpeg",
        "image/gif" => "image/gif",
        "image/webp" => "image/webp",
        _ => "application/octet-stream",
    }
}

const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

/// RFC 6266: a plain name for old clients and the real one in UTF-8.
fn disposition(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let text = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, KEPT));
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

fn chunks(file: tokio::fs::File) -> impl futures::Stream<Item = std::io::Result<axum::body::Bytes>> {
    futures::stream::try_unfold(file, |mut file| async move {
        let mut buffer = vec![0; 64 * 1024];
        let mut room = ReadBuf::new(&mut buffer);
        std::future::poll_fn(|context| std::pin::Pin::new(&mut file).poll_read(context, &mut room)).await?;
        let filled = room.filled().len();
        buffer.truncate(filled);
        Ok((filled > 0).then(|| (axum::body::Bytes::from(buffer), file)))
    })
    .into_stream()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f01_names_make_one_safe_header() {
        for name in ["a\"; filename=evil.html", "ä📎.pdf", "a\r\nX: y", "%00"] {
            let header = disposition(name);
            let text = header.to_str().expect("ASCII");
            assert!(text.starts_with("attachment; filename=\"") && text.matches('"').count() == 2, "{text}");
            assert!(!text.contains(['\r', '\n']), "{text}");
        }
        assert_eq!(disposition("ä.pdf"), "attachment; filename=\"_.pdf\"; filename*=UTF-8''%C3%A4.pdf");
    }
}
