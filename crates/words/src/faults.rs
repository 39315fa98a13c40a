//! What is wrong with an answer, in words: short enough to stand at the field, and the same in the
//! error summary.

use almoner_domain::form::Fault;
use almoner_domain::value::{DateFault, EmailFault, MoneyFault, QuantityFault, show_date};

/// What is wrong with the field that `label` names.
#[must_use]
pub fn fault(label: &str, fault: &Fault) -> String {
    format!("{}: {}", label.trim_end_matches(['?', ':', '.']), sentence(fault))
}

/// What is wrong, as it stands at the field, whose label stands above it.
#[must_use]
pub fn at_field(fault: &Fault) -> String {
    super::rounds::capital(&sentence(fault))
}

fn sentence(fault: &Fault) -> String {
    match fault {
        Fault::Missing => "enter an answer".to_owned(),
        Fault::Repeated { count } => {
            format!("give one answer. We received {count}")
        }
        Fault::TooLong { max, .. } => {
            format!("this is too long for us to take. Shorten it to about {} characters", max)
        }
        Fault::ControlCharacter { .. } => {
            "remove the characters that cannot be shown. They may come from copying".to_owned()
        }
        Fault::TooManyCharacters { count, max } => {
            format!("use {max} characters or fewer. You have {count}")
        }
        Fault::TooManyWords { count, max } => {
            format!("use {max} words or fewer. You have {count}")
        }
        Fault::NotNumber => "enter a number, such as 12".to_owned(),
        Fault::NotWhole => "enter a whole number, such as 12".to_owned(),
        Fault::NumberBelow { least } => format!("enter {least} or more"),
        Fault::NumberAbove { most } => format!("enter {most} or less"),
        Fault::Money(fault) => money(*fault).to_owned(),
        Fault::MoneyBelow { least } => format!("enter {} or more", least),
        Fault::MoneyAbove { most } => format!("enter {} or less", most),
        Fault::Quantity(fault) => quantity(*fault).to_owned(),
        Fault::Date(fault) => date(*fault),
        Fault::EndBeforeStart { start, .. } => {
            format!("the end must be on or after the start, {}", show_date(*start))
        }
        Fault::NotAnOption => "choose one of the answers offered".to_owned(),
        Fault::TooFewChosen { min, count } => format!("choose at least {min}. You chose {count}"),
        Fault::TooManyChosen { max, count } => format!("choose {max} or fewer. You chose {count}"),
        Fault::NotAllAgreed { left } => match left {
            1 => "1 statement is not ticked. All are needed".to_owned(),
            more => format!("{more} statements are not ticked. All are needed"),
        },
        Fault::NoFile => "add a file".to_owned(),
        Fault::TooManyFiles { count, most } => {
            format!("keep {most} files or fewer. There are {count}")
        }
        Fault::Email(fault) => match fault {
            EmailFault::Empty => "enter an email address".to_owned(),
            EmailFault::TooLong => "this email address is too long".to_owned(),
            EmailFault::NotEmail => {
                "enter an email address in the correct format, like name@example.com".to_owned()
            }
        },
        Fault::NotPhoneNumber => "enter a telephone number, like 0116 496 0000".to_owned(),
        Fault::NotPostcode => "enter a full UK postcode, like LE1 1AA".to_owned(),
        Fault::NotCharityNumber => {
            "this does not look like a charity number. We will check it with you".to_owned()
        }
        Fault::NotCompanyNumber => {
            "this does not look like a company number. We will check it with you".to_owned()
        }
        Fault::NotSchoolNumber => {
            "a school's unique reference number has 6 figures. We will check it with you".to_owned()
        }
        Fault::NoNumberNorNone => {
            "enter a registration number, or tick that you have none".to_owned()
        }
        Fault::NumberAndNone => "enter a number, or tick that there is none, not both".to_owned(),
        Fault::BaselineAndUnknown => {
            "describe how things are now, or tick that it is not known, not both".to_owned()
        }
        Fault::NotPercent => "enter a whole number from 1 to 100".to_owned(),
        Fault::SharesTotal { total } => {
            format!("the shares must add up to 100%. They add up to {total}%")
        }
        Fault::LineDoesNotAddUp { total, from_grant, from_others } => format!(
            "this line costs {total}, but {from_grant} from this grant and {from_others} from \
             others do not add up to that"
        ),
        Fault::SumTooLarge => "the sum is too large for us to keep".to_owned(),
        Fault::BudgetNotAmountAsked { budget, asked } => format!(
            "the lines ask this grant for {budget}, but you ask for {asked}. They must be the same"
        ),
        Fault::BelowRoundMinimum { asked, least } => {
            format!("you ask for {asked}. The smallest grant is {}", least)
        }
        Fault::AboveRoundMaximum { asked, most } => {
            format!("you ask for {asked}. The largest grant is {}", most)
        }
        Fault::MatchShort { from_others, total, least } => format!(
            "others pay {from_others} of the whole cost of {total}. At least {least}% must come \
             from others"
        ),
        Fault::SmallestAboveAsked { smallest, asked } => {
            format!("{smallest} is more than you ask for, {asked}")
        }
        Fault::StartsTooEarly { earliest } => {
            format!("projects may start from {}", show_date(*earliest))
        }
        Fault::EndsTooLate { latest } => {
            format!("the money must be spent by {}", show_date(*latest))
        }
        Fault::OutsideProject { start, end } => format!(
            "this is outside the time of your project, {} to {}",
            show_date(*start),
            show_date(*end)
        ),
        Fault::MoreUnrelatedThanMembers { unrelated, members } => {
            format!("{unrelated} unrelated people are more than the {members} on your committee")
        }
        Fault::SamePerson => "this should be a different person from the first contact".to_owned(),
        Fault::NotTheSum { given, sum, with } => format!(
            "this is {}, but your answer to {} comes to {}. They must be the same",
            super::rules::measured(*given),
            super::rules::all(with),
            super::rules::measured(*sum)
        ),
        Fault::ExceededByOthers { given, sum, with } => format!(
            "this is {}, but your answer to {} comes to {}, which must not be more",
            super::rules::measured(*given),
            super::rules::all(with),
            super::rules::measured(*sum)
        ),
        Fault::BeforeAnother { after, with, .. } => format!(
            "this must not be before {}, your answer to {}",
            show_date(*after),
            super::rules::all(with)
        ),
    }
}

