//! Static files of the browser, from inside the program; while developing, from the folder that `make watch` fills.

use crate::AppState;
use app::shell::Site;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use flate2::read::GzDecoder;
use std::io::Read;
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

/// One of the browser's files, compressed.
#[derive(Debug)]
pub struct File {
    pub name: &'static str,
    pub gzip: &'static [u8],
    pub brotli: &'static [u8],
}

/// No files: in tests, and in a program that was compiled without `.make/build`.
pub static NONE: Embedded = Embedded { version: "none", files: &[], parts: &[] };

impl Embedded {
    /// Where pages find the files. The address holds the content's hash, so browsers may keep them for ever.
    pub(crate) fn describe(&self) -> Site {
        if is_watching() {
            // The watcher renews the style sheet at exactly this place.
            let options = leptos::config::get_configuration(None).map(|found| found.leptos_options).ok();
            return Site::new("/pkg", &[], options);
        }
        Site::new(&self.base(), self.parts, None)
    }

    fn base(&self) -> String {
        if is_watching() { "/pkg".into() } else { format!("/pkg/{}", self.version) }
    }
}

fn is_watching() -> bool {
    std::env::var_os("LEPTOS_WATCH").is_some()
}

pub(crate) async fn file(State(state): State<AppState>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    if is_watching() {
        return from_folder(&file).await;
    }
    let site = state.embedded;
    let found = file
        .split_once('/')
        .filter(|(version, _)| *version == site.version)
        .and_then(|(_, name)| site.files.iter().find(|file| file.name == name));
    found.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |file| send(file, &headers))
}

pub(crate) async fn icon(State(state): State<AppState>) -> Redirect {
    Redirect::permanent(&format!("{}/favicon.svg", state.embedded.base()))
}

/// Brotli is smaller; proxies and older programs ask for gzip alone. Whoever can read neither gets the file as it is.
fn send(file: &'static File, headers: &HeaderMap) -> Response {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let accepted = lines.collect::<Vec<_>>().join(",");
    let (mut response, coding) = if accepts(&accepted, "br") {
        (file.brotli.into_response(), Some("br"))
    } else if accepts(&accepted, "gzip") {
        (file.gzip.into_response(), Some("gzip"))
    } else {
        match decompress(file) {
            Ok(plain) => (plain.into_response(), None),
            Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    };
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(file.name)));
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(coding) = coding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

fn decompress(file: &File) -> std::io::Result<Vec<u8>> {
    let mut plain = Vec::new();
    GzDecoder::new(file.gzip).read_to_end(&mut plain)?;
    Ok(plain)
}

/// Whether an `Accept-Encoding` names a coding, or all of them, and not with a weight of nothing.
fn accepts(accepted: &str, coding: &str) -> bool {
    let weight = |part: &str| {
        let weight = part.split(';').skip(1).find_map(|parameter| parameter.trim().strip_prefix("q="));
        weight.map_or(Some(1.0), |weight| weight.trim().parse::<f32>().ok()).unwrap_or_default()
    };
    let of = |name: &str| {
        let named = |part: &&str| part.split(';').next().is_some_and(|known| known.trim().eq_ignore_ascii_case(name));
        accepted.split(',').find(named).map(weight)
    };
    of(coding).or_else(|| of("*")).is_some_and(|weight| weight > 0.0)
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
        name if name.ends_with(".svg") => vec![PathBuf::from("style/public").join(name)],
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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    const PLAIN: &[u8] = b"body { color: black }";

    fn file() -> &'static File {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(PLAIN).expect("it fits");
        let gzip = Box::leak(gzip.finish().expect("it fits").into_boxed_slice());
        Box::leak(Box::new(File { name: "portico.css", gzip, brotli: b"brotli" }))
    }

    #[tokio::test]
    async fn everybody_gets_the_smallest_that_they_can_read() {
        let file = file();
        for (accepted, coding, content) in [
            ("gzip, deflate, br, zstd", "br", &b"brotli"[..]),
            ("gzip", "gzip", file.gzip),
            ("deflate, GZIP;q=0.5", "gzip", file.gzip),
            ("br;q=0, gzip", "gzip", file.gzip),
            ("*", "br", b"brotli"),
            ("*;q=0.1, br;q=0", "gzip", file.gzip),
            ("", "", PLAIN),
            ("identity", "", PLAIN),
            ("gzip;q=0, br;q=0.0", "", PLAIN),
            ("*;q=0", "", PLAIN),
            ("gzip;q=nonsense", "", PLAIN),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            let response = send(file, &headers);
            let sent =
                response.headers().get(header::CONTENT_ENCODING).map_or("", |value| value.to_str().expect("text"));
            assert_eq!(sent, coding, "{accepted}");
            assert_eq!(response.headers()[header::VARY], "Accept-Encoding");
            assert_eq!(response.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
            assert_eq!(to_bytes(response.into_body(), 1_000).await.expect("a body"), content, "{accepted}");
        }
        assert_eq!(send(file, &HeaderMap::new()).headers().get(header::CONTENT_ENCODING), None);
    }
}
