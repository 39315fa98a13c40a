//! Time, identifiers and random bytes.

use almoner_domain::value::Instant;
use uuid::Uuid;

/// Tells the time. The only source of "now" in the product.
pub trait Clock: Send + Sync {
    /// The present instant, cut to microseconds.
    fn now(&self) -> Instant;
}

/// Makes identifiers.
pub trait Ids: Send + Sync {
    /// A new identifier; time-ordered in production.
    fn uuid(&self) -> Uuid;
}

/// Makes secrets: random bytes, keyed digests and sealed text.
pub trait Secrets: Send + Sync {
    /// Fills `bytes` from the operating system's generator.
    fn random(&self, bytes: &mut [u8]);
    /// SHA-256 of `text` under the office's secret key: for tokens at rest.
    fn token_digest(&self, text: &str) -> [u8; 32];
    /// SHA-256 of `text` under a person's own key: for the audit trail.
    fn keyed_digest(&self, key: &[u8], text: &str) -> [u8; 32];
    /// Encrypts and authenticates a short secret under the office's secret key.
    fn seal(&self, plain: &[u8]) -> Vec<u8>;
    /// Opens what [`Secrets::seal`] made; `None` if it was altered or the key is another.
    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>>;
}
