//! The server's side of one SMTP connection (RFC 5321), with SIZE (RFC 1870), 8BITMIME
//! (RFC 6152), SMTPUTF8 (RFC 6531) and PIPELINING (RFC 2920).

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::net::TcpStream;

use super::LARGEST_MESSAGE;
use super::shelf::{Fault, Shelf};

/// RFC 5321 §4.5.3.1.4 asks for 512; extensions add to it.
const LONGEST_COMMAND: u64 = 4096;
const MOST_RECIPIENTS: usize = 1000;

/// Serves one connection to its end. A connection that breaks is the sender's affair.
pub(super) fn serve(stream: TcpStream, shelf: &Shelf) {
    shelf.count_connection();
    // Small answers must not wait for the sender's acknowledgement.
    drop(stream.set_nodelay(true));
    if let Ok(reading) = stream.try_clone() {
        let mut dialogue = Dialogue {
            input: BufReader::new(reading),
            output: BufWriter::new(stream),
            shelf,
            greeted: false,
            sender: None,
            recipients: Vec::new(),
        };
        // An error here is a connection that the other side has left.
        drop(dialogue.run());
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Next {
    GoOn,
    Close,
}

struct Dialogue<'a, R, W: Write> {
    input: BufReader<R>,
    output: BufWriter<W>,
    shelf: &'a Shelf,
    greeted: bool,
    sender: Option<String>,
    recipients: Vec<String>,
}

impl<R: Read, W: Write> Dialogue<'_, R, W> {
    fn run(&mut self) -> io::Result<()> {
        self.answer("220 localhost ESMTP post box")?;
        while let Some(line) = self.read_command()? {
            if self.obey(&line)? == Next::Close {
                break;
            }
        }
        self.output.flush()
    }

    /// The next command line without its ending; `None` at the end of the stream.
    fn read_command(&mut self) -> io::Result<Option<String>> {
        // Answers to pipelined commands go out together, before the next wait.
        if self.input.buffer().is_empty() {
            self.output.flush()?;
        }
        let mut line = Vec::new();
        (&mut self.input).take(LONGEST_COMMAND).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        if line.last() != Some(&b'\n') {
            self.answer("500 5.5.2 line too long")?;
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
    }

    fn obey(&mut self, line: &str) -> io::Result<Next> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => {
                self.reset();
                self.greeted = true;
                self.answer("250-localhost")?;
                self.answer("250-PIPELINING")?;
                self.answer("250-8BITMIME")?;
                self.answer("250-SMTPUTF8")?;
                self.answer("250-ENHANCEDSTATUSCODES")?;
                self.answer(&format!("250 SIZE {LARGEST_MESSAGE}"))?;
            }
            "HELO" => {
                self.reset();
                self.greeted = true;
                self.answer("250 localhost")?;
            }
            "MAIL" => self.begin(rest)?,
            "RCPT" => self.add_recipient(rest)?,
            "DATA" => return self.receive(),
            "RSET" => {
                self.reset();
                self.answer("250 2.0.0 reset")?;
            }
            "NOOP" => self.answer("250 2.0.0 nothing done")?,
            "VRFY" => self.answer("252 2.1.5 not verified")?,
            "QUIT" => {
                self.answer("221 2.0.0 goodbye")?;
                return Ok(Next::Close);
            }
            _ => self.answer("502 5.5.1 command not known")?,
        }
        Ok(Next::GoOn)
    }

    fn begin(&mut self, rest: &str) -> io::Result<()> {
        if !self.greeted {
            return self.answer("503 5.5.1 say EHLO first");
        }
        if self.sender.is_some() {
            return self.answer("503 5.5.1 a message is under way");
        }
        let Some((address, parameters)) = path_after(rest, "FROM:") else {
            return self.answer("501 5.5.4 MAIL FROM:<address> expected");
        };
        let size = parameters.split(' ').find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.eq_ignore_ascii_case("SIZE").then(|| value.parse::<usize>())
        });
        match size {
            Some(Err(_)) => self.answer("501 5.5.4 SIZE is not a number"),
            Some(Ok(size)) if size > LARGEST_MESSAGE => self.answer("552 5.3.4 message too large"),
            _ => {
                self.sender = Some(address.to_owned());
                self.answer("250 2.1.0 sender ok")
            }
        }
    }

    fn add_recipient(&mut self, rest: &str) -> io::Result<()> {
        if self.sender.is_none() {
            return self.answer("503 5.5.1 MAIL first");
        }
        let Some((address, _)) = path_after(rest, "TO:").filter(|(path, _)| !path.is_empty())
        else {
            return self.answer("501 5.5.4 RCPT TO:<address> expected");
        };
        if self.recipients.len() >= MOST_RECIPIENTS {
            return self.answer("452 4.5.3 too many recipients");
        }
        if self.shelf.refuses(address) {
            return self.answer("550 5.1.1 no such mailbox");
        }
        self.recipients.push(address.to_owned());
        self.answer("250 2.1.5 recipient ok")
    }

    fn receive(&mut self) -> io::Result<Next> {
        if self.sender.is_none() {
            self.answer("503 5.5.1 MAIL first")?;
            return Ok(Next::GoOn);
        }
        if self.recipients.is_empty() {
            self.answer("554 5.5.1 no valid recipients")?;
            return Ok(Next::GoOn);
        }
        self.answer("354 end with a dot on a line of its own")?;
        self.output.flush()?;
        let Some(raw) = read_data(&mut self.input)? else {
            return Ok(Next::Close);
        };
        let sender = self.sender.take().unwrap_or_default();
        let recipients = std::mem::take(&mut self.recipients);
        let Data::Whole(raw) = raw else {
            self.answer("552 5.3.4 message too large")?;
            return Ok(Next::GoOn);
        };
        match self.shelf.next_fault() {
            None => {
                self.shelf.take_in(sender, recipients, raw);
                self.answer("250 2.0.0 taken")?;
                Ok(Next::GoOn)
            }
            Some(Fault::TryLater) => {
                self.answer("451 4.3.0 try again later")?;
                Ok(Next::GoOn)
            }
            Some(Fault::Reject) => {
                self.answer("554 5.6.0 message refused")?;
                Ok(Next::GoOn)
            }
            Some(Fault::CloseAndLose) => Ok(Next::Close),
            Some(Fault::CloseAndKeep) => {
                self.shelf.take_in(sender, recipients, raw);
                Ok(Next::Close)
            }
            Some(Fault::Hang) => {
                self.shelf.hang();
                Ok(Next::Close)
            }
        }
    }

    fn reset(&mut self) {
        self.sender = None;
        self.recipients.clear();
    }

    fn answer(&mut self, line: &str) -> io::Result<()> {
        self.output.write_all(line.as_bytes())?;
        self.output.write_all(b"\r\n")
    }
}

