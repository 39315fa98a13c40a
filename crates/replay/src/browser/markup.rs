//! A page's elements and text as a flat tree in document order, built from HTML tokens.
//!
//! It knows the implied ends that hand-written HTML leaves out (list items, options, table
//! cells), not the full tree repair of a browser: the project's own pages are well formed.

use std::collections::BTreeMap;
use std::ops::Range;

use html5gum::{State, Token, Tokenizer, naive_next_state};

#[derive(Debug, Clone, Default)]
pub(super) struct Markup {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone)]
enum Node {
    Element(Element),
    Text(String),
}

#[derive(Debug, Clone)]
pub(super) struct Element {
    pub(super) name: String,
    attributes: BTreeMap<String, String>,
    /// Where it and what it contains stand in the list of nodes.
    span: Range<usize>,
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name)
    }

    pub(super) fn has_class(&self, class: &str) -> bool {
        self.attribute("class")
            .is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class))
    }

    pub(super) fn contains(&self, other: &Element) -> bool {
        self.span.start < other.span.start && other.span.start < self.span.end
    }
}

impl Markup {
    pub(super) fn parse(html: &str) -> Self {
        let mut markup = Self::default();
        let mut open: Vec<(usize, String)> = Vec::new();
        let mut tokens = Tokenizer::new(html);
        while let Some(Ok(token)) = tokens.next() {
            match token {
                Token::StartTag(tag) => {
                    let name = text_of(&tag.name);
                    markup.close_implied(&mut open, &name);
                    let start = markup.nodes.len();
                    let attributes = tag
                        .attributes
                        .iter()
                        .map(|(name, value)| (text_of(name), text_of(value)))
                        .collect();
                    markup.nodes.push(Node::Element(Element {
                        name: name.clone(),
                        attributes,
                        span: start..start + 1,
                    }));
                    // Without JavaScript, <noscript> is markup like any other.
                    let next = naive_next_state(name.as_bytes()).filter(|_| name != "noscript");
                    if let Some(state) = next {
                        tokens.set_state(state);
                    } else {
                        tokens.set_state(State::Data);
                    }
                    if !is_void(&name) {
                        open.push((start, name));
                    }
                }
                Token::EndTag(tag) => {
                    let name = text_of(&tag.name);
                    if let Some(depth) = open.iter().rposition(|(_, known)| *known == name) {
                        markup.close_to(&mut open, depth);
                    }
                }
                Token::String(text) => markup.nodes.push(Node::Text(text_of(&text))),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        markup.close_to(&mut open, 0);
        markup
    }

    /// All elements in document order.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub(super) fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// The elements inside another, in document order.
    pub(super) fn inside<'a>(&'a self, outer: &'a Element) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| outer.contains(element))
    }

    /// What a person reads in an element: hidden parts left out, white space made single.
    pub(super) fn text(&self, element: &Element) -> String {
        self.text_in(element.span.clone())
    }

    /// What a person reads on the whole page.
    pub(super) fn whole_text(&self) -> String {
        self.text_in(0..self.nodes.len())
    }

    /// An element's text as it stands, as a text box shows it. HTML drops one line end at the
    /// start of a `<textarea>`.
    pub(super) fn verbatim(&self, element: &Element) -> String {
        let text: String = self
            .nodes
            .get(element.span.clone())
            .unwrap_or_default()
            .iter()
            .filter_map(|node| match node {
                Node::Text(text) => Some(text.as_str()),
                Node::Element(_) => None,
            })
            .collect();
        match text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n')) {
            Some(rest) => rest.to_owned(),
            None => text,
        }
    }

    fn text_in(&self, span: Range<usize>) -> String {
        let mut text = String::new();
        let mut at = span.start;
        while at < span.end {
            match self.nodes.get(at) {
                Some(Node::Element(element)) if is_unseen(element) => {
                    at = element.span.end.max(at + 1);
                    continue;
                }
                Some(Node::Element(element)) if !is_within_a_line(&element.name) => text.push(' '),
                Some(Node::Text(piece)) => {
                    if self.starts_a_block(at) {
                        text.push(' ');
                    }
                    text.push_str(piece);
                }
                Some(Node::Element(_)) | None => {}
            }
            at += 1;
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether a block ended just before this node, so that its text does not touch the text
    /// before.
    fn starts_a_block(&self, at: usize) -> bool {
        self.nodes.get(..at).unwrap_or_default().iter().rev().take(8).any(|node| match node {
            Node::Element(element) => element.span.end == at && !is_within_a_line(&element.name),
            Node::Text(_) => false,
        })
    }

    fn close_to(&mut self, open: &mut Vec<(usize, String)>, depth: usize) {
        let end = self.nodes.len();
        for (at, _) in open.drain(depth.min(open.len())..) {
            if let Some(Node::Element(element)) = self.nodes.get_mut(at) {
                element.span.end = end;
            }
        }
    }

    /// Closes what the start of `name` ends without an end tag.
    fn close_implied(&mut self, open: &mut Vec<(usize, String)>, name: &str) {
        let (ended, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol"]),
            "option" => (&["option"], &["select"]),
            "optgroup" => (&["option", "optgroup"], &["select"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "tr" => (&["tr", "td", "th"], &["table"]),
            "tbody" | "tfoot" => (&["thead", "tbody", "tr", "td", "th"], &["table"]),
            "p" | "div" | "ul" | "ol" | "dl" | "table" | "form" | "fieldset" | "h1" | "h2"
            | "h3" | "section" => (&["p"], &["div", "section", "main", "li", "td", "form"]),
            _ => return,
        };
        let reach = open
            .iter()
            .rposition(|(_, known)| within.contains(&known.as_str()))
            .map_or(0, |at| at + 1);
        let first = open
            .iter()
            .skip(reach)
            .position(|(_, known)| ended.contains(&known.as_str()))
            .map(|at| at + reach);
        if let Some(depth) = first {
            self.close_to(open, depth);
        }
    }
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

fn is_unseen(element: &Element) -> bool {
    element.has("hidden")
        || matches!(element.name.as_str(), "head" | "script" | "style" | "template" | "title")
}

fn is_within_a_line(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "code"
            | "em"
            | "i"
            | "kbd"
            | "mark"
            | "q"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "wbr"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_apart_and_words_within_a_line_are_not() {
        let markup = Markup::parse(
            "<title>no</title><p>Bid<b>der</b>s</p><div><p>two</p></div>three<br>four\
             <script>if (a<b) {}</script><p hidden>no</p><noscript><p>five</p></noscript>",
        );
        assert_eq!(markup.whole_text(), "Bidders two three four five");
    }

    #[test]
    fn list_items_and_options_end_where_the_next_begins() {
        let markup = Markup::parse("<ul><li>one<li>two<ul><li>in two</ul><li>three</ul>");
        let items: Vec<String> = markup.named("li").map(|item| markup.text(item)).collect();
        assert_eq!(items, ["one", "two in two", "in two", "three"]);
    }

    #[test]
    fn a_text_box_keeps_its_markup_as_text_and_loses_one_line_end() {
        let markup = Markup::parse("<textarea>\n\n<b>&pound;1</b> </textarea><p>after");
        let area = markup.named("textarea").next().unwrap();
        assert_eq!(markup.verbatim(area), "\n<b>£1</b> ");
        assert_eq!(markup.named("b").count(), 0);
    }
}
