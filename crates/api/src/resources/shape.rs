//! Shapes of values that several topics send and take: closed lists of codes, shares, people.

use almoner_domain::access::Role;
use almoner_domain::assessment::{Kind as AssessorKind, Module};
use almoner_domain::decision::{Outcome as Decided, Reason};
use almoner_domain::due_diligence::{Check, Finding};
use almoner_domain::moderation::{Outcome as Recommended, ReasonCode};
use almoner_domain::value::Percent;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};

/// One of a closed list of codes.
fn one_of(codes: impl Iterator<Item = &'static str>) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes))
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident $kind:ident;)+) => {
        $($(#[$doc])* pub(super) fn $name() -> Schema {
            one_of($kind::ALL.iter().map(|one| one.code())).into()
        })+
    };
}

lists! {
    /// A role of the office.
    role Role;
    /// On whose behalf somebody marks.
    assessor_kind AssessorKind;
    /// What the panel recommends.
    recommended Recommended;
    /// The coded reason of a recommendation.
    recommended_reason ReasonCode;
    /// What is decided.
    decided Decided;
    /// The coded reason of a decision.
    decided_reason Reason;
    /// A check of due diligence.
    diligence_check Check;
    /// What a check of due diligence found.
    diligence_finding Finding;
}

/// Parts of the training of assessors.
pub(super) fn modules() -> Schema {
    let module = one_of(Module::ALL.iter().map(|one| one.code()));
    ArrayBuilder::new()
        .items(module)
        .min_items(Some(1))
        .max_items(Some(Module::ALL.len()))
        .unique_items(true)
        .into()
}

/// Texts of one line each, such as conditions.
pub(super) fn lines() -> Schema {
    let line = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1));
    ArrayBuilder::new()
        .items(line.max_length(Some(LONGEST_LINE)))
        .max_items(Some(MOST_LINES))
        .into()
}

const LONGEST_LINE: usize = 2_000;
const MOST_LINES: usize = 50;

/// Whether texts keep to the bounds of [`lines`].
pub(super) fn bounded_lines(lines: &[String]) -> Result<(), validator::ValidationError> {
    let fits = |line: &String| (1..=LONGEST_LINE).contains(&line.chars().count());
    if lines.len() <= MOST_LINES && lines.iter().all(fits) {
        Ok(())
    } else {
        Err(validator::ValidationError::new("length"))
    }
}

/// A share of a hundred, exactly: a fraction in lowest terms.
#[derive(Serialize, ToSchema)]
pub(super) struct PercentRead {
    /// Above the line.
    numerator: i64,
    /// Below it; above zero.
    denominator: i64,
}

impl From<Percent> for PercentRead {
    fn from(percent: Percent) -> Self {
        let (numerator, denominator) = percent.fraction();
        Self { numerator, denominator }
    }
}
