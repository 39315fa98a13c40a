//! Codes that an authenticator app shows: RFC 6238 with SHA-1, six digits and steps of 30 seconds,
//! the only form that every app knows. The time comes in as an argument.

use almoner_domain::value::Instant;
use totp_rs::{Algorithm, Builder, Secret, Totp, TotpError};

/// Length of a secret, in bytes (RFC 4226, section 4, R6).
pub(super) const SECRET_BYTES: usize = 20;
const STEP_SECONDS: u64 = 30;

fn totp(secret: &[u8], issuer: &str, account: &str) -> Result<Totp, TotpError> {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP_SECONDS)
        .with_secret(Secret::from(secret.to_vec()))
        .with_issuer(Some(without_colon(issuer)))
        .with_account_name(without_colon(account))
        .build()
}

/// A colon stands between issuer and account, so neither may hold one.
fn without_colon(text: &str) -> String {
    text.replace(':', " ")
}

/// The time step whose code `code` is, one step early or late at most.
pub(super) fn step_of(secret: &[u8], code: &str, now: Instant) -> Option<i64> {
    let seconds = u64::try_from(now.as_millisecond() / 1000).ok()?;
    let step = totp(secret, "", "").ok()?.check(code, seconds)?;
    i64::try_from(step).ok()
}

/// What the QR code says to an authenticator app.
pub(super) fn uri(secret: &[u8], issuer: &str, account: &str) -> Option<String> {
    totp(secret, issuer, account).ok()?.to_url().ok()
}

/// The secret as people type it: Base32 (RFC 4648) in groups of four.
pub(super) fn typed_key(secret: &[u8]) -> String {
    let key = Secret::from(secret.to_vec()).to_base32();
    let letters: Vec<char> = key.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    const SECRET: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Instant {
        Instant::from_microsecond(seconds * 1_000_000).unwrap()
    }

    #[test]
    fn the_codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of its eight digits.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(step_of(SECRET, code, at(seconds)), Some(seconds / 30), "{seconds}");
        }
    }

    #[test]
    fn a_code_counts_one_step_early_and_late_and_no_further() {
        let (code, step) = ("081804", 1_111_111_109 / 30);
        let first = step * 30;
        assert_eq!(step_of(SECRET, code, at(first - 30)), Some(step));
        assert_eq!(step_of(SECRET, code, at(first + 59)), Some(step));
        assert_eq!(step_of(SECRET, code, at(first - 31)), None);
        assert_eq!(step_of(SECRET, code, at(first + 60)), None);
    }

    #[test]
    fn what_is_no_code_is_none() {
        for code in ["", "0", "+81804", "0818040", "08180a", "081 80", "٠٨١٨٠٤"] {
            assert_eq!(step_of(SECRET, code, at(1_111_111_109)), None, "{code:?}");
        }
        assert_eq!(step_of(b"short", "081804", at(1_111_111_109)), None);
    }

    #[test]
    fn the_app_learns_who_issues_and_for_which_account() {
        let uri = uri(SECRET, "Office: grants", "jo@example.org").unwrap();
        assert!(uri.starts_with("otpauth://totp/"), "{uri}");
        assert!(uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{uri}");
        assert!(uri.contains("issuer=Office"), "{uri}");
    }

    #[test]
    fn the_key_is_shown_in_groups() {
        assert_eq!(typed_key(SECRET), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
