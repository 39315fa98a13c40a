//! Why a person could not go on, with enough of the page to see it in a test's output.

use std::fmt;

/// What a page shows at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glimpse {
    /// The HTTP status.
    pub status: u16,
    /// The path and query shown in the address bar.
    pub url: String,
    /// The first-level heading, or empty.
    pub heading: String,
    /// The items of the error summary.
    pub errors: Vec<String>,
    /// The beginning of the page's text, for pages without a heading or error summary.
    pub beginning: String,
}

impl fmt::Display for Glimpse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {} “{}”", self.status, self.url, self.heading)?;
        if !self.errors.is_empty() {
            write!(f, ", error summary: {}", self.errors.join(" | "))?;
        }
        if !self.beginning.is_empty() {
            write!(f, ", text: {}", self.beginning)?;
        }
        Ok(())
    }
}

/// Why a step in the browser, or a call of the interface for programs, failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The server could not be reached, or broke off.
    #[error("no answer from {address}: {source}")]
    Connection {
        /// The address asked for.
        address: String,
        /// What went wrong on the way.
        source: Box<ureq::Error>,
    },
    /// A link, form or redirect leads to another server, which this browser does not visit.
    #[error("{address} belongs to another server")]
    Elsewhere {
        /// The foreign address.
        address: String,
    },
    /// Redirects without end.
    #[error("redirected too often, last to {path}")]
    RedirectLoop {
        /// Where the last redirect led.
        path: String,
    },
    /// The page did not have the status that was expected.
    #[error("expected status {expected}, got {page}")]
    WrongStatus {
        /// The status expected.
        expected: u16,
        /// The page that came.
        page: Box<Glimpse>,
    },
    /// The page refuses what was entered.
    #[error("refused: {page}")]
    Refused {
        /// The page with its error summary.
        page: Box<Glimpse>,
    },
    /// The page has no such link.
    #[error("no link “{wanted}” on {page}")]
    NoLink {
        /// The text looked for.
        wanted: String,
        /// The page.
        page: Box<Glimpse>,
    },
    /// The page has no such form.
    #[error("no form “{wanted}” on {page}; it has {present:?}")]
    NoForm {
        /// The id or end of the action looked for.
        wanted: String,
        /// The ids or actions of the forms that are there.
        present: Vec<String>,
        /// The page.
        page: Box<Glimpse>,
    },
    /// The form has no such field that a person could fill in.
    #[error("no field “{name}” in form {form}; it has {present:?}")]
    NoField {
        /// The form's action.
        form: String,
        /// The name looked for.
        name: String,
        /// The names that are there.
        present: Vec<String>,
    },
    /// The field offers no such choice.
    #[error("no choice “{value}” for “{name}” in form {form}; it has {present:?}")]
    NoChoice {
        /// The form's action.
        form: String,
        /// The field's name.
        name: String,
        /// The value looked for.
        value: String,
        /// The values offered.
        present: Vec<String>,
    },
    /// The form has no such button.
    #[error("no button “{wanted}” in form {form}; it has {present:?}")]
    NoButton {
        /// The form's action.
        form: String,
        /// The label or value looked for.
        wanted: String,
        /// The labels that are there.
        present: Vec<String>,
    },
    /// What should be JSON is not.
    #[error("status {status} from {path}, not JSON: {beginning}")]
    NotJson {
        /// The HTTP status.
        status: u16,
        /// The path asked for.
        path: String,
        /// The beginning of what came.
        beginning: String,
    },
    /// The interface for programs did not answer with the status expected.
    #[error("expected status {expected} from {path}, got {status}: {body}")]
    WrongAnswer {
        /// The status expected.
        expected: u16,
        /// The status that came.
        status: u16,
        /// The path asked for.
        path: String,
        /// The beginning of the answer's body.
        body: String,
    },
    /// A value could not be written as JSON to be sent.
    #[error("not expressible as JSON: {0}")]
    Unsendable(#[from] serde_json::Error),
}

/// The first few hundred characters, so that a failing check stays readable.
pub(super) fn beginning_of(text: &str) -> String {
    const ENOUGH: usize = 400;
    match text.char_indices().nth(ENOUGH) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
