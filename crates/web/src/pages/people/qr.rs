//! A QR code as the path of an SVG, so that the page needs no picture from anywhere.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// The light border that the standard (ISO/IEC 18004) asks for, in modules.
const BORDER: i32 = 4;

/// A QR code, ready for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Qr {
    /// Width and height with the border, in modules.
    pub(super) size: i32,
    /// The dark modules as the `d` of an SVG path.
    pub(super) path: String,
}

impl Qr {
    /// The code of `text`; `None` if it is too long for one.
    pub(super) fn of(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let mut path = String::new();
        for y in 0..code.size() {
            for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
                // Writing into a string cannot fail.
                let _unused = write!(path, "M{} {}h1v1h-1z", x + BORDER, y + BORDER);
            }
        }
        Some(Self { size: code.size() + 2 * BORDER, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_corners_dark_and_its_border_light() {
        let qr = Qr::of("otpauth://totp/A%20fictional%20office?secret=GEZDGNBV").unwrap();
        assert!(qr.path.starts_with("M4 4h1v1h-1z"), "the first corner");
        let last = qr.size - BORDER - 1;
        assert!(qr.path.contains(&format!("M{last} 4h1v1h-1z")), "the second corner");
        assert!(!qr.path.contains("M3 "), "the border");
    }

    #[test]
    fn a_text_that_is_too_long_has_no_code() {
        assert_eq!(Qr::of(&"a".repeat(5000)), None);
    }
}
