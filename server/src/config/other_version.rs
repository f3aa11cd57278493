//! Error messages for a database that another version of Portico has made.

use super::StorageOptions;
use desk::{Error, OtherVersion};
use std::path::{Path, PathBuf};

/// The same error; where it is about another version's database, in a sentence that says what to do about it here.
pub(super) fn explain(error: Error, options: &StorageOptions) -> Error {
    let Error::OtherVersion(version) = error else { return error };
    Error::command(match (version, &options.database_url) {
        (OtherVersion::Development, None) => move_away(&options.data),
        (OtherVersion::Development, Some(_)) => "the database was made by a development version of Portico, which this version \
            cannot read. Nothing in it was changed. Name a new, empty database in PORTICO_DATABASE_URL and an empty folder in \
            PORTICO_DATA, and start again"
            .to_owned(),
        (OtherVersion::Newer, _) => format!(
            "the database was made by a newer version of Portico than this one ({}). Nothing in it was changed. Start that \
             version, or a later one",
            env!("CARGO_PKG_VERSION")
        ),
    })
}

fn move_away(data: &Path) -> String {
    let data = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
    format!(
        "the data folder {} was made by a development version of Portico, which this version cannot read. Nothing in it was \
         changed. Move it away and start again: mv {} {}",
        data.display(),
        quoted(&data),
        quoted(&free_name(&data))
    )
}

/// A name beside the folder that nothing has: into a folder that is there, `mv` would put this one.
fn free_name(data: &Path) -> PathBuf {
    let plain = data.with_added_extension("old");
    let numbered = (2..).map(|number: u32| data.with_added_extension(format!("old{number}")));
    std::iter::once(plain.clone()).chain(numbered).find(|name| !name.exists()).unwrap_or(plain)
}

/// As a shell takes it for one word.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+,:@%".contains(c);
    if text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_the_command_as_it_is_meant() {
        let quoted = |text: &str| quoted(Path::new(text));
        assert_eq!(quoted("/srv/portico/data"), "/srv/portico/data");
        assert_eq!(quoted("/home/ada/My data"), "'/home/ada/My data'");
        assert_eq!(quoted("/it's/$HOME"), "'/it'\\''s/$HOME'");
    }

    #[test]
    fn the_command_moves_the_folder_into_no_other() {
        let folder = testing::folder();
        let data = folder.path().join("data");
        assert_eq!(free_name(&data), folder.path().join("data.old"));
        std::fs::create_dir(folder.path().join("data.old")).expect("a folder");
        assert_eq!(free_name(&data), folder.path().join("data.old2"));
    }
}
