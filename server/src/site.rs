//! The browser's files, from inside the program; while developing, from the folder that `make watch` fills.

use crate::house::House;
use app::shell::Site;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::path::PathBuf;

/// The browser's files in the program. `.make/site` writes one as Rust, which `main.rs` includes: so a change of them compiles
/// the program alone and not this library.
#[derive(Debug)]
pub struct Embedded {
    /// A hash of the content of all files; part of their address.
    pub version: &'static str,
    pub files: &'static [File],
    /// Which files of the browser's module each group of pages brings along.
    pub parts: &'static [(&'static str, &'static [&'static str])],
}

/// One of the browser's files, as it is and compressed.
#[derive(Debug)]
pub struct File {
    pub name: &'static str,
    pub plain: &'static [u8],
    pub brotli: &'static [u8],
}

/// No files: in tests, and in a program that was compiled without `.make/build`.
pub static NONE: Embedded = Embedded { version: "none", files: &[], parts: &[] };

impl Embedded {
    /// Where pages find the files. The address holds the content's hash, so browsers may keep them for ever.
    pub(crate) fn describe(&self) -> Site {
        if watched() {
            // The watcher renews the style sheet at exactly this place.
            let options = leptos::config::get_configuration(None).map(|found| found.leptos_options).ok();
            return Site::new("/pkg", &[], options);
        }
        Site::new(&self.base(), self.parts, None)
    }

    fn base(&self) -> String {
        if watched() { "/pkg".into() } else { format!("/pkg/{}", self.version) }
    }
}

fn watched() -> bool {
    std::env::var_os("LEPTOS_WATCH").is_some()
}

pub(crate) async fn file(State(house): State<House>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    if watched() {
        return from_folder(&file).await;
    }
    let site = house.embedded;
    let found = file
        .split_once('/')
        .filter(|(version, _)| *version == site.version)
        .and_then(|(_, name)| site.files.iter().find(|file| file.name == name));
    found.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |file| send(file, &headers))
}

pub(crate) async fn icon(State(house): State<House>) -> Redirect {
    Redirect::permanent(&format!("{}/favicon.svg", house.embedded.base()))
}

fn send(file: &'static File, headers: &HeaderMap) -> Response {
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
