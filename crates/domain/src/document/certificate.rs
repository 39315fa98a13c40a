//! Certificates of the Disclosure and Barring Service, which are looked at and never kept: its
//! code of practice (Police Act 1997, section 122) lets nobody hold one for longer than needed,
//! and the level, the role, the day and who saw it are all that the office records.

/// Words that make a file about checks something else than a certificate.
const ABOUT: &[&str] = &[
    "policy",
    "policies",
    "procedure",
    "procedures",
    "register",
    "plan",
    "process",
    "log",
    "statement",
    "checks",
    "checklist",
    "list",
    "matrix",
    "tracker",
    "guidance",
    "risk",
    "training",
];

/// Whether a file's name says that it is a certificate of a criminal record check.
#[must_use]
pub fn named_as_certificate(name: &str) -> bool {
    let folded = name.to_lowercase();
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
    let certificate = words.iter().any(|word| word.starts_with("cert"));
    let checked = has(&["dbs", "crb", "disclosure", "barring"])
        || words.windows(2).any(|two| matches!(two, ["criminal", "record" | "records"]));
    // "DBS Asha Example.pdf" is one as well; "DBS policy.pdf" is not.
    checked && (certificate || (has(&["dbs", "crb"]) && !has(ABOUT)))
}

/// Whether a text is that of a certificate: its own heading, which no policy has.
#[must_use]
pub fn reads_as_certificate(text: &str) -> bool {
    let folded: String =
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    folded.contains("policerecordsofconvictionscautionsreprimandsandwarnings")
        || folded.contains("policerecordsofconvictionscautionsreprimandsandfinalwarnings")
        || (folded.contains("disclosureandbarringservice")
            && folded.contains("certificatenumber")
            && folded.contains("dateofissue"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_known_by_its_name() {
        for name in [
            "DBS certificate.pdf",
            "dbs_cert_asha.jpg",
            "Enhanced Disclosure Certificate.pdf",
            "DBS Asha Example.pdf",
            "CRB.pdf",
            "criminal-record-certificate.png",
        ] {
            assert!(named_as_certificate(name), "{name}");
        }
    }

    #[test]
    fn what_is_about_checks_is_no_certificate() {
        for name in [
            "DBS policy.pdf",
            "Register of DBS checks.xlsx",
            "Insurance certificate.pdf",
            "Certificate of incorporation.pdf",
            "Safeguarding policy.docx",
            "dbsomething.pdf",
        ] {
            assert!(!named_as_certificate(name), "{name}");
        }
    }

    #[test]
    fn a_certificate_is_known_by_its_heading() {
        assert!(reads_as_certificate(
            "Police Records of Convictions, Cautions,\nReprimands and Warnings: NONE RECORDED"
        ));
        assert!(!reads_as_certificate(
            "We check every volunteer with the Disclosure and Barring \
            Service and write down the certificate number."
        ));
    }
}
