//! Words about a group's bid.

use almoner_domain::application::{ApplicationRefused, NextStep, Status};
use almoner_domain::organisation::Kind;
use almoner_domain::round::Phase;
use almoner_domain::screening::{Failing, Warning};
use almoner_domain::value::{Instant, london, show_date, show_moment};

type Page = (String, Vec<String>);

fn page(heading: &str, paragraphs: &[&str]) -> Page {
    (heading.to_owned(), paragraphs.iter().map(|text| (*text).to_owned()).collect())
}

/// A moment with its zone.
#[must_use]
pub fn moment(at: Instant) -> String {
    format!("{} ({})", show_moment(at), london::zone_name(at))
}

/// Why a bid does not move.
#[must_use]
pub fn refused(refused: &ApplicationRefused) -> Page {
    match refused {
        ApplicationRefused::NotFromHere(from) => page(
            "Your application has moved on",
            &[
                &format!("This is not possible while it is {}.", status_code(from.from)),
                "Nothing was changed.",
            ],
        ),
        ApplicationRefused::RoundNotOpen(phase) => not_open(*phase),
        ApplicationRefused::DeadlinePassed { deadline, arrived } => page(
            "The deadline has passed",
            &[
                &format!("The deadline was {deadline}. This arrived at {}.", moment(*arrived)),
                "What you had saved before the deadline is kept.",
            ],
        ),
        ApplicationRefused::OutsideZones => page(
            "This round is for certain zones",
            &[
                "None of the places that you entered is in them. Your answers are kept.",
                "Check the places of your project, or see the list of rounds for one that fits.",
            ],
        ),
        ApplicationRefused::NotInvited => page(
            "This round is for groups that were invited",
            &[
                "Your organisation is not one of them. The round’s page says why it is limited, \
                 and whom to ask.",
                "Nothing was started.",
            ],
        ),
        ApplicationRefused::TooManyBids { allowed, .. } => page(
            "Your organisation has already applied",
            &[
                &match allowed {
                    1 => "Each organisation can make one application in this round.".to_owned(),
                    more => {
                        format!("Each organisation can make {more} applications in this round.")
                    }
                },
                "You can find what your organisation has started under 'Your applications'.",
            ],
        ),
        ApplicationRefused::Incomplete(count) => page(
            "Your application is not complete",
            &[
                &match count {
                    1 => "1 answer is missing or needs correcting.".to_owned(),
                    more => format!("{more} answers are missing or need correcting."),
                },
                "The list of tasks of your application shows which. Nothing was sent.",
            ],
        ),
        ApplicationRefused::NotReopened => page(
            "Your application has been sent",
            &["To change it before the deadline, open it again first. Nothing was changed."],
        ),
        ApplicationRefused::ReopenedAlready => {
            page("Your application is open already", &["You can change it and send it again."])
        }
    }
}

fn not_open(phase: Phase) -> Page {
    match phase {
        Phase::Hidden | Phase::Announced => page(
            "This fund is not open yet",
            &["You can start an application on the day on which it opens."],
        ),
        Phase::Paused => page(
            "This fund is paused",
            &[
                "Something went wrong on our side and we have stopped the clock. The time that \
                 was lost will be added to the deadline.",
                "Your answers are kept.",
            ],
        ),
        Phase::Cancelled => page(
            "This fund has been cancelled",
            &["It takes no applications. The fund's page says why."],
        ),
        Phase::Open | Phase::Closed | Phase::Results => {
            page("This is not possible now", &["Nothing was changed."])
        }
    }
}

fn status_code(code: &str) -> String {
    Status::parse(code)
        .map_or_else(|| code.to_owned(), |status| public_status(status).to_lowercase())
}

/// What an applicant is told of where a bid stands: fewer words than the office has, so that no
/// unfinished judgement shows.
#[must_use]
pub const fn public_status(status: Status) -> &'static str {
    match status {
        Status::Draft => "Not sent yet",
        Status::Submitted => "Received",
        Status::Abandoned => "Not sent in time",
        Status::Withdrawn => "Withdrawn",
        Status::Late => "Arrived too late",
        Status::Screening | Status::IneligibleProposed => "Being checked",
        Status::InfoRequested => "We need something",
        Status::Ineligible => "Not eligible",
        Status::Eligible
        | Status::InAssessment
        | Status::Assessed
        | Status::Moderated
        | Status::Recommended
        | Status::Reserve
        | Status::NotRecommended
        | Status::DdClear
        | Status::DdFailed
        | Status::Approved
        | Status::Declined => "Being assessed",
        Status::Converted => "Decision made",
    }
}

