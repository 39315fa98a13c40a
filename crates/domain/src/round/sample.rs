//! A complete, fictional round for the tests of this crate.

use super::{Posts, Round, RoundFile};
use crate::access::Role;
use crate::area::{Area, AreaCode, AreaKind, Gazetteer, Members};
use crate::id::{PersonId, RoundId};
use crate::office::{Identity, Office, Titles};
use crate::organisation::KindNeeds;
use crate::plan::{Plan, Priority};
use crate::value::{BankHolidays, Instant};
use jiff::civil::date;
use uuid::Uuid;

/// The text of the file.
pub(crate) const FILE: &str = include_str!("sample.toml");

/// Everybody whom the file names, in its order, and a few more.
const PEOPLE: [&str; 9] = [
    "officer@example.org",
    "lead@example.org",
    "second-lead@example.org",
    "chair@example.org",
    "second-chair@example.org",
    "finance@example.org",
    "second-finance@example.org",
    "approver@example.org",
    "second-approver@example.org",
];

/// A person by number.
pub(crate) fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

/// The person with an address of the file.
pub(crate) fn somebody(email: &str) -> Option<PersonId> {
    PEOPLE.iter().position(|known| *known == email).map(|at| person(at as u128))
}

/// The file as read.
pub(crate) fn file() -> RoundFile {
    RoundFile::parse(FILE).unwrap()
}

/// The posts of the file.
pub(crate) fn posts() -> Posts {
    file().posts.resolve(somebody).unwrap()
}

/// An instant by its text.
pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// The round as a draft.
pub(crate) fn draft() -> Round {
    let RoundFile { round, form, .. } = file();
    let id = RoundId(Uuid::from_u128(1));
    Round::draft(id, round, form, posts(), person(0), at("2026-05-01T09:00:00Z")).unwrap()
}

/// The round as announced, before it opens at 9am on 1 June 2026 (08:00 UTC).
pub(crate) fn published() -> Round {
    draft()
        .ask_for_review(person(0), Vec::new())
        .and_then(|round| round.confirm_funds(person(50)))
        .and_then(|round| round.approve(person(51), false, Vec::new()))
        .and_then(|round| round.publish(at("2026-05-20T09:00:00Z"), Vec::new()))
        .unwrap()
}

/// The round as open.
pub(crate) fn open() -> Round {
    published().open(at("2026-06-01T08:00:00Z")).unwrap()
}

fn area(code: &str) -> Area {
    Area {
        code: AreaCode::parse(code).unwrap(),
        kind: AreaKind::PolicingArea,
        name: code.to_owned(),
        aliases: Vec::new(),
        valid_from: None,
        valid_to: None,
        approximate: true,
        note: None,
        members: Members::default(),
    }
}

/// An office with two areas and one plan.
pub(crate) fn office() -> Office {
    let titles = Role::ALL.iter().map(|role| (*role, role.code().to_owned())).collect();
    let priority = Priority {
        code: "neighbourhood".into(),
        title: "Neighbourhood crime".into(),
        added: false,
        valid_from: None,
        valid_from_basis: None,
        valid_to: None,
        source: "fictional".into(),
    };
    Office {
        identity: Identity {
            name: "Office of an invented Commissioner".into(),
            short_name: "Invented".into(),
            area_name: "Inventedshire".into(),
            service_name: "Grants".into(),
            commissioner_title: "Commissioner".into(),
            deputy_title: "Deputy".into(),
            contact_name: "Grants team".into(),
            contact_email: "grants@example.org".into(),
            contact_phone: "0116 496 0000".into(),
            accessibility_email: "grants@example.org".into(),
            accessibility_phone: "0116 496 0000".into(),
            contact_is_fictional: true,
        },
        titles: Titles::new(titles).unwrap(),
        gazetteer: Gazetteer::new(vec![area("north"), area("south")], []).unwrap(),
        plans: vec![Plan {
            code: "2025-29".into(),
            title: "An invented plan".into(),
            valid_from: date(2025, 4, 1),
            valid_from_basis: "fictional".into(),
            valid_to: Some(date(2029, 3, 31)),
            valid_to_basis: None,
            source: "fictional".into(),
            note: None,
            priorities: vec![priority],
        }],
        kinds: KindNeeds::default(),
        bank_holidays: BankHolidays::default(),
        questions: Vec::new(),
        template: None,
    }
}
