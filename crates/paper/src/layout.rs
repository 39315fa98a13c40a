//! Setting text on A4 pages: lines are broken at spaces, pages between lines, and a heading never
//! stands alone at the foot of a page.

use crate::letters::{Face, Letters};
use crate::{Block, Sheet};
use krilla::Document;
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, SpanTag, Tag, TagGroup, TagKind, TagTree,
};
use krilla::text::TextDirection;
use std::num::NonZeroU16;

/// A4 and its margins, in points.
const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 56.0;
const BOTTOM: f32 = HEIGHT - 72.0;
/// Between the feet of two lines, for each point of size.
const LEADING: f32 = 1.4;

/// How a part of a document is set.
#[derive(Clone, Copy)]
struct Style {
    size: f32,
    bold: bool,
    /// Space above, in points.
    above: f32,
    /// The level of a heading; none for text.
    level: Option<NonZeroU16>,
}

const TITLE: Style = Style { size: 20.0, bold: true, above: 0.0, level: NonZeroU16::new(1) };
const SECTION: Style = Style { size: 15.0, bold: true, above: 22.0, level: NonZeroU16::new(2) };
const QUESTION: Style = Style { size: 10.5, bold: true, above: 12.0, level: NonZeroU16::new(3) };
const TEXT: Style = Style { size: 10.5, bold: false, above: 4.0, level: None };

/// A paragraph that has been broken into lines.
struct Set {
    style: Style,
    lines: Vec<String>,
}

/// One line in its place.
struct Placed {
    paragraph: usize,
    y: f32,
}

/// Breaks, places and draws everything, and ties it to its tags.
pub(crate) fn write(document: &mut Document, sheet: &Sheet, letters: &Letters) {
    let paragraphs = set(sheet, letters);
    let pages = place(&paragraphs);
    let mut tags: Vec<Vec<Identifier>> = paragraphs.iter().map(|_| Vec::new()).collect();
    let mut outline = Outline::new();
    let mut next: Vec<usize> = paragraphs.iter().map(|_| 0).collect();
    for (number, lines) in pages.iter().enumerate() {
        let Some(settings) = PageSettings::from_wh(WIDTH, HEIGHT) else { return };
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for line in lines {
            let Some(paragraph) = paragraphs.get(line.paragraph) else { continue };
            let Some(at) = next.get_mut(line.paragraph) else { continue };
            let Some(text) = paragraph.lines.get(*at) else { continue };
            let top = Point::from_xy(0.0, line.y - paragraph.style.size * LEADING);
            let leads = [TITLE.level, SECTION.level].contains(&paragraph.style.level);
            if *at == 0 && leads {
                let to = XyzDestination::new(number, top);
                outline.push_child(OutlineNode::new(paragraph.lines.join(" "), to));
            }
            *at += 1;
            let face = face(paragraph.style, letters);
            let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
            // A space at a line's end keeps the words apart for who hears or copies them.
            let spaced = format!("{text} ");
            surface.draw_text(
                Point::from_xy(MARGIN, line.y),
                face.font.clone(),
                paragraph.style.size,
                &spaced,
                false,
                TextDirection::Auto,
            );
            surface.end_tagged();
            if let Some(own) = tags.get_mut(line.paragraph) {
                own.push(id);
            }
        }
        let foot =
            letters.known(&format!("{}, page {} of {}", sheet.foot, number + 1, pages.len()));
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        surface.draw_text(
            Point::from_xy(MARGIN, HEIGHT - 40.0),
            letters.regular.font.clone(),
            8.0,
            &foot,
            false,
            TextDirection::Auto,
        );
        surface.end_tagged();
        surface.finish();
        page.finish();
    }
    document.set_outline(outline);
    document.set_tag_tree(tree(&paragraphs, tags));
}

fn tree(paragraphs: &[Set], tags: Vec<Vec<Identifier>>) -> TagTree {
    let mut tree = TagTree::new();
    for (paragraph, ids) in paragraphs.iter().zip(tags) {
        let kind: TagKind = match paragraph.style.level {
            Some(level) => Tag::Hn(level, Some(paragraph.lines.join(" "))).into(),
            None => Tag::P.into(),
        };
        let mut group = TagGroup::new(kind);
        for id in ids {
            group.push(id);
        }
        tree.push(group);
    }
    tree
}

const fn face(style: Style, letters: &Letters) -> &Face {
    if style.bold { &letters.bold } else { &letters.regular }
}

fn set(sheet: &Sheet, letters: &Letters) -> Vec<Set> {
    let mut all = Vec::new();
    let mut push = |style: Style, text: &str| {
        let lines: Vec<String> =
            text.lines().flat_map(|line| broken(line, face(style, letters), style.size)).collect();
        if !lines.is_empty() {
            all.push(Set { style, lines });
        }
    };
    push(TITLE, &letters.known(&sheet.title));
    for block in &sheet.blocks {
        match block {
            Block::Section(text) => push(SECTION, &letters.known(text)),
            Block::Question(text) => push(QUESTION, &letters.known(text)),
            Block::Text(text) => {
                let text = letters.known(&text.replace("\r\n", "\n"));
                for paragraph in text.split("\n\n") {
                    push(TEXT, paragraph);
                }
            }
        }
    }
    all
}

/// A line broken where it is wider than the page; a word that is wider on its own is cut. Nothing
/// for a line of spaces.
fn broken(line: &str, face: &Face, size: f32) -> Vec<String> {
    const ROOM: f32 = WIDTH - 2.0 * MARGIN;
    let (mut lines, mut current) = (Vec::new(), String::new());
    for word in line.split_whitespace() {
        let longer = if current.is_empty() { word.to_owned() } else { format!("{current} {word}") };
        if face.width(&longer, size) <= ROOM {
            current = longer;
            continue;
        }
        if !current.is_empty() {
            lines.push(std::mem::take(&mut current));
        }
        for sign in word.chars() {
            current.push(sign);
            if face.width(&current, size) > ROOM {
                current.pop();
                lines.push(std::mem::take(&mut current));
                current.push(sign);
            }
        }
    }
    if !current.is_empty() {
        lines.push(current);
    }
    lines
}

/// Every line's page and height.
fn place(paragraphs: &[Set]) -> Vec<Vec<Placed>> {
    let mut pages: Vec<Vec<Placed>> = Vec::new();
    let (mut page, mut y) = (Vec::new(), MARGIN);
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let step = paragraph.style.size * LEADING;
        if y > MARGIN {
            y += paragraph.style.above;
        }
        // A heading takes the next two lines along.
        let follows = if paragraph.style.level.is_some() { 60.0 } else { 0.0 };
        let heading = step * whole(paragraph.lines.len());
        if follows > 0.0 && y + heading + follows > BOTTOM && !page.is_empty() {
            pages.push(std::mem::take(&mut page));
            y = MARGIN;
        }
        for _ in &paragraph.lines {
            if y + step > BOTTOM && !page.is_empty() {
                pages.push(std::mem::take(&mut page));
                y = MARGIN;
            }
            y += step;
            page.push(Placed { paragraph: number, y });
        }
    }
    pages.push(page);
    pages
}

/// A count of lines as a number to measure with; a page has few.
fn whole(count: usize) -> f32 {
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
