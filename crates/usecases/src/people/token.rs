//! Tokens and codes: made here, kept only as keyed digests, each kind of its own purpose.

use crate::{Cx, Eye};
use almoner_domain::id::SignInId;
use almoner_domain::value::EmailAddress;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The start of every token of the interface for programs, so that one that leaked is recognised.
pub const TOKEN_PREFIX: &str = "almoner_";

/// 32 random bytes as text for an address or a cookie.
pub(super) fn fresh(cx: &Cx<'_>) -> String {
    URL_SAFE_NO_PAD.encode(cx.random::<32>())
}

/// Six random digits.
pub(super) fn six_digits(cx: &Cx<'_>) -> String {
    // 64 bits over a million: no digit is more likely than another by a millionth of a millionth.
    format!("{:06}", u64::from_le_bytes(cx.random()) % 1_000_000)
}

pub(super) fn link_digest(eye: &Eye<'_>, token: &str) -> [u8; 32] {
    eye.secrets().token_digest(&format!("link:{token}"))
}

pub(super) fn code_digest(eye: &Eye<'_>, sign_in: SignInId, code: &str) -> [u8; 32] {
    eye.secrets().token_digest(&format!("code:{sign_in}:{code}"))
}

/// The key under which tries are counted: a digest, so that the table names nobody.
pub(super) fn tries_key(eye: &Eye<'_>, what: &str, whose: &str) -> [u8; 32] {
    eye.secrets().token_digest(&format!("tries:{what}:{whose}"))
}

/// The address as accounts know it: capitals do not make another mailbox.
pub(crate) fn account_email(address: &EmailAddress) -> String {
    address.as_str().to_ascii_lowercase()
}

/// A code as it was typed, without the spaces that letters and telephones show in it.
pub(super) fn typed_code(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}
