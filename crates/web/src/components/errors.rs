use super::Words;

/// Everything that is wrong with a form, at the head of its page. The macro is
/// `forms::error_summary`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErrorSummary {
    pub items: Vec<ErrorItem>,
}

/// One line of the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorItem {
    /// Where the wrong field is, `#` and its id. None when the whole form is meant.
    pub href: Option<Words>,
    pub text: Words,
}

impl ErrorItem {
    /// An error of the whole form.
    pub fn general(text: impl Into<Words>) -> Self {
        Self { href: None, text: text.into() }
    }

    /// An error at the field with this id.
    pub fn at(id: &str, text: impl Into<Words>) -> Self {
        Self { href: Some(format!("#{id}").into()), text: text.into() }
    }
}

impl ErrorSummary {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

/// From the fields in the order of the page: `[name.error_item(), postcode.error_item()]`.
impl FromIterator<Option<ErrorItem>> for ErrorSummary {
    fn from_iter<I: IntoIterator<Item = Option<ErrorItem>>>(items: I) -> Self {
        Self { items: items.into_iter().flatten().collect() }
    }
}

impl FromIterator<ErrorItem> for ErrorSummary {
    fn from_iter<I: IntoIterator<Item = ErrorItem>>(items: I) -> Self {
        Self { items: items.into_iter().collect() }
    }
}
