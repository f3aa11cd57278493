//! Random ids that cannot be guessed.

use data_encoding::BASE32_NOPAD;

/// 128 random bits in lower-case base 32: 26 letters and digits.
pub fn id() -> String {
    BASE32_NOPAD.encode(&bytes::<16>()).to_ascii_lowercase()
}

/// # Panics
/// When the operating system has no randomness to give; nothing safe can be done without it.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_26_small_letters_and_digits() {
        let (one, two) = (id(), id());
        for id in [&one, &two] {
            assert!(id.len() == 26 && id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7')), "{id}");
        }
        assert_ne!(one, two);
    }
}