/// What happens next with a bid, with its day.
#[must_use]
pub fn next_step(step: NextStep, now: Instant) -> String {
    let late = if step.is_late(now) {
        " That day has passed: we are late, and sorry. Ask us when to expect it."
    } else {
        ""
    };
    match step {
        NextStep::Send(deadline) => format!("You send it before {deadline}."),
        NextStep::Wait(deadline) => format!(
            "Until {deadline} you can open it again and change it. After that we check that it \
             can be considered."
        ),
        NextStep::Check(day) => {
            format!("We check that it can be considered, by {}.{late}", show_date(day))
        }
        NextStep::Answer => "You send us what we asked for.".to_owned(),
        NextStep::Mark(day) => {
            format!(
                "Assessors mark it against the published criteria, by {}.{late}",
                show_date(day)
            )
        }
        NextStep::Decide(day) => {
            format!("The decision is made. We tell you by {}.{late}", show_date(day))
        }
    }
}

/// Who decides on the bids of a round.
pub const WHO_DECIDES: &str =
    "The Commissioner, or whom the scheme of delegation names, on the advice of a panel";

/// A kind of group.
#[must_use]
pub const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Charity => "Registered charity (not a CIO)",
        Kind::Cio => "Charitable incorporated organisation (CIO)",
        Kind::Cic => "Community interest company (CIC)",
        Kind::Company => "Company limited by guarantee",
        Kind::Group => "Community group that is not registered",
        Kind::Uniformed => "Uniformed group, such as Scouts, Guides or cadets",
        Kind::Parish => "Parish or town council, or parish meeting",
        Kind::School => "School or parent-teacher association",
        Kind::Partnership => "Community safety partnership or council",
        Kind::Housing => "Housing association",
        Kind::Faith => "Faith body",
        Kind::Business => "Business that matches the money and supplies free of charge",
        Kind::Other => "Another kind of organisation",
    }
}

/// A check that would fail as things stand.
#[must_use]
pub fn warning(warning: &Warning) -> String {
    match &warning.failing {
        Failing::KindNotAllowed(which) => {
            format!("This round is not for this kind of organisation: {}.", kind(*which))
        }
        Failing::TooFewUnrelated { unrelated, least } => format!(
            "{unrelated} people on your committee are unrelated to each other. The round asks for \
             at least {least}."
        ),
        Failing::BelowMinimum { asked, least } => {
            format!("You ask for {asked}. The smallest grant of this round is {}.", least)
        }
        Failing::AboveMaximum { asked, most } => {
            format!("You ask for {asked}. The largest grant of this round is {}.", most)
        }
        Failing::BudgetDiffers { budget, asked } => {
            format!("Your budget lines ask this grant for {budget}, but you ask for {asked}.")
        }
        Failing::OutsideTargets { percent, least } => format!(
            "As far as we can tell, {percent}% of the people you will help live in the areas that \
             this round is for. It asks for at least {least}%. If a place is not where we think, \
             choose its area yourself."
        ),
        Failing::StartsTooEarly { start, earliest } => format!(
            "Your project starts on {}. Projects of this round may start from {}.",
            show_date(*start),
            show_date(*earliest)
        ),
        Failing::EndsTooLate { end, latest } => format!(
            "Your project ends on {}. The money of this round must be spent by {}.",
            show_date(*end),
            show_date(*latest)
        ),
        Failing::Late { arrived, deadline } => {
            format!("It arrived at {}. The deadline was {deadline}.", moment(*arrived))
        }
        Failing::Incomplete { missing } => {
            format!("{missing} answers are missing or need correcting.")
        }
        Failing::SecondPersonWaiting { until } => format!(
            "A second person of your organisation must confirm it by {}.",
            show_date(*until)
        ),
        Failing::SecondPersonSaidNo => {
            "The second person of your organisation did not confirm it.".to_owned()
        }
        Failing::NotConfirmed { until } => {
            format!("No second person of your organisation confirmed it by {}.", show_date(*until))
        }
        Failing::TooManyBids { bids, allowed } => format!(
            "Your organisation has {bids} applications in this round. It may have {allowed}."
        ),
    }
}
