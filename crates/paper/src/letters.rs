//! The fonts of the program, and how wide a text is in them.

use krilla::text::Font;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

const REGULAR: &[u8] = include_bytes!("../fonts/DejaVuSans.ttf");
const BOLD: &[u8] = include_bytes!("../fonts/DejaVuSans-Bold.ttf");

/// A font with its measures.
pub(crate) struct Face {
    pub(crate) font: Font,
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
}

impl Face {
    fn load(bytes: &'static [u8]) -> Option<Self> {
        let face = FontRef::new(bytes).ok()?;
        Some(Self {
            font: Font::new(bytes.into(), 0)?,
            charmap: face.charmap(),
            // In the font's own units: one size serves all.
            metrics: face.glyph_metrics(Size::new(1.0), LocationRef::default()),
        })
    }

    /// The width of a text at this size, in points.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        let wide = |sign| {
            let glyph = self.charmap.map(sign)?;
            self.metrics.advance_width(glyph)
        };
        text.chars().filter_map(wide).sum::<f32>() * size
    }

    fn has(&self, sign: char) -> bool {
        self.charmap.map(sign).is_some()
    }
}

/// The two faces that documents are set in.
pub(crate) struct Letters {
    pub(crate) regular: Face,
    pub(crate) bold: Face,
}

impl Letters {
    pub(crate) fn load() -> Option<Self> {
        Some(Self { regular: Face::load(REGULAR)?, bold: Face::load(BOLD)? })
    }

    /// The text with a question mark for every sign that a face lacks, so that what is missing can
    /// be seen; a tab is a space, and what cannot be seen at all is left out.
    pub(crate) fn known(&self, text: &str) -> String {
        let keep = |sign: char| match sign {
            '\n' => Some('\n'),
            '\t' | '\u{a0}' => Some(' '),
            '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}' => None,
            sign if sign.is_control() => None,
            sign if self.regular.has(sign) && self.bold.has(sign) => Some(sign),
            _ => Some('?'),
        };
        text.chars().filter_map(keep).collect()
    }
}
