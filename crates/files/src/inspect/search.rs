//! Looking for short words in long contents.

use std::io::{self, Read};

/// Whether `word` is in `bytes`.
pub(super) fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

/// Whether `word` is in `bytes`, in capitals or not. `word` is in small letters.
pub(super) fn contains_folded(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word))
}

/// Reads on to the end in pieces, each handed out with the last `overlap` bytes of the one before,
/// so that a word on the border of two is seen.
pub(super) fn pieces(
    from: &mut dyn Read,
    overlap: usize,
    mut each: impl FnMut(&[u8]),
) -> io::Result<u64> {
    const PIECE: usize = 64 * 1024;
    let mut held: Vec<u8> = Vec::with_capacity(PIECE + overlap);
    let mut total = 0_u64;
    loop {
        let before = held.len();
        let most = u64::try_from(PIECE).unwrap_or(u64::MAX);
        let read = Read::take(&mut *from, most).read_to_end(&mut held)?;
        if read == 0 {
            return Ok(total);
        }
        total += u64::try_from(read).unwrap_or(u64::MAX);
        each(&held);
        let keep = held.len().min(overlap);
        held.drain(..held.len() - keep);
        debug_assert!(held.len() <= before.max(overlap));
    }
}
