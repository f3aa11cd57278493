//! The browser's files, from inside the program; while developing, from the folder that `make watch` fills.

use app::shell::Site;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::path::PathBuf;

struct SiteFile {
    name: &'static str,
    plain: &'static [u8],
    brotli: &'static [u8],
}

mod embedded {
    use super::SiteFile;
    include!(concat!(env!("OUT_DIR"), "/site.rs"));
}

/// Where pages find their files. The address holds the content's hash, so browsers may keep them for ever.
pub(crate) fn describe() -> Site {
    if watched() {
        // The watcher renews the style sheet at exactly this place.
        let options = leptos::config::get_configuration(None).map(|found| found.leptos_options).ok();
        return Site::new("/pkg", &[], options);
    }
    Site::new(&base(), embedded::PARTS, None)
}

fn base() -> String {
    if watched() { "/pkg".into() } else { format!("/pkg/{}", embedded::VERSION) }
}

fn watched() -> bool {
    std::env::var_os("LEPTOS_WATCH").is_some()
}

pub(crate) async fn file(Path(file): Path<String>, headers: HeaderMap) -> Response {
    if watched() {
        return from_folder(&file).await;
    }
    let Some((version, name)) = file.split_once('/') else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let found = embedded::FILES.iter().find(|file| file.name == name).filter(|_| version == embedded::VERSION);
    found.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |file| send(file, &headers))
}

pub(crate) async fn icon() -> Redirect {
    Redirect::permanent(&format!("{}/favicon.svg", base()))
}

fn send(file: &'static SiteFile, headers: &HeaderMap) -> Response {
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let brotli = accepts.split(',').any(|coding| coding.trim().split(';').next() == Some("br"));
    let mut response = if brotli { file.brotli } else { file.plain }.into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(file.name)));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if brotli {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}

/// Serves a folder only while developing: no part of the name may lead out of it.
async fn from_folder(name: &str) -> Response {
    let Some(root) = std::env::var_os("LEPTOS_SITE_ROOT")
        .filter(|_| name.split('/').all(|part| !part.is_empty() && !part.starts_with('.')))
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (pkg, scripts) = (PathBuf::from(&root).join("pkg"), PathBuf::from(&root).with_file_name("scripts"));
    let places = match name {
        "portico_bg.wasm" => vec![pkg.join("portico.wasm")],
        "favicon.svg" => vec![PathBuf::from("style/public/favicon.svg")],
        // cargo leptos empties its folder when it starts; what `.make/watch` bundles lies beside it.
        name => vec![pkg.join(name), scripts.join(name)],
    };
    for place in places {
        if let Ok(content) = tokio::fs::read(place).await {
            return ([(header::CONTENT_TYPE, media_type(name))], content).into_response();
        }
    }
    StatusCode::NOT_FOUND.into_response()
}
