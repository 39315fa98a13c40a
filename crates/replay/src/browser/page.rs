//! A page as it came, and what a person finds on it.

use super::failure::{Failure, Glimpse, beginning_of};
use super::form::Form;
use super::markup::{Element, Markup};
use super::wire::RawAnswer;

/// The answer a browser shows after following redirects.
#[derive(Debug, Clone)]
pub struct Page {
    /// The HTTP status.
    pub status: u16,
    /// The path and query shown in the address bar.
    pub url: String,
    /// The body as text; what is not UTF-8 is replaced.
    pub body: String,
    /// The body as it came: a download's bytes.
    pub bytes: Vec<u8>,
    /// The paths that redirected here, in order.
    pub redirects: Vec<String>,
    headers: Vec<(String, String)>,
    markup: Markup,
}

impl Page {
    pub(super) fn new(answer: RawAnswer, url: String, redirects: Vec<String>) -> Self {
        let is_html =
            answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        let markup = if is_html { Markup::parse(&body) } else { Markup::default() };
        Self {
            status: answer.status,
            url,
            body,
            bytes: answer.body,
            redirects,
            headers: answer.headers,
            markup,
        }
    }

    /// A response header's first value; the name's case is ignored.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The page itself, if it has this status.
    ///
    /// # Errors
    /// [`Failure::WrongStatus`] otherwise.
    pub fn expect(self, status: u16) -> Result<Self, Failure> {
        if self.status == status {
            return Ok(self);
        }
        Err(Failure::WrongStatus { expected: status, page: Box::new(self.glimpse()) })
    }

    /// The page itself, if it is a success without an error summary: the step was accepted.
    ///
    /// # Errors
    /// [`Failure::Refused`] otherwise.
    pub fn accepted(self) -> Result<Self, Failure> {
        if (200..300).contains(&self.status) && self.error_summary().is_empty() {
            return Ok(self);
        }
        Err(Failure::Refused { page: Box::new(self.glimpse()) })
    }

