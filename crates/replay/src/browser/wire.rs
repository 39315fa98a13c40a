//! One HTTP request and its whole answer; nothing of cookies, redirects or pages.

use std::time::Duration;

use ureq::http::Request;
use ureq::{Agent, AsSendBody};

use super::failure::Failure;

/// No answer of a grants office should take longer; a hung server must not hang its check.
const PATIENCE: Duration = Duration::from_secs(60);
const LARGEST_ANSWER: u64 = 256 * 1024 * 1024;

#[derive(Debug, Clone)]
pub(super) struct Wire {
    agent: Agent,
    fixed: Vec<(String, String)>,
}

/// An answer as it came, headers in the order sent.
#[derive(Debug, Clone)]
pub(super) struct RawAnswer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl RawAnswer {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers_named(name).next()
    }

    pub(super) fn headers_named(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

impl Wire {
    pub(super) fn new() -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_global(Some(PATIENCE))
            .build()
            .new_agent();
        Self { agent, fixed: Vec::new() }
    }

    pub(super) fn add_header(&mut self, name: &str, value: &str) {
        self.fixed.push((name.to_owned(), value.to_owned()));
    }

    /// Sends one request; a fixed header replaces a given one of the same name.
    pub(super) fn send(
        &self,
        method: &str,
        address: &str,
        headers: &[(&str, String)],
        body: Option<&[u8]>,
    ) -> Result<RawAnswer, Failure> {
        let mut request = Request::builder().method(method).uri(address);
        let fixed = self.fixed.iter().map(|(name, value)| (name.as_str(), value));
        let own = headers
            .iter()
            .map(|(name, value)| (*name, value))
            .filter(|(name, _)| !self.fixed.iter().any(|(f, _)| f.eq_ignore_ascii_case(name)));
        for (name, value) in own.chain(fixed) {
            request = request.header(name, value);
        }
        match body {
            Some(body) => self.exchange(address, request.body(body)),
            None => self.exchange(address, request.body(())),
        }
    }

    fn exchange(
        &self,
        address: &str,
        request: Result<Request<impl AsSendBody>, ureq::http::Error>,
    ) -> Result<RawAnswer, Failure> {
        let broken = |source: ureq::Error| Failure::Connection {
            address: address.to_owned(),
            source: Box::new(source),
        };
        let request = request.map_err(|error| broken(error.into()))?;
        let mut response = self.agent.run(request).map_err(broken)?;
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect();
        let status = response.status().as_u16();
        let body = response
            .body_mut()
            .with_config()
            .limit(LARGEST_ANSWER)
            .read_to_vec()
            .map_err(broken)?;
        Ok(RawAnswer { status, headers, body })
    }
}
