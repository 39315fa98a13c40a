//! Reading answers off a kept-alive connection: status and length, the body passed over.

use std::io::{self, Read};

/// Room for a head; heads are small, bodies pass through piece by piece.
const ROOM: usize = 64 * 1024;
const BEGINNING: usize = 600;

/// The part of an answer that a load generator needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outline {
    pub(super) status: u16,
    /// Head and body as they came over the wire.
    pub(super) bytes: u64,
    /// Whether the connection ends with this answer.
    pub(super) closes: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Length {
    Known(u64),
    Chunked,
    UntilClosed,
}

/// The answers on one connection.
pub(super) struct Answers<S> {
    stream: S,
    buffer: Vec<u8>,
    /// The bytes at hand and not yet used: `buffer[from..to]`.
    from: usize,
    to: usize,
    taken: u64,
    beginning: Vec<u8>,
}

impl<S: Read> Answers<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, buffer: vec![0; ROOM], from: 0, to: 0, taken: 0, beginning: Vec::new() }
    }

    pub(super) fn stream(&mut self) -> &mut S {
        &mut self.stream
    }

    /// The beginning of the last answer whose status was 400 or more.
    pub(super) fn beginning_of_refusal(&self) -> String {
        String::from_utf8_lossy(&self.beginning).into_owned()
    }

    /// Reads one whole answer, interim ones (`1xx`) passed over.
    pub(super) fn read(&mut self) -> io::Result<Outline> {
        self.taken = 0;
        loop {
            let (status, length, closes) = self.read_head()?;
            if (100..200).contains(&status) {
                continue;
            }
            match length {
                Length::Known(length) => self.pass_over(length)?,
                Length::Chunked => self.pass_over_chunks()?,
                Length::UntilClosed => while self.pass_over_some(u64::MAX)? > 0 {},
            }
            let closes = closes || length == Length::UntilClosed;
            return Ok(Outline { status, bytes: self.taken, closes });
        }
    }

    fn read_head(&mut self) -> io::Result<(u16, Length, bool)> {
        let mut searched = 0;
        let end = loop {
            let at_hand = self.at_hand();
            let unsearched = at_hand.get(searched..).unwrap_or_default();
            if let Some(at) = unsearched.windows(4).position(|four| four == b"\r\n\r\n") {
                break searched + at + 4;
            }
            // The end may lie across two reads.
            searched = at_hand.len().saturating_sub(3);
            if self.fill()? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        };
        let head = self.at_hand().get(..end).unwrap_or_default();
        let outline = parse_head(head).ok_or(io::ErrorKind::InvalidData)?;
        if outline.0 >= 400 {
            self.beginning.clear();
            let shown = self.buffer.get(self.from..self.to.min(self.from + BEGINNING));
            self.beginning.extend_from_slice(shown.unwrap_or_default());
        }
        self.take(end);
        Ok(outline)
    }

    fn pass_over(&mut self, mut length: u64) -> io::Result<()> {
        while length > 0 {
            match self.pass_over_some(length)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                passed => length -= passed,
            }
        }
        Ok(())
    }

    /// Passes over at most so many bytes, those at hand or else those of one more read; 0 at the
    /// end of the stream.
    fn pass_over_some(&mut self, most: u64) -> io::Result<u64> {
        if self.at_hand().is_empty() && self.fill()? == 0 {
            return Ok(0);
        }
        let passed = usize::try_from(most).unwrap_or(usize::MAX).min(self.at_hand().len());
        self.take(passed);
        Ok(u64::try_from(passed).unwrap_or(u64::MAX))
    }

    /// RFC 9112 §7.1.
    fn pass_over_chunks(&mut self) -> io::Result<()> {
        loop {
            let line = self.read_line()?;
            let size = line.split(|byte| *byte == b';').next().unwrap_or_default();
            let size = std::str::from_utf8(size).ok().map(str::trim);
            match size.and_then(|size| u64::from_str_radix(size, 16).ok()) {
                None => return Err(io::ErrorKind::InvalidData.into()),
                Some(0) => break,
                Some(size) => {
                    self.pass_over(size)?;
                    self.read_line()?;
                }
            }
        }
        while !self.read_line()?.is_empty() {}
        Ok(())
    }

    fn read_line(&mut self) -> io::Result<Vec<u8>> {
        loop {
            let at_hand = self.at_hand();
            if let Some(at) = at_hand.iter().position(|byte| *byte == b'\n') {
                let line = at_hand.get(..at).unwrap_or_default();
                let line = line.strip_suffix(b"\r").unwrap_or(line).to_vec();
                self.take(at + 1);
                return Ok(line);
            }
            if self.fill()? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    fn at_hand(&self) -> &[u8] {
        self.buffer.get(self.from..self.to).unwrap_or_default()
    }

    fn take(&mut self, count: usize) {
        self.from += count;
        self.taken += u64::try_from(count).unwrap_or(u64::MAX);
        if self.from >= self.to {
            (self.from, self.to) = (0, 0);
        }
    }

    /// Reads once behind the bytes at hand; 0 at the end of the stream.
    fn fill(&mut self) -> io::Result<usize> {
        if self.to == self.buffer.len() {
            if self.from == 0 {
                // A head or line longer than the room for it.
                return Err(io::ErrorKind::InvalidData.into());
            }
            self.buffer.copy_within(self.from..self.to, 0);
            (self.from, self.to) = (0, self.to - self.from);
        }
        let read = self.stream.read(self.buffer.get_mut(self.to..).unwrap_or_default())?;
        self.to += read;
        Ok(read)
    }
}

/// Status, length of the body and whether the connection closes after it.
fn parse_head(head: &[u8]) -> Option<(u16, Length, bool)> {
    let mut lines = head.split(|byte| *byte == b'\n');
    let first = lines.next()?;
    let is_old = first.starts_with(b"HTTP/1.0 ");
    if !is_old && !first.starts_with(b"HTTP/1.1 ") {
        return None;
    }
    let status = std::str::from_utf8(first.get(9..12)?).ok()?.parse().ok()?;
    let (mut length, mut closes) = (None, is_old);
    for line in lines {
        // Only three headers matter: most lines are told by their first letter.
        if !matches!(line.first(), Some(b'c' | b'C' | b't' | b'T')) {
            continue;
        }
        if let Some(value) = value_of(line, b"content-length:") {
            // With both given, chunks win (RFC 9112 §6.3).
            if length != Some(Length::Chunked) {
                length = Some(Length::Known(value.parse().ok()?));
            }
        } else if let Some(value) = value_of(line, b"transfer-encoding:") {
            if value.to_ascii_lowercase().ends_with("chunked") {
                length = Some(Length::Chunked);
            }
        } else if let Some(value) = value_of(line, b"connection:") {
            closes = value.eq_ignore_ascii_case("close");
        }
    }
    let has_no_body = (100..200).contains(&status) || status == 204 || status == 304;
    let length = if has_no_body { Length::Known(0) } else { length.unwrap_or(Length::UntilClosed) };
    Some((status, length, closes))
}

fn value_of<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a str> {
    let (head, value) = line.split_at_checked(name.len())?;
    if !head.eq_ignore_ascii_case(name) {
        return None;
    }
    std::str::from_utf8(value).ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A stream that gives its bytes in pieces of this size.
    struct Dripping<'a>(&'a [u8], usize);

    impl Read for Dripping<'_> {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(room.len()).min(self.0.len());
            room[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    const FIRST: &str = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello";
    const SECOND: &str = concat!(
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n",
        "5;x=y\r\n\r\n\r\n.\r\n1\r\n!\r\n0\r\nTrailer: x\r\n\r\n",
    );
    const THIRD: &str = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";

    fn outline(status: u16, whole: &str, closes: bool) -> Outline {
        Outline { status, bytes: whole.len() as u64, closes }
    }

    proptest! {
        #[test]
        fn answers_end_where_they_end_however_they_arrive(piece in 1_usize..300) {
            let all = [FIRST, SECOND, THIRD].concat();
            let mut answers = Answers::new(Dripping(all.as_bytes(), piece));
            prop_assert_eq!(answers.read().unwrap(), outline(200, FIRST, false));
            prop_assert_eq!(answers.read().unwrap(), outline(404, SECOND, false));
            prop_assert!(answers.beginning_of_refusal().starts_with("HTTP/1.1 404 Not Found"));
            prop_assert_eq!(answers.read().unwrap(), outline(204, THIRD, true));
            prop_assert!(answers.read().is_err());
        }
    }

    #[test]
    fn a_body_without_a_length_ends_with_the_connection() {
        let whole = "HTTP/1.1 200 OK\r\n\r\nabc";
        assert_eq!(Answers::new(whole.as_bytes()).read().unwrap(), outline(200, whole, true));
    }

    #[test]
    fn a_body_cut_short_or_a_head_that_is_not_http_is_an_error() {
        for wrong in [
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
            "SMTP ready\r\n\r\n",
            "HTTP/1.1 200",
        ] {
            assert!(Answers::new(wrong.as_bytes()).read().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_body_larger_than_the_room_passes_through() {
        let body = "x".repeat(200_000);
        let whole = format!("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n{body}");
        assert_eq!(Answers::new(whole.as_bytes()).read().unwrap(), outline(200, &whole, false));
    }
}
