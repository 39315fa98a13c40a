use super::field::is_a_field;
use super::{FieldView, Words};

/// A line of text. The macro is `forms::input`; `forms::code_input` for a sign-in code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextInput {
    pub field: FieldView,
    /// The HTML type: empty stands for `text`; `email`, `tel` and `search` are the others in use.
    pub kind: Words,
    /// Such as `£`: seen, not sent.
    pub prefix: Option<Words>,
    /// Such as `%`: seen, not sent.
    pub suffix: Option<Words>,
    pub input_mode: InputMode,
    /// What a browser may fill in, from the HTML list of purposes (WCAG 2.2, 1.3.5).
    pub autocomplete: Option<Words>,
    pub spellcheck: Option<bool>,
    pub autocapitalize: Option<Words>,
    pub disabled: bool,
}

/// Which keys a phone shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum InputMode {
    #[default]
    Any,
    /// Whole numbers, and codes made of digits.
    Numeric,
    /// Numbers with a decimal point, such as money.
    Decimal,
}

impl InputMode {
    /// The value of the `inputmode` attribute, where one is wanted.
    #[must_use]
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::Numeric => Some("numeric"),
            Self::Decimal => Some("decimal"),
        }
    }
}

impl TextInput {
    pub fn new(name: impl Into<Words>, label: impl Into<Words>) -> Self {
        Self { field: FieldView::new(name, label), ..Self::default() }
    }

    /// An amount of money in pounds.
    pub fn money(name: impl Into<Words>, label: impl Into<Words>) -> Self {
        Self {
            prefix: Some("£".into()),
            input_mode: InputMode::Decimal,
            spellcheck: Some(false),
            ..Self::new(name, label)
        }
        .width(10)
    }

    /// An email address.
    pub fn email(name: impl Into<Words>, label: impl Into<Words>) -> Self {
        Self {
            kind: "email".into(),
            autocomplete: Some("email".into()),
            spellcheck: Some(false),
            ..Self::new(name, label)
        }
    }

    /// A telephone number.
    pub fn telephone(name: impl Into<Words>, label: impl Into<Words>) -> Self {
        Self { kind: "tel".into(), autocomplete: Some("tel".into()), ..Self::new(name, label) }
            .width(20)
    }

    /// A whole number.
    pub fn whole_number(name: impl Into<Words>, label: impl Into<Words>) -> Self {
        Self { input_mode: InputMode::Numeric, spellcheck: Some(false), ..Self::new(name, label) }
            .width(5)
    }

    /// A short code that was sent to the person, such as a sign-in code.
    pub fn code(name: impl Into<Words>, label: impl Into<Words>) -> Self {
        Self {
            input_mode: InputMode::Numeric,
            autocomplete: Some("one-time-code".into()),
            spellcheck: Some(false),
            ..Self::new(name, label)
        }
        .width(10)
    }

    /// As wide as so many characters: 2, 3, 4, 5, 10, 20 or 30 are the widths there are.
    #[must_use]
    pub fn width(mut self, characters: u8) -> Self {
        self.field.classes = format!("govuk-input--width-{characters}").into();
        self
    }

    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<Words>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    #[must_use]
    pub fn suffix(mut self, suffix: impl Into<Words>) -> Self {
        self.suffix = Some(suffix.into());
        self
    }

    #[must_use]
    pub fn autocomplete(mut self, purpose: impl Into<Words>) -> Self {
        self.autocomplete = Some(purpose.into());
        self
    }

    /// The HTML type, `text` where nothing was said.
    #[must_use]
    pub fn html_type(&self) -> &str {
        if self.kind.is_empty() { "text" } else { &self.kind }
    }
}

/// Several lines of text. The macro is `forms::textarea`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Textarea {
    pub field: FieldView,
    pub rows: u16,
    /// How much may be written; the count is shown beside the box, the server decides.
    pub limit: Option<WordLimit>,
    /// How much is written already, by the server's count.
    pub used: Option<usize>,
    pub autocomplete: Option<Words>,
    pub spellcheck: Option<bool>,
}

/// How much may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordLimit {
    Words(u32),
    Characters(u32),
}

impl WordLimit {
    #[must_use]
    pub fn words(self) -> Option<u32> {
        match self {
            Self::Words(most) => Some(most),
            Self::Characters(_) => None,
        }
    }

    #[must_use]
    pub fn characters(self) -> Option<u32> {
        match self {
            Self::Words(_) => None,
            Self::Characters(most) => Some(most),
        }
    }

    /// The limit as a sentence, which is what a page without scripts shows.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Self::Words(most) => format!("You can enter up to {most} words"),
            Self::Characters(most) => format!("You can enter up to {most} characters"),
        }
    }
}

impl Textarea {
    pub fn new(name: impl Into<Words>, label: impl Into<Words>) -> Self {
        Self {
            field: FieldView::new(name, label),
            rows: 5,
            limit: None,
            used: None,
            autocomplete: None,
            spellcheck: None,
        }
    }

    #[must_use]
    pub fn rows(mut self, rows: u16) -> Self {
        self.rows = rows;
        self
    }

    #[must_use]
    pub fn words(mut self, most: u32) -> Self {
        self.limit = Some(WordLimit::Words(most));
        self
    }

    #[must_use]
    pub fn characters(mut self, most: u32) -> Self {
        self.limit = Some(WordLimit::Characters(most));
        self
    }

    /// How many words or characters it holds. With scripts the count follows what is typed.
    #[must_use]
    pub fn used(mut self, used: usize) -> Self {
        self.used = Some(used);
        self
    }

    /// The limit, and what of it is used, as a page without scripts shows it.
    #[must_use]
    pub fn limit_sentence(&self) -> String {
        let limit = self.limit.map_or_else(String::new, WordLimit::sentence);
        match (self.limit, self.used) {
            (Some(WordLimit::Words(_)), Some(used)) => format!("{limit}. You have used {used}"),
            _ => limit,
        }
    }

    /// The ids of everything that describes the box, the limit among them.
    #[must_use]
    pub fn description(&self) -> Option<String> {
        if self.limit.is_none() {
            return self.field.description();
        }
        let limit = format!("{}-info", self.field.id);
        Some(match self.field.description() {
            Some(others) => format!("{limit} {others}"),
            None => limit,
        })
    }
}

/// A file to send. The macro is `forms::file_input`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileInput {
    pub field: FieldView,
    pub multiple: bool,
    pub disabled: bool,
}

impl FileInput {
    pub fn new(name: impl Into<Words>, label: impl Into<Words>) -> Self {
        Self { field: FieldView::new(name, label), ..Self::default() }
    }
}

is_a_field!(TextInput, Textarea, FileInput);
