//! Words of letters: from the facts of a letter to what a person reads.

use almoner_domain::letter::Letter;

/// A letter in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The subject line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

/// Puts letters into words.
pub trait LetterWords: Send + Sync {
    /// The letter in words.
    fn write(&self, letter: &Letter) -> Written;
}
