//! One message as it came over the wire, and what a mail reader would make of it.

use mailparse::{MailHeaderMap, ParsedMail};

/// A received message. Parsing happens on demand: a message that only counts costs nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The how-manieth message taken in, from 1.
    pub number: u64,
    /// The envelope's sender (`MAIL FROM`), empty for a bounce.
    pub from: String,
    /// The envelope's recipients (`RCPT TO`), in the order given.
    pub to: Vec<String>,
    /// Headers and body as sent, dots unstuffed, lines ending in CRLF.
    pub raw: Vec<u8>,
}

impl Message {
    /// Whether the envelope names this recipient (case is ignored).
    #[must_use]
    pub fn is_to(&self, address: &str) -> bool {
        self.to.iter().any(|recipient| recipient.eq_ignore_ascii_case(address))
    }

    /// A header's value, unfolded and decoded (RFC 2047). `None` when it is missing or the
    /// headers cannot be read.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let (headers, _) = mailparse::parse_headers(&self.raw).ok()?;
        headers.get_first_value(name)
    }

    /// The decoded `Subject`.
    #[must_use]
    pub fn subject(&self) -> Option<String> {
        self.header("Subject")
    }

    /// The decoded `To` header, which need not agree with the envelope.
    #[must_use]
    pub fn to_header(&self) -> Option<String> {
        self.header("To")
    }

    /// The `Message-ID`, with its angle brackets.
    #[must_use]
    pub fn message_id(&self) -> Option<String> {
        self.header("Message-ID").map(|id| id.trim().to_owned())
    }

    /// The plain text part, decoded.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.part("text/plain")
    }

    /// The HTML part, decoded.
    #[must_use]
    pub fn html(&self) -> Option<String> {
        self.part("text/html")
    }

    /// The web addresses in the plain text part, in order: what a person would press.
    #[must_use]
    pub fn links(&self) -> Vec<String> {
        let text = self.text().unwrap_or_default();
        text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"'))
            .filter(|word| word.starts_with("http://") || word.starts_with("https://"))
            .map(|word| word.trim_end_matches(['.', ',', ')', ';']).to_owned())
            .collect()
    }

    fn part(&self, mime_type: &str) -> Option<String> {
        let mail = mailparse::parse_mail(&self.raw).ok()?;
        first_part(&mail, mime_type)?.get_body().ok()
    }
}

/// The first part of this type that is not an attachment, depth first.
fn first_part<'a>(mail: &'a ParsedMail<'a>, mime_type: &str) -> Option<&'a ParsedMail<'a>> {
    let attached = mail
        .headers
        .get_first_value("Content-Disposition")
        .is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with("attachment"));
    if attached {
        return None;
    }
    if mail.subparts.is_empty() {
        return mail.ctype.mimetype.eq_ignore_ascii_case(mime_type).then_some(mail);
    }
    mail.subparts.iter().find_map(|part| first_part(part, mime_type))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(raw: &str) -> Message {
        Message {
            number: 1,
            from: "office@example.org".to_owned(),
            to: vec!["Applicant@example.org".to_owned()],
            raw: raw.replace('\n', "\r\n").into_bytes(),
        }
    }

    #[test]
    fn a_folded_encoded_subject_is_read_as_a_person_sees_it() {
        let mail = message(
            "Subject: =?utf-8?Q?Caf=C3=A9_?=\n =?utf-8?B?xZDFkQ==?=\nTo: a@example.org\n\nhello\n",
        );
        assert_eq!(mail.subject().as_deref(), Some("Café Őő"));
    }

    #[test]
    fn both_alternatives_are_found_inside_a_mixed_message_and_attachments_are_passed_over() {
        let mail = message(concat!(
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"out\"\n\n",
            "--out\nContent-Type: text/plain\nContent-Disposition: attachment; filename=\"a.txt\"\n\n",
            "not this\n",
            "--out\nContent-Type: multipart/alternative; boundary=\"in\"\n\n",
            "--in\nContent-Type: text/plain; charset=utf-8\n",
            "Content-Transfer-Encoding: quoted-printable\n\nOne =C2=A310 award, lon=\ng line\n",
            "--in\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n",
            "PHA+wqMxMDwvcD4=\n--in--\n--out--\n",
        ));
        assert_eq!(mail.text().as_deref().map(str::trim_end), Some("One £10 award, long line"));
        assert_eq!(mail.html().as_deref(), Some("<p>£10</p>"));
    }

    #[test]
    fn links_lose_the_full_stop_of_their_sentence() {
        let mail = message(
            "Subject: x\n\nGo to http://localhost:80/a?b=1.\nOr <https://example.org/c> now\n",
        );
        assert_eq!(mail.links(), ["http://localhost:80/a?b=1", "https://example.org/c"]);
    }

    #[test]
    fn recipients_are_compared_without_regard_to_case() {
        assert!(message("\n\n").is_to("applicant@EXAMPLE.org"));
    }
}
