//! Reading cookies. A browser sends those of every program on the same host in one line, several of one name among them and
//! not all of them text: what is not ours must not hide what is.

use axum::http::{HeaderMap, header};

/// So many tokens are looked for in the database. A browser sends one of a name for each path and domain that it was set for.
const TOKENS_MAX: usize = 32;
/// 256 bits in hexadecimal.
const TOKEN_LENGTH: usize = 64;

/// The values of every cookie of this name, as they came.
pub(crate) fn values<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
    let lines = headers.get_all(header::COOKIE).iter();
    let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';')).map(<[u8]>::trim_ascii);
    pairs.filter_map(move |pair| {
        let (key, value) = pair.split_at_checked(pair.iter().position(|byte| *byte == b'=')?)?;
        (key.trim_ascii() == name.as_bytes()).then(|| value[1..].trim_ascii())
    })
}

/// Those of them that may be tokens of ours, each once.
pub(crate) fn tokens(headers: &HeaderMap, name: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for value in values(headers, name).filter(|value| is_token(value)) {
        let token = String::from_utf8_lossy(value).into_owned();
        if tokens.len() < TOKENS_MAX && !tokens.contains(&token) {
            tokens.push(token);
        }
    }
    tokens
}

fn is_token(value: &[u8]) -> bool {
    value.len() == TOKEN_LENGTH && value.iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(lines: &[&[u8]]) -> HeaderMap {
        let values = lines.iter().map(|line| HeaderValue::from_bytes(line).expect("a header"));
        values.map(|value| (header::COOKIE, value)).collect()
    }

    #[test]
    fn what_is_not_ours_hides_nothing() {
        let (one, two) = ("a1".repeat(32), "b2".repeat(32));
        let line =
            format!("portico=stale; other=\u{fc}; portico = {two}; portico={one};portico=; =x; portico={one}; x");
        let latin = b"theme=\xfc\xff; portico=\xe4\xf6";
        let line = format!("{line}; portico={two}");
        assert_eq!(tokens(&headers(&[latin.as_slice(), line.as_bytes()]), "portico"), [two, one.clone()]);
        assert_eq!(tokens(&headers(&[format!("xportico={one}; portico-half={one}").as_bytes()]), "portico"), [""; 0]);
    }

    #[test]
    fn a_flood_of_cookies_is_not_looked_up() {
        let line: Vec<String> = (0..100).map(|n| format!("portico={n:064x}")).collect();
        assert_eq!(tokens(&headers(&[line.join("; ").as_bytes()]), "portico").len(), TOKENS_MAX);
    }
}
