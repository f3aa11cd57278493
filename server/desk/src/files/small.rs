//! Thumbnails of pictures. What a file claims to be counts for nothing: its first bytes decide, its measures are checked
//! before anything is decoded, and one is made at a time.

use super::fetch::{Fetched, find};
use crate::actor::Person;
use crate::{Desk, Error, Result, random};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, Rgb, RgbImage};
use std::io::Cursor;
use std::path::Path;
use tokio::fs::{self, File};
use tokio::io::AsyncReadExt;
use tokio::sync::Semaphore;

/// A small picture's sides at most: what the page shows, twice as sharp.
const WIDTH: u32 = 320;
const HEIGHT: u32 = 240;
/// The sides of a picture beside a name.
const SQUARE: u32 = 128;
/// Pictures beyond these measures are not decoded.
const SIDE_MAX: u32 = 16_000;
const DOTS_MAX: u64 = 50_000_000;
const MEMORY_MAX: u64 = 256 * 1024 * 1024;
const QUALITY: u8 = 78;

static ONE_AT_A_TIME: Semaphore = Semaphore::const_new(1);

/// Fetches a small picture of an attachment, under the rights of the attachment itself. What is no picture, or too large a
/// one, is a grey one.
///
/// # Errors
/// `NotFound`.
pub async fn fetch_small(desk: &Desk, person: &Person, id: &str) -> Result<Fetched> {
    let file = find(desk, person, id).await?;
    small(desk, file.name, &file.sha256).await
}

/// A small picture of a stored file, made when it is asked for the first time.
pub(crate) async fn small(desk: &Desk, name: String, sha256: &[u8]) -> Result<Fetched> {
    let place = desk.files().small_place(sha256);
    if !fs::try_exists(&place).await? {
        let mut whole = Vec::new();
        desk.files().open(sha256).await?.read_to_end(&mut whole).await?;
        write_thumbnail(&place, &shrink_in_turn(whole).await?).await?;
    }
    let content = File::open(&place).await?;
    let size = content.metadata().await?.len();
    Ok(Fetched { name, media_type: "image/jpeg".into(), size, content })
}

/// A square of a stored picture for beside a name, as JPEG; `None` for what is no picture, or too large a one.
pub(crate) async fn square(desk: &Desk, sha256: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut whole = Vec::new();
    desk.files().open(sha256).await?.read_to_end(&mut whole).await?;
    let _turn = ONE_AT_A_TIME.acquire().await.map_err(|_| Error::broken("nobody closes the turn"))?;
    let work = move || decoded(&whole).map(|picture| encoded(&on_white(&squared(&picture)))).transpose();
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::broken("a picture panicked"))?
}

/// Its middle.
fn squared(picture: &DynamicImage) -> DynamicImage {
    picture.resize_to_fill(SQUARE, SQUARE, FilterType::Triangle)
}

/// Written whole or not at all. It can be made again, so it need not have reached the disk.
async fn write_thumbnail(place: &Path, picture: &[u8]) -> Result<()> {
    let coming = place.with_extension(random::id());
    fs::write(&coming, picture).await?;
    Ok(fs::rename(&coming, place).await?)
}

async fn shrink_in_turn(whole: Vec<u8>) -> Result<Vec<u8>> {
    let _turn = ONE_AT_A_TIME.acquire().await.map_err(|_| Error::broken("nobody closes the turn"))?;
    let work = move || encoded(&shrunk(&whole).unwrap_or_else(blank));
    tokio::task::spawn_blocking(work).await.map_err(|_| Error::broken("a picture panicked"))?
}

fn shrunk(whole: &[u8]) -> Option<RgbImage> {
    let whole = decoded(whole)?;
    let small = if whole.width() > WIDTH || whole.height() > HEIGHT { whole.thumbnail(WIDTH, HEIGHT) } else { whole };
    Some(on_white(&small))
}

fn decoded(whole: &[u8]) -> Option<DynamicImage> {
    let (width, height) = reader(whole)?.into_dimensions().ok()?;
    if width > SIDE_MAX || height > SIDE_MAX || u64::from(width) * u64::from(height) > DOTS_MAX {
        return None;
    }
    let mut reader = reader(whole)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    // Of a moving picture this is the first one.
    let mut picture = reader.decode().ok()?;
    // Cameras write down how they were held instead of turning the picture.
    if let Some(held) = self::reader(whole)?.into_decoder().ok().and_then(|mut file| file.orientation().ok()) {
        picture.apply_orientation(held);
    }
    Some(picture)
}

fn reader(whole: &[u8]) -> Option<ImageReader<Cursor<&[u8]>>> {
    ImageReader::new(Cursor::new(whole)).with_guessed_format().ok()
}

fn on_white(picture: &DynamicImage) -> RgbImage {
    let dots = picture.to_rgba8();
    RgbImage::from_fn(dots.width(), dots.height(), |x, y| {
        let [red, green, blue, opaque] = dots.get_pixel(x, y).0;
        let over = |dot: u8| ((u32::from(dot) * u32::from(opaque) + 255 * (255 - u32::from(opaque))) / 255) as u8;
        Rgb([over(red), over(green), over(blue)])
    })
}

fn blank() -> RgbImage {
    RgbImage::from_pixel(96, 72, Rgb([0xb8, 0xb4, 0xae]))
}

fn encoded(picture: &RgbImage) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(picture)
        .map_err(|error| Error::broken(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use image::ImageFormat;

    fn written(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn pictures_of_every_kind_become_small_ones() {
        let whole = RgbImage::from_pixel(1_600, 800, Rgb([200, 30, 30]));
        for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP] {
            let small = shrunk(&written(&whole, format)).unwrap();
            assert_eq!((small.width(), small.height()), (320, 160), "{format:?}");
            assert!(encoded(&small).unwrap().len() < 10_000);
        }
        let little = shrunk(&written(&RgbImage::new(20, 10), ImageFormat::Png)).unwrap();
        assert_eq!((little.width(), little.height()), (20, 10), "nothing is blown up");
    }

    /// A PNG's head that announces such measures, without what belongs to it.
    fn announced(width: u32, height: u32) -> Vec<u8> {
        let mut png = written(&RgbImage::new(1, 1), ImageFormat::Png);
        png[16..20].copy_from_slice(&width.to_be_bytes());
        png[20..24].copy_from_slice(&height.to_be_bytes());
        let sum = checksum(&png[12..29]);
        png[29..33].copy_from_slice(&sum.to_be_bytes());
        png
    }

    fn checksum(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 })
        })
    }

    #[test]
    fn f06_what_would_fill_the_memory_is_not_decoded() {
        for (width, height) in [(50_000, 50_000), (u32::MAX / 2, 1), (15_000, 15_000), (1, 16_001)] {
            let bomb = announced(width, height);
            assert!(reader(&bomb).unwrap().into_dimensions().is_ok() || width > 1 << 30, "the head itself is in order");
            assert!(shrunk(&bomb).is_none(), "{width} × {height}");
        }
        for rubbish in [&b""[..], b"<svg onload=alert(1)>", b"GIF89a", b"\x89PNG\r\n\x1a\n", &[0xff; 5_000]] {
            assert!(shrunk(rubbish).is_none());
        }
        let mut cut = written(&RgbImage::new(300, 300), ImageFormat::Png);
        cut.truncate(60);
        assert!(shrunk(&cut).is_none());
    }
}
