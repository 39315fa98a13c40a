use super::Words;

/// A button, or a link that looks like one. The macro is `forms::button`; the usual ones are shorter:
/// `forms::submit`, `forms::secondary`, `forms::warning`, `forms::link_button`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Button {
    pub text: Words,
    pub kind: ButtonKind,
    /// With an address it is a link.
    pub href: Option<Words>,
    /// With a name, its value is sent when it is the button that was pressed.
    pub name: Option<Words>,
    pub value: Option<Words>,
    pub id: Option<Words>,
    /// With the arrow that begins a long form.
    pub start: bool,
    pub disabled: bool,
    /// A second press within a second sends nothing (where scripts run).
    pub once: Option<bool>,
    pub classes: Words,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Primary,
    Secondary,
    Warning,
    Inverse,
}

impl ButtonKind {
    /// The button's class.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Primary => "govuk-button",
            Self::Secondary => "govuk-button govuk-button--secondary",
            Self::Warning => "govuk-button govuk-button--warning",
            Self::Inverse => "govuk-button govuk-button--inverse",
        }
    }
}

impl Button {
    /// Sends the form.
    pub fn submit(text: impl Into<Words>) -> Self {
        Self { text: text.into(), once: Some(true), ..Self::default() }
    }

    /// Goes to another page.
    pub fn link(text: impl Into<Words>, href: impl Into<Words>) -> Self {
        Self { text: text.into(), href: Some(href.into()), ..Self::default() }
    }

    #[must_use]
    pub fn kind(mut self, kind: ButtonKind) -> Self {
        self.kind = kind;
        self
    }

    #[must_use]
    pub fn named(mut self, name: impl Into<Words>, value: impl Into<Words>) -> Self {
        self.name = Some(name.into());
        self.value = Some(value.into());
        self
    }

    /// With the arrow that begins a long form.
    #[must_use]
    pub fn start(mut self) -> Self {
        self.start = true;
        self
    }
}
