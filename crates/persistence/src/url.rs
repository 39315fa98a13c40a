//! Database addresses.

use std::path::PathBuf;
use std::str::FromStr;
use thiserror::Error;

/// Where a database is: `sqlite:///absolute/path`, `sqlite://relative/path`, `postgres://…` or
/// `postgresql://…`, and nothing else.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of SQLite.
    Sqlite(PathBuf),
    /// A PostgreSQL server, as libpq reads it.
    Postgres(String),
}

/// Why a text is not a [`DatabaseUrl`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum UrlFault {
    /// It begins with none of the known schemes.
    #[error("a database URL begins with sqlite://, postgres:// or postgresql://")]
    UnknownScheme,
    /// It names no file.
    #[error("the sqlite:// URL names no file")]
    NoFile,
    /// It asks for a database in memory, or has parameters.
    #[error("a sqlite:// URL is the path of a file, without parameters")]
    NotAFile,
}

impl FromStr for DatabaseUrl {
    type Err = UrlFault;

    fn from_str(text: &str) -> Result<Self, UrlFault> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite://").ok_or(UrlFault::UnknownScheme)?;
        if path.is_empty() || path.ends_with('/') {
            return Err(UrlFault::NoFile);
        }
        if path.starts_with(':') || path.contains(['?', '#', '\0']) {
            return Err(UrlFault::NotAFile);
        }
        Ok(Self::Sqlite(PathBuf::from(path)))
    }
}

/// Shows where, never the password.
impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite://{}", path.display()),
            Self::Postgres(url) => {
                let rest = url.rsplit_once('@').map_or("…", |(_, rest)| rest);
                let shown = rest.split('?').next().unwrap_or_default();
                write!(f, "postgres://{shown}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_forms_are_read() {
        let read = |text: &str| text.parse::<DatabaseUrl>().unwrap();
        assert_eq!(read("sqlite:///var/a.db"), DatabaseUrl::Sqlite("/var/a.db".into()));
        assert_eq!(read("sqlite://data/a.db"), DatabaseUrl::Sqlite("data/a.db".into()));
        assert_eq!(read("postgres://h/d"), DatabaseUrl::Postgres("postgres://h/d".into()));
        assert_eq!(read("postgresql://h/d"), DatabaseUrl::Postgres("postgresql://h/d".into()));
    }

    #[test]
    fn anything_else_is_refused() {
        for (text, fault) in [
            ("mysql://h/d", UrlFault::UnknownScheme),
            ("data.db", UrlFault::UnknownScheme),
            ("sqlite:data.db", UrlFault::UnknownScheme),
            ("sqlite://", UrlFault::NoFile),
            ("sqlite:///var/", UrlFault::NoFile),
            ("sqlite://:memory:", UrlFault::NotAFile),
            ("sqlite:///a.db?mode=ro", UrlFault::NotAFile),
        ] {
            assert_eq!(text.parse::<DatabaseUrl>(), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let url: DatabaseUrl =
            "postgres://me:s3cret@db:5432/almoner?password=s3cret".parse().unwrap();
        assert_eq!(format!("{url:?}"), "postgres://db:5432/almoner");
    }
}
