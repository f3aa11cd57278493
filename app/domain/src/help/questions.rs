//! Parser for files of questions: a name in brackets, then what people ask for it, a question to a line.

/// The lines of such a file that say something.
pub fn lines(file: &str) -> impl Iterator<Item = &str> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The questions of each name, in order. What stands before the first name is nobody's.
pub fn by_name(file: &str) -> Vec<(&str, Vec<&str>)> {
    let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in lines(file) {
        let name = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
        match (name, all.last_mut()) {
            (Some(name), _) => all.push((name, Vec::new())),
            (None, Some((_, questions))) => questions.push(line),
            (None, None) => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_stand_under_their_name() {
        let file = "# about\nlost\n[print]\non paper?\n\n as a PDF \n[export]\n";
        assert_eq!(by_name(file), [("print", vec!["on paper?", "as a PDF"]), ("export", vec![])]);
    }
}
