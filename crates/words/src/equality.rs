//! Words about what groups say about who leads them.

use almoner_domain::equality::{Answer, Cell, EqualityRefused, FLOOR, Question, Shown};

/// Who the question is about: at least half of those who lead the group.
#[must_use]
pub const fn question(question: Question) -> &'static str {
    match question {
        Question::RacialInequity => "People from communities that experience racial inequity",
        Question::Disabled => "Disabled people",
        Question::Women => "Women and girls",
        Question::Lgbt => "Lesbian, gay, bisexual, trans or queer people",
        Question::Young => "People under 25",
        Question::Older => "People aged 65 and over",
        Question::Faith => "People of a minority faith",
        Question::Poverty => "People with little money or few chances",
    }
}

/// An answer.
#[must_use]
pub const fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "Yes, at least half",
        Answer::No => "No, fewer than half",
        Answer::NotKnown => "We do not know",
        Answer::NotSaid => "We would rather not say",
    }
}

/// A cell of a table of counts.
#[must_use]
pub const fn cell(cell: Cell) -> &'static str {
    match cell {
        Cell::Answered(one) => answer(one),
        Cell::PassedOver => "Passed over",
    }
}

/// A count as it is shown.
#[must_use]
pub fn shown(shown: Shown) -> String {
    match shown {
        Shown::Count(count) => count.to_string(),
        Shown::Withheld => "Not shown".to_owned(),
    }
}

/// What staff read about what is not shown.
#[must_use]
pub fn floor() -> String {
    format!(
        "Counts below {FLOOR} are not shown, and neither are others from which they could be worked \
         out. The counts are made once, after the round has closed, and stay as they are."
    )
}

/// Why answers are not taken, or counts not shown.
#[must_use]
pub fn refused(refused: EqualityRefused) -> (String, Vec<String>) {
    use EqualityRefused as R;
    let (heading, text) = match refused {
        R::NotOpen => {
            ("These questions are closed", "They can be answered until the deadline of the round.")
        }
        R::NotSent => (
            "Send your application first",
            "These questions can be answered once your application is sent.",
        ),
        R::Enough => (
            "Your organisation has probably answered already",
            "There are as many answers in this round as applications. To change yours, take them \
             back with your key first.",
        ),
        R::Empty => (
            "Choose at least one answer",
            "You can leave out any question, or all of them: then there is nothing to send.",
        ),
        R::NoSuchKey => (
            "No answers have this key",
            "Check it against what you wrote down. Answers that were taken back are gone.",
        ),
        R::NotClosed => ("The round has not closed", "Counts are made once the round has closed."),
    };
    (heading.to_owned(), vec![text.to_owned(), "Nothing was changed.".to_owned()])
}
