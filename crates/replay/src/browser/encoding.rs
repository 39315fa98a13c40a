//! How a form's fields travel: `application/x-www-form-urlencoded` (WHATWG URL §5) and
//! `multipart/form-data` (RFC 7578).

/// A request body with its content type.
#[derive(Debug, Clone)]
pub(super) struct Payload {
    pub(super) content_type: String,
    pub(super) bytes: Vec<u8>,
}

/// A file a person chose for a file field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attachment {
    pub(super) file_name: String,
    pub(super) content_type: String,
    pub(super) bytes: Vec<u8>,
}

impl Payload {
    pub(super) fn url_encoded<K: AsRef<str>, V: AsRef<str>>(fields: &[(K, V)]) -> Self {
        Self {
            content_type: "application/x-www-form-urlencoded".to_owned(),
            bytes: encode_pairs(fields).into_bytes(),
        }
    }

    pub(super) fn multipart(fields: &[(String, String)], files: &[(String, Attachment)]) -> Self {
        let boundary = free_boundary(fields, files);
        let mut bytes = Vec::new();
        for (name, value) in fields {
            let head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n",
                quoted(name)
            );
            bytes.extend_from_slice(head.as_bytes());
            bytes.extend_from_slice(value.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        for (name, file) in files {
            let head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"; filename=\"{}\"\r\n\
                 Content-Type: {}\r\n\r\n",
                quoted(name),
                quoted(&file.file_name),
                file.content_type
            );
            bytes.extend_from_slice(head.as_bytes());
            bytes.extend_from_slice(&file.bytes);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        Self { content_type: format!("multipart/form-data; boundary={boundary}"), bytes }
    }
}

/// HTML §4.10.21.8: quotes and line ends in names are percent-encoded.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// A boundary that occurs in none of the parts.
fn free_boundary(fields: &[(String, String)], files: &[(String, Attachment)]) -> String {
    let mut number = 0_u64;
    loop {
        let boundary = format!("----form-boundary-{number}");
        let needle = boundary.as_bytes();
        let taken = fields.iter().any(|(_, value)| value.contains(&boundary))
            || files
                .iter()
                .any(|(_, file)| file.bytes.windows(needle.len()).any(|window| window == needle));
        if !taken {
            return boundary;
        }
        number += 1;
    }
}

/// Line ends as a browser sends them from a form: CRLF each, however they were typed.
pub(super) fn with_form_line_ends(value: &str) -> String {
    value.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n")
}

/// Writes pairs as `application/x-www-form-urlencoded`.
#[must_use]
pub fn encode_pairs<K: AsRef<str>, V: AsRef<str>>(pairs: &[(K, V)]) -> String {
    let mut encoded = String::new();
    for (name, value) in pairs {
        if !encoded.is_empty() {
            encoded.push('&');
        }
        encode_into(&mut encoded, name.as_ref());
        encoded.push('=');
        encode_into(&mut encoded, value.as_ref());
    }
    encoded
}

/// Reads `application/x-www-form-urlencoded` pairs; what is not UTF-8 is replaced.
#[must_use]
pub fn decode_pairs(encoded: &str) -> Vec<(String, String)> {
    encoded
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn encode_into(encoded: &mut String, plain: &str) {
    for byte in plain.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            b'*' | b'-' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
}

fn decode(encoded: &str) -> String {
    let mut plain = Vec::with_capacity(encoded.len());
    let mut rest = encoded.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match (byte, after) {
            (b'+', _) => plain.push(b' '),
            (b'%', [high, low, beyond @ ..]) => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    plain.push(high * 16 + low);
                    rest = beyond;
                }
                _ => plain.push(b'%'),
            },
            _ => plain.push(byte),
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_pound_sign_and_a_line_end_are_written_as_browsers_write_them() {
        let value = with_form_line_ends("£1 & more\nnext\r\nlast\r");
        assert_eq!(
            encode_pairs(&[("answer[0]", value.as_str())]),
            "answer%5B0%5D=%C2%A31+%26+more%0D%0Anext%0D%0Alast%0D%0A"
        );
    }

    #[test]
    fn a_broken_escape_is_read_as_it_stands() {
        assert_eq!(
            decode_pairs("a=1%&b=%zz&c"),
            [
                ("a".to_owned(), "1%".to_owned()),
                ("b".to_owned(), "%zz".to_owned()),
                ("c".to_owned(), String::new()),
            ]
        );
    }

    #[test]
    fn a_file_that_contains_the_boundary_gets_another() {
        let file = Attachment {
            file_name: "a\"b.txt".to_owned(),
            content_type: "text/plain".to_owned(),
            bytes: b"------form-boundary-0".to_vec(),
        };
        let payload = Payload::multipart(
            &[("token".to_owned(), "t".to_owned())],
            &[("evidence".to_owned(), file)],
        );
        assert_eq!(payload.content_type, "multipart/form-data; boundary=----form-boundary-1");
        let body = String::from_utf8(payload.bytes).unwrap();
        assert!(body.contains("name=\"evidence\"; filename=\"a%22b.txt\"\r\n"), "{body}");
        assert!(body.ends_with("\r\n------form-boundary-1--\r\n"), "{body}");
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes_back(pairs in prop::collection::vec((".*", ".*"), 0..8)) {
            prop_assert_eq!(decode_pairs(&encode_pairs(&pairs)), pairs);
        }

        #[test]
        fn what_is_encoded_is_plain_ascii_without_white_space(name in ".*", value in ".*") {
            let encoded = encode_pairs(&[(name, value)]);
            prop_assert!(encoded.bytes().all(|byte| byte.is_ascii_graphic()), "{}", encoded);
        }

        #[test]
        fn any_text_reads_as_one_pair_for_each_piece_between_ampersands(encoded in ".*") {
            let pieces = encoded.split('&').filter(|piece| !piece.is_empty()).count();
            prop_assert_eq!(decode_pairs(&encoded).len(), pieces);
        }
    }
}
