//! HTML as a tree of elements, so that two ways of writing the same page compare equal.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use html5gum::{Token, Tokenizer};

/// Elements that have no end tag.
const VOID: [&str; 8] = ["input", "br", "hr", "img", "meta", "link", "path", "rect"];

#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) children: Vec<Node>,
}

#[derive(Debug)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// Reads HTML; a page that leaves an element open, or closes another one, is refused.
pub(crate) fn parse(html: &str) -> Element {
    let mut open = vec![Element::default()];
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let name = text(&tag.name);
                let attributes = tag
                    .attributes
                    .iter()
                    .map(|(key, value)| (text(key), text(&value.value)))
                    .collect();
                let ends_here = tag.self_closing || VOID.contains(&name.as_str());
                open.push(Element { name, attributes, children: Vec::new() });
                if ends_here {
                    close(&mut open);
                }
            }
            Token::EndTag(tag) => {
                let name = text(&tag.name);
                if !VOID.contains(&name.as_str()) {
                    assert_eq!(
                        open.last().unwrap().name,
                        name,
                        "closed in the wrong order: {html}"
                    );
                    close(&mut open);
                }
            }
            Token::String(words) => {
                open.last_mut().unwrap().children.push(Node::Text(text(&words.value)));
            }
            Token::Error(error) => panic!("{:?} in {html}", error.value),
            Token::Comment(_) | Token::Doctype(_) => {}
        }
    }
    assert_eq!(open.len(), 1, "left open: {:?} in {html}", open.last());
    open.pop().unwrap()
}

fn close(open: &mut Vec<Element>) {
    let done = open.pop().unwrap();
    open.last_mut().unwrap().children.push(Node::Element(done));
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

impl Element {
    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.classes().any(|own| own == class)
    }

    pub(crate) fn classes(&self) -> impl Iterator<Item = &str> {
        self.attributes.get("class").map_or("", String::as_str).split_whitespace()
    }

    /// Leaves out every element below this one for which `unwanted` holds.
    pub(crate) fn prune(&mut self, unwanted: &dyn Fn(&Element) -> bool) {
        self.children.retain(|child| !matches!(child, Node::Element(e) if unwanted(e)));
        for child in &mut self.children {
            if let Node::Element(element) = child {
                element.prune(unwanted);
            }
        }
    }

    /// Every element below this one, in the order of the page.
    pub(crate) fn descendants(&self) -> Vec<&Element> {
        let mut found = Vec::new();
        for child in &self.children {
            if let Node::Element(element) = child {
                found.push(element);
                found.extend(element.descendants());
            }
        }
        found
    }

    /// One line for each element and each run of words. The order of attributes and of classes does
    /// not count, nor does space between elements; space inside hidden words does, since it is read.
    pub(crate) fn lines(&self) -> String {
        let mut lines = String::new();
        for child in &self.children {
            write_lines(child, self, 0, &mut lines);
        }
        lines
    }
}

fn write_lines(node: &Node, parent: &Element, depth: usize, lines: &mut String) {
    let indent = "  ".repeat(depth);
    match node {
        Node::Text(words) => {
            let kept = if parent.has_class("govuk-visually-hidden") {
                collapse(words)
            } else if parent.name == "textarea" {
                // The first line break is the page's, not the text's.
                words.strip_prefix('\n').unwrap_or(words).to_owned()
            } else {
                collapse(words).trim().to_owned()
            };
            if !kept.is_empty() {
                writeln!(lines, "{indent}{kept:?}").unwrap();
            }
        }
        Node::Element(element) => {
            write!(lines, "{indent}<{}", element.name).unwrap();
            for (key, value) in &element.attributes {
                if key == "class" {
                    let mut classes: Vec<&str> = element.classes().collect();
                    classes.sort_unstable();
                    write!(lines, " class={classes:?}").unwrap();
                } else {
                    write!(lines, " {key}={value:?}").unwrap();
                }
            }
            lines.push_str(">\n");
            for child in &element.children {
                write_lines(child, element, depth + 1, lines);
            }
        }
    }
}

fn collapse(words: &str) -> String {
    let mut kept = String::new();
    for c in words.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != ' ' || !kept.ends_with(' ') {
            kept.push(c);
        }
    }
    kept
}
