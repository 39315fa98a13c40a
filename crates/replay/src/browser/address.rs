//! Which addresses are the server's own, and where a relative one leads (RFC 3986 §5, as far as
//! `http` needs it).

use super::failure::Failure;

/// A server as the browser knows it: where it really is, and by what name it calls itself.
#[derive(Debug, Clone)]
pub(super) struct Site {
    real: String,
    public: Option<String>,
}

impl Site {
    pub(super) fn new(origin: &str) -> Self {
        Self { real: origin.trim_end_matches('/').to_owned(), public: None }
    }

    pub(super) fn known_as(mut self, origin: &str) -> Self {
        self.public = Some(origin.trim_end_matches('/').to_owned());
        self
    }

    /// What the browser sends as `Origin`.
    pub(super) fn origin(&self) -> &str {
        self.public.as_deref().unwrap_or(&self.real)
    }

    pub(super) fn public_host(&self) -> Option<&str> {
        self.public.as_deref()?.split_once("://").map(|(_, host)| host)
    }

    /// The address on the wire of a path with query.
    pub(super) fn address_of(&self, path: &str) -> String {
        format!("{}{path}", self.real)
    }

    /// The path with query, without fragment, that `address` means on a page at `from`.
    pub(super) fn path_of(&self, address: &str, from: &str) -> Result<String, Failure> {
        let address = address.trim();
        let own = std::iter::once(&self.real)
            .chain(&self.public)
            .find_map(|origin| address.strip_prefix(origin.as_str()))
            .filter(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
        let relative = match own {
            Some("") => "/",
            Some(rest) if rest.starts_with('/') => rest,
            Some(rest) => return Ok(written_safely(&format!("/{}", without_fragment(rest)))),
            None if has_scheme(address) || address.starts_with("//") => {
                return Err(Failure::Elsewhere { address: address.to_owned() });
            }
            None => address,
        };
        let relative = without_fragment(relative);
        let (from_path, _) = from.split_once('?').unwrap_or((from, ""));
        let joined = match relative.chars().next() {
            None => without_fragment(from).to_owned(),
            Some('/') => relative.to_owned(),
            Some('?') => format!("{from_path}{relative}"),
            Some(_) => {
                let folder = from_path.rsplit_once('/').map_or("", |(folder, _)| folder);
                format!("{folder}/{relative}")
            }
        };
        Ok(written_safely(&without_dots(&joined)))
    }
}

fn without_fragment(address: &str) -> &str {
    address.split_once('#').map_or(address, |(before, _)| before)
}

fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// Takes `.` and `..` segments out of the path.
fn without_dots(address: &str) -> String {
    let (path, query) = address.split_once('?').map_or((address, None), |(p, q)| (p, Some(q)));
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => drop(kept.pop()),
            other => kept.push(other),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        kept.push("");
    }
    let path = format!("/{}", kept.join("/"));
    query.map_or(path.clone(), |query| format!("{path}?{query}"))
}

/// Percent-encodes what may not stand in a request line: spaces, quotes and all beyond ASCII.
fn written_safely(address: &str) -> String {
    let mut written = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'\\' | b'^' | b'|' => {
                written.push_str(&format!("%{byte:02X}"));
            }
            b'!'..=b'~' => written.push(char::from(byte)),
            _ => written.push_str(&format!("%{byte:02X}")),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads_to(address: &str, from: &str) -> String {
        Site::new("http://127.0.0.1:8080/")
            .known_as("https://grants.example")
            .path_of(address, from)
            .unwrap()
    }

    #[test]
    fn addresses_are_read_from_the_page_they_stand_on() {
        for (address, path) in [
            ("/rounds?open=1#top", "/rounds?open=1"),
            ("edit", "/bids/7/edit"),
            ("../8", "/bids/8"),
            ("./", "/bids/7/"),
            ("..", "/bids/"),
            ("?page=2", "/bids/7/check?page=2"),
            ("", "/bids/7/check?saved=1"),
            ("#main-content", "/bids/7/check?saved=1"),
            ("caf\u{e9} 1", "/bids/7/caf%C3%A9%201"),
            ("http://127.0.0.1:8080", "/"),
            ("http://127.0.0.1:8080?a=b", "/?a=b"),
            ("https://grants.example/sign-in/code?c=1", "/sign-in/code?c=1"),
        ] {
            assert_eq!(leads_to(address, "/bids/7/check?saved=1"), path, "{address}");
        }
    }

    #[test]
    fn another_server_is_not_visited() {
        let site = Site::new("http://127.0.0.1:80");
        for address in
            ["https://example.org/", "//example.org/", "http://127.0.0.1:8080/", "mailto:a@b.c"]
        {
            assert!(
                matches!(site.path_of(address, "/"), Err(Failure::Elsewhere { .. })),
                "{address}"
            );
        }
    }
}
