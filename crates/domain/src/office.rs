//! The office that runs this deployment: everything local, as data.

use serde::{Deserialize, Serialize};

/// Names and contacts of the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Full name.
    pub name: String,
    /// Short name for subject lines and headers.
    pub short_name: String,
    /// The name of the service, as the header shows it.
    pub service_name: String,
    /// The team or person who answers questions.
    pub contact_name: String,
    /// Mailbox for questions.
    pub contact_email: String,
    /// Telephone number for questions.
    pub contact_phone: String,
}

/// The office, from its pack of data files.
#[derive(Clone, Debug)]
pub struct Office {
    /// Names and contacts.
    pub identity: Identity,
}
