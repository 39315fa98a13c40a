use super::Words;

/// A link in a list of links: navigation, breadcrumbs, footer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    pub text: Words,
    /// Empty for words that lead nowhere, such as the last breadcrumb.
    pub href: Words,
    pub current: Page,
}

/// Whether a link leads to the page one is on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Page {
    #[default]
    Another,
    /// The page is in the part of the service that the link leads to.
    Within,
    This,
}

impl Page {
    /// The value of `aria-current`, where one is wanted.
    #[must_use]
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Self::Another => None,
            Self::Within => Some("true"),
            Self::This => Some("page"),
        }
    }
}

impl Link {
    pub fn new(text: impl Into<Words>, href: impl Into<Words>) -> Self {
        Self { text: text.into(), href: href.into(), current: Page::Another }
    }

    /// Words in a list of links that lead nowhere.
    pub fn words(text: impl Into<Words>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    #[must_use]
    pub fn current(mut self, current: Page) -> Self {
        self.current = current;
        self
    }
}

/// Ways through a list that has several pages. The macro is `navigation::pagination`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pagination {
    /// Names the list to those who hear the page; empty for "Pagination".
    pub label: Words,
    /// Address of the page before.
    pub previous: Option<Link>,
    /// Address of the page after.
    pub next: Option<Link>,
    /// Numbered pages; empty where a list is walked by key and its length is not counted.
    pub items: Vec<PaginationItem>,
}

/// A numbered page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PaginationItem {
    /// Empty for the dots that stand for pages left out.
    pub number: Words,
    pub href: Words,
    pub current: bool,
}

impl Pagination {
    /// Only "previous" and "next", for a list walked by key.
    #[must_use]
    pub fn by_key(previous: Option<String>, next: Option<String>) -> Self {
        let link = |href: String| Link::new("", href);
        Self { previous: previous.map(link), next: next.map(link), ..Self::default() }
    }

    /// Whether there is more than one page to go to.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.previous.is_none() && self.next.is_none() && self.items.is_empty()
    }

    /// Whether "previous" and "next" stand alone, one below the other.
    #[must_use]
    pub fn block(&self) -> bool {
        self.items.is_empty() && (self.next.is_some() || self.previous.is_some())
    }
}
