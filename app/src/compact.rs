//! Serialization of data for the page: by position instead of by name (postcard), because names would cost a third of a list's page
//! and a sixth of the browser module. A mark before it tells a page that was loaded before the program changed, which would
//! read every value from the wrong place.

use codee::{Decoder, Encoder};
use leptos::prelude::Resource;
use leptos::server_fn::codec::Post;
use leptos::server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Its name in headers.
pub const MEDIA_TYPE: &str = "application/x-portico";

pub struct Compact;

/// What a call answers with.
pub type CompactAnswer = Post<Compact>;

/// A mark is eight bytes.
const MARK: u64 = number(env!("PORTICO_SHAPE"));

const fn number(text: &str) -> u64 {
    let (bytes, mut place, mut number) = (text.as_bytes(), 0, 0_u64);
    while place < bytes.len() {
        number = number * 10 + (bytes[place] - b'0') as u64;
        place += 1;
    }
    number
}

/// # Errors
/// Only for values whose length is not known, which no page gets.
pub fn write<T: Serialize>(value: &T) -> postcard::Result<Vec<u8>> {
    let marked = postcard::to_extend(&MARK, Vec::new())?;
    postcard::to_extend(value, marked)
}

/// # Errors
/// When the mark is another program's, or the bytes are no such value.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> postcard::Result<T> {
    let (mark, rest) = postcard::take_from_bytes::<u64>(bytes)?;
    if mark == MARK { postcard::from_bytes(rest) } else { Err(postcard::Error::DeserializeBadEncoding) }
}

/// Like `Resource::new`; its value comes with the page in the compact form.
pub(crate) fn resource<S, T, F>(
    source: impl Fn() -> S + Send + Sync + 'static,
    fetch: impl Fn(S) -> F + Send + Sync + 'static,
) -> Resource<T, Compact>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = T> + Send + 'static,
{
    Resource::new_with_options(source, fetch, false)
}

impl ContentType for Compact {
    const CONTENT_TYPE: &'static str = MEDIA_TYPE;
}

impl FormatType for Compact {
    const FORMAT_TYPE: Format = Format::Binary;
}

impl<T: Serialize> Encodes<T> for Compact {
    type Error = postcard::Error;

    fn encode(value: &T) -> postcard::Result<Bytes> {
        write(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Compact {
    type Error = postcard::Error;

    fn decode(bytes: Bytes) -> postcard::Result<T> {
        read(&bytes)
    }
}

impl<T: Serialize> Encoder<T> for Compact {
    type Error = postcard::Error;
    type Encoded = Vec<u8>;

    fn encode(value: &T) -> postcard::Result<Vec<u8>> {
        write(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Compact {
    type Error = postcard::Error;
    type Encoded = [u8];

    fn decode(bytes: &[u8]) -> postcard::Result<T> {
        read(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_program_wrote_is_not_read() {
        let written = write(&("PT-1", 7_u32)).unwrap_or_default();
        assert_eq!(read::<(String, u32)>(&written), Ok(("PT-1".to_owned(), 7)));
        let others =
            postcard::to_extend(&("PT-1", 7_u32), postcard::to_extend(&(MARK ^ 1), Vec::new()).unwrap_or_default());
        assert!(read::<(String, u32)>(&others.unwrap_or_default()).is_err());
    }
}