    /// The document title.
    #[must_use]
    pub fn title(&self) -> String {
        let title = self.markup.named("title").next();
        let text = title.map(|title| self.markup.verbatim(title)).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The first first-level heading, or empty.
    #[must_use]
    pub fn heading(&self) -> String {
        self.markup.named("h1").next().map(|h1| self.markup.text(h1)).unwrap_or_default()
    }

    /// What a person reads in the main part of the page, or on the whole page if no part is
    /// marked as main; the body itself if it is not HTML. White space is made single.
    #[must_use]
    pub fn text(&self) -> String {
        if self.markup.elements().next().is_none() {
            return self.body.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        match self.markup.named("main").next() {
            Some(main) => self.markup.text(main),
            None => self.markup.whole_text(),
        }
    }

    /// The items of the error summary (GOV.UK Design System), in order.
    #[must_use]
    pub fn error_summary(&self) -> Vec<String> {
        let summary =
            self.markup.elements().find(|element| element.has_class("govuk-error-summary"));
        summary.map_or_else(Vec::new, |summary| {
            let items = self.markup.inside(summary).filter(|element| element.name == "li");
            items.map(|item| self.markup.text(item)).collect()
        })
    }

    /// The error messages at the fields (GOV.UK Design System), in order.
    #[must_use]
    pub fn field_errors(&self) -> Vec<String> {
        self.texts_of_class("govuk-error-message")
    }

    /// The texts of all elements with this class, in order.
    #[must_use]
    pub fn texts_of_class(&self, class: &str) -> Vec<String> {
        let found = self.markup.elements().filter(|element| element.has_class(class));
        found.map(|element| self.markup.text(element)).collect()
    }

    /// The text of the element with this id.
    #[must_use]
    pub fn text_of_id(&self, id: &str) -> Option<String> {
        let found = self.markup.elements().find(|element| element.attribute("id") == Some(id))?;
        Some(self.markup.text(found))
    }

    /// Where the link with this text leads, as written: first a link that reads exactly so, then
    /// one that contains it.
    ///
    /// # Errors
    /// [`Failure::NoLink`] when there is none.
    pub fn link(&self, text: &str) -> Result<String, Failure> {
        let links = self.links();
        links
            .iter()
            .find(|(label, _)| label == text)
            .or_else(|| links.iter().find(|(label, _)| label.contains(text)))
            .map(|(_, target)| target.clone())
            .ok_or_else(|| Failure::NoLink {
                wanted: text.to_owned(),
                page: Box::new(self.glimpse()),
            })
    }

    /// All links as text and target, in order.
    #[must_use]
    pub fn links(&self) -> Vec<(String, String)> {
        self.markup
            .named("a")
            .filter_map(|link| Some((self.markup.text(link), link.attribute("href")?.to_owned())))
            .collect()
    }

    /// The rows of all tables in the page as texts of their cells, header rows included.
    #[must_use]
    pub fn table_rows(&self) -> Vec<Vec<String>> {
        let rows = self.markup.named("tr");
        rows.map(|row| self.texts_within(row, &["td", "th"])).collect()
    }

    /// The rows of all summary lists (GOV.UK Design System) as key and value.
    #[must_use]
    pub fn summary_rows(&self) -> Vec<(String, String)> {
        let rows = self.markup.elements().filter(|e| e.has_class("govuk-summary-list__row"));
        rows.filter_map(|row| {
            let mut cells = self.texts_within(row, &["dt", "dd"]).into_iter();
            Some((cells.next()?, cells.next().unwrap_or_default()))
        })
        .collect()
    }

    /// All forms, in order.
    #[must_use]
    pub fn forms(&self) -> Vec<Form> {
        self.markup.named("form").map(|form| Form::read(&self.markup, form, &self.url)).collect()
    }

    /// The form with this id, else with exactly this action, else with an action (its query left
    /// out) that ends so.
    ///
    /// # Errors
    /// [`Failure::NoForm`] when there is none.
    pub fn form(&self, key: &str) -> Result<Form, Failure> {
        let mut forms = self.forms();
        let position = forms
            .iter()
            .position(|form| form.id() == Some(key))
            .or_else(|| forms.iter().position(|form| form.action() == key))
            .or_else(|| forms.iter().position(|form| form.action_path().ends_with(key)));
        match position {
            Some(position) => Ok(forms.swap_remove(position)),
            None => Err(self.no_form(key, &forms)),
        }
    }

    /// The first form in the main part of the page (in the whole page if no part is marked as
    /// main): the one that a person takes the page to be for.
    ///
    /// # Errors
    /// [`Failure::NoForm`] when there is none.
    pub fn main_form(&self) -> Result<Form, Failure> {
        let main = self.markup.named("main").next();
        let mut candidates = self.markup.named("form");
        let form = candidates.find(|form| main.is_none_or(|main| main.contains(form)));
        form.map(|form| Form::read(&self.markup, form, &self.url))
            .ok_or_else(|| self.no_form("in the main part", &self.forms()))
    }

    /// What the page shows at a glance, for a failing check's output.
    #[must_use]
    pub fn glimpse(&self) -> Glimpse {
        let (heading, errors) = (self.heading(), self.error_summary());
        let is_clear = !heading.is_empty() && (self.status < 400 || !errors.is_empty());
        let beginning = if is_clear { String::new() } else { beginning_of(&self.text()) };
        Glimpse { status: self.status, url: self.url.clone(), heading, errors, beginning }
    }

    fn no_form(&self, wanted: &str, forms: &[Form]) -> Failure {
        Failure::NoForm {
            wanted: wanted.to_owned(),
            present: forms.iter().map(|f| f.id().unwrap_or(f.action()).to_owned()).collect(),
            page: Box::new(self.glimpse()),
        }
    }

    fn texts_within(&self, outer: &Element, names: &[&str]) -> Vec<String> {
        let found = self.markup.inside(outer).filter(|e| names.contains(&e.name.as_str()));
        found.map(|element| self.markup.text(element)).collect()
    }
}
