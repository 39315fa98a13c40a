//! `almoner staff`: the first administrator, and a lost app of the only one.

use super::{CommandError, say};
use crate::clock::SystemClock;
use crate::config::Settings;
use crate::wiring::{self, Ingredients};
use almoner_domain::access::{Actor, Role};
use almoner_domain::value::EmailAddress;
use almoner_usecases::people::{InviteStaff, ResetSecondFactor, Whose};
use almoner_usecases::{App, AppError};
use secrecy::ExposeSecret;
use std::process::ExitCode;
use std::sync::Arc;

/// Gives a role by an address, and an account if there is none. The letter goes out with the
/// server's next turn.
pub(super) fn invite(
    settings: &Settings,
    email: &EmailAddress,
    role: Role,
) -> Result<ExitCode, CommandError> {
    let case = InviteStaff { email: email.clone(), name: None, role };
    let app = office(settings)?;
    app.execute(&Actor::System, app.arrived(), case).map_err(|error| said(&error))?;
    let title = app.office().titles.of(role);
    say(&format!("{email} now has the role \u{201c}{title}\u{201d} and is told by email."));
    Ok(ExitCode::SUCCESS)
}

/// Removes the second factor of an address.
pub(super) fn reset(settings: &Settings, email: &EmailAddress) -> Result<ExitCode, CommandError> {
    let case = ResetSecondFactor { whose: Whose::Email(email.clone()) };
    let app = office(settings)?;
    app.execute(&Actor::System, app.arrived(), case).map_err(|error| said(&error))?;
    say(&format!("{email} sets up a new app for sign-in codes at the next sign-in."));
    Ok(ExitCode::SUCCESS)
}

/// The application on the configured database, without a server.
fn office(settings: &Settings) -> Result<App, CommandError> {
    crate::telemetry::start(&settings.log);
    let pack = wiring::pack(settings.office.pack.as_deref())?;
    let code = pack.office.identity.short_name.clone();
    let (_, store) = wiring::real_database(&settings.database.url, &code)?;
    let secret = settings.security.secret_key.as_ref();
    Ok(wiring::application(Ingredients {
        store,
        demonstration: false,
        clock: Arc::new(SystemClock),
        office: pack.office,
        secret: secret.map(|key| key.expose_secret().as_bytes().to_vec()).unwrap_or_default(),
        public_url: settings.server.public_url.clone(),
        filing: crate::filing::nowhere(),
    })?)
}

fn said(error: &AppError) -> CommandError {
    CommandError::Said(match error {
        AppError::NotFound => "nobody has an account with this address".to_owned(),
        other => other.to_string(),
    })
}

/// Reads a role by its code; the words of the fault list all codes.
pub(super) fn role(text: &str) -> Result<Role, String> {
    Role::parse(text).ok_or_else(|| {
        let codes: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        format!("the roles are: {}", codes.join(", "))
    })
}

/// Reads an address.
pub(super) fn email(text: &str) -> Result<EmailAddress, String> {
    EmailAddress::parse(text).map_err(|fault| fault.to_string())
}
