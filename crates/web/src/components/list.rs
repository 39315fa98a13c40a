use super::Words;

/// A coloured word or two. The macro is `data::tag`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tag {
    pub text: Words,
    /// Such as `govuk-tag--green`; empty for the plain blue one.
    pub classes: Words,
}

impl Tag {
    pub fn new(text: impl Into<Words>) -> Self {
        Self { text: text.into(), classes: Words::default() }
    }

    /// One of the design system's colours: grey, green, teal, blue, purple, magenta, red, orange,
    /// yellow. The words must say it without the colour.
    pub fn coloured(text: impl Into<Words>, colour: &str) -> Self {
        Self { text: text.into(), classes: format!("govuk-tag--{colour}").into() }
    }
}

/// How far a task is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Plain words, for what needs nothing more, such as "Completed".
    Done(Words),
    /// Plain grey words, such as "Cannot start yet".
    Blocked(Words),
    /// A tag, for what asks for attention.
    Open(Tag),
}

impl Status {
    /// What the status says.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Done(words) | Self::Blocked(words) => words,
            Self::Open(tag) => &tag.text,
        }
    }

    /// The tag, for what asks for attention.
    #[must_use]
    pub fn tag(&self) -> Option<&Tag> {
        match self {
            Self::Open(tag) => Some(tag),
            Self::Done(_) | Self::Blocked(_) => None,
        }
    }

    #[must_use]
    pub fn is_blocked(&self) -> bool {
        matches!(self, Self::Blocked(_))
    }
}

/// A task of a task list. The macro is `data::task_list`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    pub title: Words,
    /// None while it cannot be opened.
    pub href: Option<Words>,
    pub hint: Option<Words>,
    pub status: Status,
}

/// What can be done about a row or card, such as "Change".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Action {
    pub href: Words,
    pub text: Words,
    /// What it acts on, read aloud after the text: "Change" with "project name".
    pub about: Words,
}

impl Action {
    pub fn new(text: impl Into<Words>, href: impl Into<Words>, about: impl Into<Words>) -> Self {
        Self { href: href.into(), text: text.into(), about: about.into() }
    }
}

/// A question and its answer. `data::summary_list` takes a list of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SummaryRow {
    pub key: Words,
    /// Paragraphs of the answer. Most answers are one.
    pub value: Vec<Words>,
    pub actions: Vec<Action>,
}

impl SummaryRow {
    pub fn new(key: impl Into<Words>, value: impl Into<Words>) -> Self {
        Self { key: key.into(), value: vec![value.into()], actions: Vec::new() }
    }

    /// With its "Change" link.
    #[must_use]
    pub fn change(mut self, href: impl Into<Words>, about: impl Into<Words>) -> Self {
        self.actions.push(Action::new("Change", href, about));
        self
    }

    #[must_use]
    pub fn action(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }
}

/// Questions and their answers, one below the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SummaryList {
    pub rows: Vec<SummaryRow>,
    /// Such as `govuk-summary-list--no-border`.
    pub classes: Words,
}

impl SummaryList {
    /// Whether this row must keep the room that other rows' actions take.
    #[must_use]
    pub fn leaves_room(&self, row: &SummaryRow) -> bool {
        row.actions.is_empty() && self.rows.iter().any(|other| !other.actions.is_empty())
    }
}

impl FromIterator<SummaryRow> for SummaryList {
    fn from_iter<I: IntoIterator<Item = SummaryRow>>(rows: I) -> Self {
        Self { rows: rows.into_iter().collect(), classes: Words::default() }
    }
}

impl<const N: usize> From<[SummaryRow; N]> for SummaryList {
    fn from(rows: [SummaryRow; N]) -> Self {
        rows.into_iter().collect()
    }
}

/// A summary list in a box with a title. The macro is `data::summary_card`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryCard {
    pub title: Words,
    /// 1 to 6: one below the heading it stands under.
    pub heading_level: u8,
    pub actions: Vec<Action>,
    pub list: SummaryList,
}

impl SummaryCard {
    pub fn new(title: impl Into<Words>, list: impl Into<SummaryList>) -> Self {
        Self { title: title.into(), heading_level: 2, actions: Vec::new(), list: list.into() }
    }
}

/// Whole marks out of a most, drawn as a bar beside the figure. The macro is `data::score`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    pub marks: u32,
    pub most: u32,
}

impl Score {
    /// The bar's filled part, in thousandths of its length.
    #[must_use]
    pub fn thousandths(&self) -> u32 {
        let whole = u64::from(self.most.max(1));
        let part = u64::from(self.marks.min(self.most)) * 1000 / whole;
        u32::try_from(part).unwrap_or(1000)
    }
}
