//! A multipart form, written by hand so that nothing in it is tidied on the way.

const BOUNDARY: &str = "----portico-test-9f3c1b";
pub const BOUNDARY_TYPE: &str = "multipart/form-data; boundary=----portico-test-9f3c1b";

#[derive(Clone, Default)]
pub struct Parts(Vec<u8>);

impl Parts {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn field(self, name: impl AsRef<[u8]>, value: impl AsRef<[u8]>) -> Self {
        self.part(&[b"name=\"", name.as_ref(), b"\""].concat(), None, value.as_ref())
    }

    pub fn file(self, file: impl AsRef<[u8]>, media_type: &str, content: impl AsRef<[u8]>) -> Self {
        let about = [b"name=\"attachment\"; filename=\"", file.as_ref(), b"\""].concat();
        self.part(&about, Some(media_type), content.as_ref())
    }

    fn part(mut self, about: &[u8], media_type: Option<&str>, content: &[u8]) -> Self {
        self.0.extend_from_slice(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; ").as_bytes());
        self.0.extend_from_slice(about);
        if let Some(media_type) = media_type {
            self.0.extend_from_slice(format!("\r\nContent-Type: {media_type}").as_bytes());
        }
        self.0.extend_from_slice(b"\r\n\r\n");
        self.0.extend_from_slice(content);
        self.0.extend_from_slice(b"\r\n");
        self
    }

    pub fn finish(mut self) -> Vec<u8> {
        self.0.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.0
    }

    /// Without the line that ends it.
    pub fn cut_off(self) -> Vec<u8> {
        self.0
    }
}
