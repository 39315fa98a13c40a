//! Texts as typed: cleaned, and not longer than allowed.

use crate::{AppError, FieldProblem, Outcome};
use almoner_domain::form::Fault;
use almoner_domain::value::clean_text;

/// The longest text of one field, in bytes.
const LONGEST: usize = 8_000;

/// A text without the spaces around it; blank is a text too, and a rule of the domain may refuse it.
pub(crate) fn text(field: &str, typed: &str) -> Outcome<String> {
    let fault = |fault| AppError::Invalid(vec![FieldProblem { field: field.to_owned(), fault }]);
    let clean =
        clean_text(typed).map_err(|found| fault(Fault::ControlCharacter { code: found.code }))?;
    let clean = clean.trim();
    if clean.len() > LONGEST {
        return Err(fault(Fault::TooLong { bytes: clean.len(), max: LONGEST }));
    }
    Ok(clean.to_owned())
}

/// Texts, a line each, without empty ones.
pub(super) fn lines(field: &str, typed: &str) -> Outcome<Vec<String>> {
    let clean = text(field, typed)?;
    let lines = clean.lines().map(str::trim).filter(|line| !line.is_empty());
    Ok(lines.map(str::to_owned).collect())
}
