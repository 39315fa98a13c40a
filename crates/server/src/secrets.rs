//! Keyed digests, sealed text and random bytes.
//!
//! The operator configures one secret. A key for each purpose is derived from it, so that what is
//! made for one purpose is of no use for another, and the secret itself is not kept in memory.

use almoner_ports::Secrets;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// The shortest secret that is taken, in bytes.
pub const SECRET_BYTES: usize = 32;

/// Length of the nonce that stands before a sealed text, in bytes.
const NONCE_BYTES: usize = 24;
/// Length of a block of SHA-256, in bytes.
const BLOCK_BYTES: usize = 64;
/// What a sealed text is bound to; another version would get another.
const SEALED_AS: &[u8] = b"almoner sealed text 1";

/// Why there are no keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum KeyFault {
    /// The configured secret is shorter than [`SECRET_BYTES`].
    #[error("the secret has {bytes} bytes and needs at least {SECRET_BYTES}")]
    TooShort {
        /// How many bytes it has.
        bytes: usize,
    },
    /// The operating system gives no random bytes.
    #[error("the operating system gives no random bytes")]
    NoRandomness,
}

/// The office's keys.
pub struct Keys {
    tokens: [u8; 32],
    sealing: XChaCha20Poly1305,
}

impl Keys {
    /// Derives the keys from the configured secret, and makes sure that the operating system has
    /// random bytes to give.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub fn derive(secret: &[u8]) -> Result<Self, KeyFault> {
        if secret.len() < SECRET_BYTES {
            return Err(KeyFault::TooShort { bytes: secret.len() });
        }
        getrandom::fill(&mut [0; 1]).map_err(|_| KeyFault::NoRandomness)?;
        let sealing = hmac(secret, b"almoner key 1: sealing");
        Ok(Self {
            tokens: hmac(secret, b"almoner key 1: tokens at rest"),
            sealing: XChaCha20Poly1305::new(&Key::from(sealing)),
        })
    }
}

/// HMAC-SHA256 (RFC 2104). A key longer than a block stands for its digest, as the RFC says.
fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let digest: [u8; 32];
    let key = if key.len() > BLOCK_BYTES {
        digest = Sha256::digest(key).into();
        &digest
    } else {
        key
    };
    let mut block = [0; BLOCK_BYTES];
    block.iter_mut().zip(key).for_each(|(place, byte)| *place = *byte);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    mac.update(text);
    mac.finalize().into_bytes().into()
}

impl Secrets for Keys {
    fn random(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // It worked at the start. To go on would hand out tokens that anybody could guess.
            tracing::error!("the operating system gives no random bytes any more: stopping");
            std::process::abort();
        }
    }

    fn token_digest(&self, text: &str) -> [u8; 32] {
        hmac(&self.tokens, text.as_bytes())
    }

    fn keyed_digest(&self, key: &[u8], text: &str) -> [u8; 32] {
        hmac(key, text.as_bytes())
    }

    fn seal(&self, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_BYTES];
        self.random(&mut nonce);
        let payload = Payload { msg: plain, aad: SEALED_AS };
        // Only a text of 256 GiB cannot be sealed; nothing is then kept, and nothing opens it.
        let sealed = self.sealing.encrypt(&XNonce::from(nonce), payload).unwrap_or_default();
        [&nonce[..], &sealed].concat()
    }

    fn open(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, text) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let payload = Payload { msg: text, aad: SEALED_AS };
        self.sealing.decrypt(&XNonce::from(*nonce), payload).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"a fictional secret of the tests, long enough";

    fn keys() -> Keys {
        Keys::derive(SECRET).unwrap()
    }

    #[test]
    fn a_short_secret_is_refused() {
        assert_eq!(Keys::derive(&[7; 31]).err(), Some(KeyFault::TooShort { bytes: 31 }));
        assert!(Keys::derive(&[7; 32]).is_ok());
    }

    #[test]
    fn the_digest_is_hmac_sha256() {
        // RFC 4231, test case 2.
        assert_eq!(
            hexadecimal(hmac(b"Jefe", b"what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        // RFC 4231, test case 6: a key longer than a block.
        assert_eq!(
            hexadecimal(hmac(
                &[0xaa; 131],
                b"Test Using Larger Than Block-Size Key - Hash Key First"
            )),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    fn hexadecimal(bytes: [u8; 32]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn a_digest_depends_on_the_secret_and_on_the_purpose() {
        let other = Keys::derive(b"another fictional secret of the tests").unwrap();
        assert_eq!(keys().token_digest("abc"), keys().token_digest("abc"));
        assert_ne!(keys().token_digest("abc"), other.token_digest("abc"));
        assert_ne!(keys().token_digest("abc"), keys().keyed_digest(SECRET, "abc"));
    }

    #[test]
    fn what_was_sealed_opens_with_the_same_secret_only() {
        let sealed = keys().seal(b"twenty bytes of key!");
        assert_eq!(keys().open(&sealed).as_deref(), Some(&b"twenty bytes of key!"[..]));
        let other = Keys::derive(b"another fictional secret of the tests").unwrap();
        assert_eq!(other.open(&sealed), None);
        assert!(!sealed.windows(6).any(|part| part == b"twenty"));
    }

    #[test]
    fn nothing_altered_opens() {
        let sealed = keys().seal(b"plain");
        for place in 0..sealed.len() {
            let mut altered = sealed.clone();
            altered[place] ^= 1;
            assert_eq!(keys().open(&altered), None, "altered at {place}");
        }
        for length in 0..sealed.len() {
            assert_eq!(keys().open(&sealed[..length]), None, "cut to {length}");
        }
    }

    #[test]
    fn the_same_text_is_never_sealed_the_same_way() {
        assert_ne!(keys().seal(b"plain"), keys().seal(b"plain"));
    }

    #[test]
    fn random_bytes_differ() {
        let (mut first, mut second) = ([0; 32], [0; 32]);
        keys().random(&mut first);
        keys().random(&mut second);
        assert_ne!(first, second);
    }
}
