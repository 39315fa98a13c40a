//! A program's way in: JSON with a bearer token instead of pages with cookies.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::address::Site;
use super::failure::{Failure, beginning_of};
use super::wire::{RawAnswer, Wire};

/// A client of the interface for programs.
#[derive(Debug, Clone)]
pub struct Api {
    site: Site,
    wire: Wire,
}

/// A JSON answer. An empty body reads as `null`.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The path asked for.
    pub path: String,
    /// The body.
    pub body: Value,
    headers: Vec<(String, String)>,
}

impl Api {
    /// A client of the server at this origin, without a token.
    #[must_use]
    pub fn new(origin: &str) -> Self {
        let mut wire = Wire::new();
        wire.add_header("Accept", "application/json");
        Self { site: Site::new(origin), wire }
    }

    /// Sends this bearer token with every request (RFC 6750).
    #[must_use]
    pub fn with_token(self, token: &str) -> Self {
        self.with_header("Authorization", &format!("Bearer {token}"))
    }

    /// Sends this header with every request.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.wire.add_header(name, value);
        self
    }

    /// Gets a path or a full address of this server.
    ///
    /// # Errors
    /// When the server cannot be reached or does not answer with JSON. A `4xx` or `5xx` in JSON is
    /// an answer like any other: see [`Answer::expect`].
    pub fn get_json(&self, address: &str) -> Result<Answer, Failure> {
        self.send("GET", address, None)
    }

    /// Posts a value as JSON.
    ///
    /// # Errors
    /// As [`Api::get_json`], and when the value cannot be written as JSON.
    pub fn post_json(&self, address: &str, body: &impl Serialize) -> Result<Answer, Failure> {
        self.send_json("POST", address, body)
    }

    /// Sends a value as JSON by any method (`PUT`, `PATCH`, `DELETE` …).
    ///
    /// # Errors
    /// As [`Api::post_json`].
    pub fn send_json(
        &self,
        method: &str,
        address: &str,
        body: &impl Serialize,
    ) -> Result<Answer, Failure> {
        self.send(method, address, Some(&serde_json::to_vec(body)?))
    }

    fn send(&self, method: &str, address: &str, body: Option<&[u8]>) -> Result<Answer, Failure> {
        let path = self.site.path_of(address, "/")?;
        let kind = body.map(|_| ("Content-Type", "application/json".to_owned()));
        let address = self.site.address_of(&path);
        let answer = self.wire.send(method, &address, kind.as_slice(), body)?;
        Answer::read(answer, path)
    }
}

impl Answer {
    fn read(answer: RawAnswer, path: String) -> Result<Self, Failure> {
        let RawAnswer { status, headers, body } = answer;
        let value = if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&body) };
        match value {
            Ok(body) => Ok(Self { status, path, body, headers }),
            Err(_) => Err(Failure::NotJson {
                status,
                path,
                beginning: beginning_of(&String::from_utf8_lossy(&body)),
            }),
        }
    }

    /// The answer itself, if it has this status.
    ///
    /// # Errors
    /// [`Failure::WrongAnswer`] otherwise.
    pub fn expect(self, status: u16) -> Result<Self, Failure> {
        if self.status == status {
            return Ok(self);
        }
        Err(Failure::WrongAnswer {
            expected: status,
            status: self.status,
            body: beginning_of(&self.body.to_string()),
            path: self.path,
        })
    }

    /// The body as a type of one's own.
    ///
    /// # Errors
    /// [`Failure::NotJson`] when the body has another shape.
    pub fn read_as<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        T::deserialize(&self.body).map_err(|problem| Failure::NotJson {
            status: self.status,
            path: self.path.clone(),
            beginning: format!("{problem} in {}", beginning_of(&self.body.to_string())),
        })
    }

    /// A response header's first value; the name's case is ignored.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}
