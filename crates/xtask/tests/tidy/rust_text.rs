//! The string literals of a Rust source text.

/// Every string literal, with the line on which it begins. Comments and characters are passed over;
/// escapes are left as written. Literals joined by `concat!` count one by one.
pub(crate) fn literals(source: &str) -> Vec<(usize, String)> {
    let mut reader = Reader { text: source.chars().collect(), at: 0, line: 1 };
    let mut found = Vec::new();
    while let Some(c) = reader.peek(0) {
        match c {
            '/' if reader.peek(1) == Some('/') => reader.pass_line(),
            '/' if reader.peek(1) == Some('*') => reader.pass_block_comment(),
            'r' if reader.begins_raw() => {
                let line = reader.line;
                found.push((line, reader.raw()));
            }
            '"' => {
                let line = reader.line;
                found.push((line, reader.plain()));
            }
            '\'' => reader.pass_character(),
            c if c.is_alphanumeric() || c == '_' => reader.pass_word(),
            _ => {
                reader.next();
            }
        }
    }
    found
}

struct Reader {
    text: Vec<char>,
    at: usize,
    line: usize,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.text.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek(0)?;
        self.at += 1;
        if c == '\n' {
            self.line += 1;
        }
        Some(c)
    }

    fn pass_line(&mut self) {
        while self.next().is_some_and(|c| c != '\n') {}
    }

    fn pass_block_comment(&mut self) {
        let mut depth = 0;
        while let Some(c) = self.next() {
            if c == '/' && self.peek(0) == Some('*') {
                self.next();
                depth += 1;
            } else if c == '*' && self.peek(0) == Some('/') {
                self.next();
                depth -= 1;
                if depth == 0 {
                    return;
                }
            }
        }
    }

    /// A prefix such as `b` before a literal is passed as a word, up to the quote; `br` is left to
    /// `begins_raw`.
    fn pass_word(&mut self) {
        while self.peek(0).is_some_and(|c| c.is_alphanumeric() || c == '_') {
            if self.peek(0) == Some('r') && self.begins_raw() {
                return;
            }
            self.next();
        }
    }

    fn begins_raw(&self) -> bool {
        let mut ahead = 1;
        while self.peek(ahead) == Some('#') {
            ahead += 1;
        }
        self.peek(ahead) == Some('"')
    }

    fn raw(&mut self) -> String {
        self.next();
        let mut hashes = 0;
        while self.peek(0) == Some('#') {
            self.next();
            hashes += 1;
        }
        self.next();
        let mut out = String::new();
        while let Some(c) = self.next() {
            if c == '"' && (0..hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                self.at += hashes;
                return out;
            }
            out.push(c);
        }
        out
    }

    fn plain(&mut self) -> String {
        self.next();
        let mut out = String::new();
        while let Some(c) = self.next() {
            if c == '"' {
                return out;
            }
            out.push(c);
            if c == '\\'
                && let Some(escaped) = self.next()
            {
                out.push(escaped);
            }
        }
        out
    }

    /// A character such as `'"'` or `'\''`, or the tick of a lifetime.
    fn pass_character(&mut self) {
        self.next();
        if self.peek(0) == Some('\\') {
            self.next();
            self.next();
            while self.next().is_some_and(|c| c != '\'') {}
        } else if self.peek(1) == Some('\'') {
            self.next();
            self.next();
        }
    }
}

mod the_checks_themselves {
    use super::literals;

    #[test]
    fn plain_and_raw_literals_are_found_with_their_lines() {
        let source = "let a = \"one\";\nlet b = r#\"two \"quoted\"\"#; // \"not me\"\n/* \"nor me\" */ f(b\"three\")";
        let found = literals(source);
        let expected = [(1, "one"), (2, "two \"quoted\""), (3, "three")];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn a_quote_as_a_character_opens_nothing() {
        let source = r#"let q = '"'; let t: &'static str = "text"; let e = '\''; let s = "a\"b";"#;
        let texts: Vec<String> = literals(source).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["text", r#"a\"b"#]);
    }

    #[test]
    fn a_name_that_ends_in_r_opens_no_raw_literal() {
        let texts: Vec<String> =
            literals("for_order \"x\" br\"y\"").into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts, ["x", "y"]);
    }
}
