//! Where to go after signing in: a path of this site and nothing else.

use std::fmt;

/// The longest path that is remembered, in bytes.
const LONGEST: usize = 500;

/// A path of this site, with its query. Nothing that a browser could read as another site
/// (RFC 3986, and the WHATWG URL standard's reading of backslashes, tabs and line ends).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalPath(String);

impl LocalPath {
    /// The top of the site.
    #[must_use]
    pub fn top() -> Self {
        Self("/".to_owned())
    }

    /// Reads a path. `None` for anything that could lead to another site, for what is too long,
    /// and for the pages of signing in and out themselves, which would lead in a circle.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_graphic() && !b"\\\"<>`{}|^".contains(&byte);
        let within = text.starts_with('/') && !text.starts_with("//");
        let circle =
            ["/sign-in", "/sign-out", "/second-factor", "/demo/sign-in"].iter().any(|path| {
                text.strip_prefix(path)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
            });
        (within && !circle && text.len() <= LONGEST && text.bytes().all(plain))
            .then(|| Self(text.to_owned()))
    }

    /// Reads a path, and takes the top of the site for anything else.
    #[must_use]
    pub fn or_top(text: &str) -> Self {
        Self::parse(text).unwrap_or_else(Self::top)
    }

    /// Whether it is the top of the site: nowhere in particular.
    #[must_use]
    pub fn is_top(&self) -> bool {
        self.0 == "/"
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LocalPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_path_of_this_site_is_kept_with_its_query() {
        for text in ["/", "/rounds", "/staff/rounds/1?status=sent&after=2", "/rounds#dates"] {
            assert_eq!(LocalPath::parse(text).map(|path| path.to_string()), Some(text.to_owned()));
        }
    }

    #[test]
    fn another_site_is_never_a_path_of_this_one() {
        for text in [
            "",
            "rounds",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            " //evil.example",
            "/rounds\r\nSet-Cookie: a=b",
            "/r\u{fc}nde",
        ] {
            assert_eq!(LocalPath::parse(text), None, "{text:?}");
            assert_eq!(LocalPath::or_top(text), LocalPath::top());
        }
    }

    #[test]
    fn signing_in_never_leads_back_to_signing_in() {
        for text in ["/sign-in", "/sign-in?next=/", "/sign-in/check", "/sign-out", "/second-factor"]
        {
            assert_eq!(LocalPath::parse(text), None, "{text:?}");
        }
        assert!(LocalPath::parse("/sign-ing").is_some());
    }

    #[test]
    fn an_over_long_path_is_not_remembered() {
        assert!(LocalPath::parse(&format!("/{}", "a".repeat(499))).is_some());
        assert!(LocalPath::parse(&format!("/{}", "a".repeat(500))).is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_taken_starts_on_this_site_and_holds_no_line_end(text in ".{0,40}") {
            if let Some(path) = LocalPath::parse(&text) {
                prop_assert!(path.as_str().starts_with('/'));
                prop_assert!(!path.as_str().starts_with("//"));
                prop_assert!(path.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
            }
        }
    }
}
