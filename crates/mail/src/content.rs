//! What a letter says, before it is laid out: the same for the plain text and for the HTML, so
//! that the two can never differ.

/// A letter without its frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The subject line. No place, no person's name, nothing that must not show on a locked phone.
    pub subject: String,
    /// What follows the greeting.
    pub blocks: Vec<Block>,
}

/// A piece of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// A heading.
    Heading(String),
    /// A list.
    List(Vec<String>),
    /// Labels with values.
    Facts(Vec<(String, String)>),
    /// A link, by its path from the top of the site.
    Link {
        /// What to press.
        text: String,
        /// Where it leads.
        path: String,
    },
    /// A code to be typed.
    Code(String),
    /// Words that somebody typed, shown with their line breaks.
    Quote(String),
}

impl Content {
    /// A letter with this subject.
    #[must_use]
    pub fn new(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), blocks: Vec::new() }
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn say(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Paragraph(text.into()));
        self
    }

    /// Adds a heading.
    #[must_use]
    pub fn heading(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Heading(text.into()));
        self
    }

    /// Adds a list; an empty one adds nothing.
    #[must_use]
    pub fn list(mut self, items: Vec<String>) -> Self {
        if !items.is_empty() {
            self.blocks.push(Block::List(items));
        }
        self
    }

    /// Adds a label with its value.
    #[must_use]
    pub fn fact(mut self, label: &str, value: impl Into<String>) -> Self {
        let fact = (label.to_owned(), value.into());
        match self.blocks.last_mut() {
            Some(Block::Facts(facts)) => facts.push(fact),
            _ => self.blocks.push(Block::Facts(vec![fact])),
        }
        self
    }

    /// Adds a link by its path from the top of the site.
    #[must_use]
    pub fn link(mut self, text: &str, path: impl Into<String>) -> Self {
        self.blocks.push(Block::Link { text: text.to_owned(), path: path.into() });
        self
    }

    /// Adds a code.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.blocks.push(Block::Code(code.into()));
        self
    }

    /// Adds words that somebody typed.
    #[must_use]
    pub fn quote(mut self, text: impl Into<String>) -> Self {
        self.blocks.push(Block::Quote(text.into()));
        self
    }
}
