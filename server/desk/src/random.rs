//! Ids that cannot be guessed.

/// 128 random bits in lower-case base 32: 26 letters and digits.
pub fn id() -> String {
    let bits = u128::from_le_bytes(bytes::<16>());
    (0..26).map(|place| ALPHABET[(bits >> (place * 5) & 31) as usize] as char).collect()
}

/// # Panics
/// When the operating system has no randomness to give; nothing safe can be done without it.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