const fn money(fault: MoneyFault) -> &'static str {
    match fault {
        MoneyFault::Empty => "enter an amount of money",
        MoneyFault::NotMoney => "enter an amount of money, like 1,250 or 99.50",
        MoneyFault::TooManyDecimals => "use no more than two figures after the point",
        MoneyFault::Negative => "enter an amount that is not below zero",
        MoneyFault::TooLarge => "this amount is too large for us to keep",
    }
}

const fn quantity(fault: QuantityFault) -> &'static str {
    match fault {
        QuantityFault::Empty => "enter how many",
        QuantityFault::NotNumber => "enter a number, like 12 or 7.5",
        QuantityFault::TooManyDecimals => "use no more than three figures after the point",
        QuantityFault::Negative => "enter a number that is not below zero",
        QuantityFault::TooLarge => "this number is too large for us to keep",
    }
}

/// What is wrong with a date.
#[must_use]
pub fn date(fault: DateFault) -> String {
    match fault {
        DateFault::Empty => "enter a date".to_owned(),
        DateFault::Missing(parts) => {
            let missing: Vec<&str> =
                [(parts.day, "a day"), (parts.month, "a month"), (parts.year, "a year")]
                    .into_iter()
                    .filter_map(|(missing, name)| missing.then_some(name))
                    .collect();
            format!("the date must include {}", missing.join(" and "))
        }
        DateFault::YearNotFourFigures => "the year must have 4 figures".to_owned(),
        DateFault::NotReal => "enter a date that exists".to_owned(),
    }
}
