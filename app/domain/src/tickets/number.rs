//! Ticket numbers: a prefix and a counter, for example `PT-1042`.

/// Writes a number.
pub fn write(prefix: &str, number: i64) -> String {
    format!("{prefix}{number}")
}

/// Reads the counter back, with or without a prefix of letters and a dash, so that an old link still opens after the
/// prefix has changed. `None` for anything else, also for numbers of more than 18 digits.
pub fn read(text: &str) -> Option<i64> {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '-');
    let plain = !digits.is_empty() && digits.len() <= 18 && digits.bytes().all(|b| b.is_ascii_digit());
    let canonical = plain && (digits.len() == 1 || !digits.starts_with('0')) && text.len() - digits.len() <= 12;
    canonical.then(|| digits.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_back_as_written() {
        assert_eq!(read(&write("PT-", 1042)), Some(1042));
        assert_eq!(read("1042"), Some(1042));
        for bad in ["", "PT-", "PT-10x", "PT-010", "-1 OR 1=1", "PT-1042'", "PT-9999999999999999999", "１２"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
