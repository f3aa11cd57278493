//! Parsing of options: what means the same becomes the same text, and what cannot be understood is said in a sentence.

use super::Portico;
use clap::builder::Resettable;
use clap::{Command, CommandFactory, FromArgMatches};
use std::ffi::OsStr;
use std::net::IpAddr;
use tracing_subscriber::EnvFilter;
use url::Url;

impl Portico {
    /// From arguments and environment. A variable that is set to nothing, as `${VAR:-}` in a compose file passes it, counts as
    /// unset.
    pub fn read() -> Self {
        let matches = without_empty(Self::command()).get_matches();
        Self::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())
    }
}

fn without_empty(command: Command) -> Command {
    let is_empty = |name: &OsStr| std::env::var_os(name).is_some_and(|value| value.to_string_lossy().trim().is_empty());
    let command =
        command.mut_args(|arg| if arg.get_env().is_some_and(is_empty) { arg.env(Resettable::Reset) } else { arg });
    command.mut_subcommands(without_empty)
}

/// Where people reach the server, as browsers spell an origin: small letters, no usual port, no slash at the end, and other
/// scripts' letters as `xn--`.
pub(super) fn public_url(text: &str) -> Result<String, String> {
    let wanted = "expected an address such as https://support.example.com";
    let url = Url::parse(text.trim()).map_err(|error| format!("{wanted}: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("{wanted}, with http:// or https:// before the host"));
    }
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("Portico runs at the root of its host: leave out everything after the host and port".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(format!("{wanted}, without a name or password"));
    }
    Ok(url.origin().ascii_serialization())
}

/// A host's name as it is said to other servers.
pub(super) fn host_name(text: &str) -> Result<String, String> {
    let host = url::Host::parse(text.trim())
        .map_err(|error| format!("expected a host such as support.example.com: {error}"))?;
    Ok(host.to_string())
}

/// One of several addresses; blank space around it is left out.
pub(super) fn address(text: &str) -> Result<IpAddr, String> {
    let address = text.trim().parse::<IpAddr>();
    address
        .map(|address| address.to_canonical())
        .map_err(|_| "expected IP addresses such as 10.0.0.1, separated by commas".into())
}

pub(super) fn log_filter(text: &str) -> Result<String, String> {
    match EnvFilter::try_new(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) => Err(format!("expected error, warn, info, debug, or a filter such as desk=debug: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_an_origin_is_the_one_that_browsers_send() {
        for spelled in [
            "https://support.example.com",
            "https://support.example.com/",
            "HTTPS://Support.Example.COM:443",
            " https://support.example.com ",
        ] {
            assert_eq!(public_url(spelled).as_deref(), Ok("https://support.example.com"), "{spelled}");
        }
        for (spelled, origin) in [
            ("http://127.0.0.1:80/", "http://127.0.0.1"),
            ("http://localhost:3000/", "http://localhost:3000"),
            ("http://[0:0::1]:8080", "http://[::1]:8080"),
            ("https://bücher.example:443/", "https://xn--bcher-kva.example"),
            ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example"),
            ("https://support.example.com:8443", "https://support.example.com:8443"),
        ] {
            assert_eq!(public_url(spelled).as_deref(), Ok(origin), "{spelled}");
        }
    }

    #[test]
    fn what_is_no_origin_is_refused_in_words() {
        for nonsense in [
            "",
            "support.example.com",
            "localhost:3000",
            "ftp://support.example.com",
            "https://",
            "https://support.example.com/desk",
            "https://support.example.com/?a=b",
            "https://support.example.com/#a",
            "https://me:secret@support.example.com",
            "https://support.example.com:99999",
            "https://sup port.example.com",
        ] {
            let said = public_url(nonsense);
            assert!(
                said.as_ref().is_err_and(|text| text.len() > 20 && !text.contains("secret")),
                "{nonsense}: {said:?}"
            );
        }
    }

    #[test]
    fn addresses_may_stand_apart() {
        assert_eq!(address(" 10.0.0.1"), Ok([10, 0, 0, 1].into()));
        assert_eq!(address("::ffff:10.0.0.1"), Ok([10, 0, 0, 1].into()), "the same address, as requests are compared");
        assert!(address("proxy").is_err() && address("10.0.0.0/8").is_err());
    }

    #[test]
    fn a_log_filter_that_cannot_be_understood_is_refused() {
        assert!(log_filter("info").is_ok() && log_filter("desk=debug,warn").is_ok());
        assert!(log_filter("desk=loud").is_err() && log_filter("info,[").is_err());
    }
}