/// The address and the parameters in `FROM:<address> PARAMETERS`.
fn path_after<'a>(rest: &'a str, keyword: &str) -> Option<(&'a str, &'a str)> {
    let (head, tail) = rest.split_at_checked(keyword.len())?;
    if !head.eq_ignore_ascii_case(keyword) {
        return None;
    }
    let (path, parameters) = tail.trim_start().strip_prefix('<')?.split_once('>')?;
    Some((path, parameters.trim()))
}

#[derive(Debug, PartialEq, Eq)]
enum Data {
    Whole(Vec<u8>),
    TooLarge,
}

/// Reads to the dot on a line of its own and takes the stuffed dots out (RFC 5321 §4.5.2).
/// `None` when the stream ends before that.
fn read_data(input: &mut impl BufRead) -> io::Result<Option<Data>> {
    let mut raw = Vec::new();
    let mut line = Vec::new();
    let mut too_large = false;
    loop {
        line.clear();
        input.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            return Ok(None);
        }
        if line == b".\r\n" {
            return Ok(Some(if too_large { Data::TooLarge } else { Data::Whole(raw) }));
        }
        if raw.len() + line.len() > LARGEST_MESSAGE {
            too_large = true;
            raw = Vec::new();
        }
        if !too_large {
            raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::shelf::Keep;
    use super::*;

    /// Says these lines to a fresh box at once, as a pipelining client would.
    fn answers_to(shelf: &Shelf, said: &str) -> Vec<String> {
        let mut heard = Vec::new();
        let mut dialogue = Dialogue {
            input: BufReader::new(said.as_bytes()),
            output: BufWriter::new(&mut heard),
            shelf,
            greeted: false,
            sender: None,
            recipients: Vec::new(),
        };
        dialogue.run().unwrap();
        drop(dialogue);
        String::from_utf8(heard).unwrap().lines().map(str::to_owned).collect()
    }

    fn codes(answers: &[String]) -> Vec<&str> {
        answers.iter().map(|answer| &answer[..3]).collect()
    }

    #[test]
    fn a_pipelined_transaction_is_answered_line_by_line_and_kept() {
        let shelf = Shelf::new(Keep::Everything);
        let answers = answers_to(
            &shelf,
            "HELO me\r\nmail from:<A@example.org> SIZE=20\r\nRCPT TO:<b@example.org>\r\n\
             DATA\r\nSubject: x\r\n\r\n..dot\r\n.\r\nNOOP\r\nQUIT\r\n",
        );
        assert_eq!(codes(&answers), ["220", "250", "250", "250", "354", "250", "250", "221"]);
        let kept = shelf.messages();
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].from, "A@example.org");
        assert_eq!(kept[0].raw, b"Subject: x\r\n\r\n.dot\r\n");
    }

    #[test]
    fn commands_out_of_order_are_refused() {
        let shelf = Shelf::new(Keep::Everything);
        let answers = answers_to(
            &shelf,
            "MAIL FROM:<a@b>\r\nEHLO me\r\nRCPT TO:<a@b>\r\nDATA\r\nMAIL FROM:<a@b>\r\n\
             DATA\r\nRSET\r\nRCPT TO:<a@b>\r\nJUMP\r\n",
        );
        let codes = codes(&answers);
        assert_eq!(codes.first(), Some(&"220"));
        assert_eq!(codes[1], "503");
        assert_eq!(codes[codes.len() - 7..], ["503", "503", "250", "554", "250", "503", "502"]);
    }

    #[test]
    fn a_message_that_declares_itself_too_large_is_refused_before_it_is_sent() {
        let shelf = Shelf::new(Keep::Everything);
        let said = format!("EHLO me\r\nMAIL FROM:<a@b> SIZE={}\r\n", LARGEST_MESSAGE + 1);
        assert_eq!(codes(&answers_to(&shelf, &said)).last(), Some(&"552"));
    }

    #[test]
    fn a_bounce_has_an_empty_sender() {
        assert_eq!(path_after("FROM:<> BODY=8BITMIME", "FROM:"), Some(("", "BODY=8BITMIME")));
    }

    #[test]
    fn data_that_stops_short_is_not_a_message() {
        assert_eq!(read_data(&mut &b"Subject: x\r\n\r\nhalf"[..]).unwrap(), None);
    }

    proptest! {
        #[test]
        fn dot_stuffing_comes_undone(lines in prop::collection::vec("[.a-z ]{0,12}", 0..20)) {
            let plain: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
            let stuffed: String = lines
                .iter()
                .map(|line| format!("{}{line}\r\n", if line.starts_with('.') { "." } else { "" }))
                .collect();
            let read = read_data(&mut format!("{stuffed}.\r\n").as_bytes()).unwrap();
            prop_assert_eq!(read, Some(Data::Whole(plain.into_bytes())));
        }
    }
}
