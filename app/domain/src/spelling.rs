//! Edit distance (Damerau-Levenshtein) between two words, for spelling suggestions.

/// Letters to add, take away, change or swap to make one word of the other; `None` beyond `far`.
pub fn distance(one: &[char], other: &[char], far: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > far {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let changed = above[j] + usize::from(a != b);
            let mut least = changed.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        if row.iter().all(|apart| *apart > far) {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|apart| *apart <= far)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_counted_as_a_typist_makes_them() {
        let apart =
            |one: &str, other: &str| distance(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>(), 2);
        assert_eq!(apart("printer", "printer"), Some(0));
        assert_eq!(apart("pritner", "printer"), Some(1), "swapped");
        assert_eq!(apart("prnter", "printer"), Some(1), "left out");
        assert_eq!(apart("printter", "printer"), Some(1), "doubled");
        assert_eq!(apart("brinder", "printer"), Some(2));
        assert_eq!(apart("scanner", "printer"), None);
        assert_eq!(apart("öffnen", "offnen"), Some(1));
    }
}
