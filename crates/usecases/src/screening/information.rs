//! Asking the group for named things, and its answer.

use super::{Case, letters};
use crate::applications::Bid as OwnBid;
use crate::{AppError, Cx, Eye, FieldProblem, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application::{Application, DrawUp, SectionAnswers, Submission};
use almoner_domain::audit::Fact;
use almoner_domain::form::{Fields, Question};
use almoner_domain::id::{ApplicationId, PersonId};
use almoner_domain::round::Round;
use almoner_domain::screening::{
    Bid, Item, Screening, ask_for_information, expire_information, give_information,
};
use almoner_domain::value::{Instant, london};

/// Asks the group for what the checks that need information need.
pub struct AskForInformation {
    /// The bid.
    pub application: ApplicationId,
    /// The version of its screening that was read.
    pub version: i64,
    /// What is asked for.
    pub items: Vec<Item>,
}

impl UseCase for AskForInformation {
    type Subject = Case;
    type Output = ();
    const ACT: Act = Act::Screen;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Case> {
        Case::load(eye, self.application)
    }

    fn on(&self, case: &Case) -> On {
        case.on()
    }

    fn run(&self, case: Case, cx: &mut Cx<'_>) -> Outcome<()> {
        case.must_be(self.version)?;
        let holidays = cx.office().bank_holidays.clone();
        let step = case.step(cx, &holidays)?;
        let after = ask_for_information(case.bid.clone(), step, self.items.clone())
            .map_err(Refusal::from)?;
        let checks = self.items.iter().map(|item| item.check.clone()).collect();
        let questions = self.items.iter().flat_map(|item| &item.questions);
        let until = after.screening.open_request().map(|request| request.until.to_string());
        let entry = case
            .entry(&after, "screening.information_asked")
            .with("checks", Fact::Codes(checks))
            .with("questions", Fact::Codes(questions.map(ToString::to_string).collect()))
            .code("until", until.unwrap_or_default());
        cx.audit(&entry)?;
        case.save(&after, cx)?;
        match letters::information_needed(&after, &case.round) {
            Some(body) => letters::to_group(&after.application, &body, cx),
            None => Ok(()),
        }
    }
}

/// The group answers: it may change the answers that it was asked about, and no others.
pub struct GiveInformation {
    /// The bid.
    pub application: ApplicationId,
    /// The version of its screening that was read.
    pub version: i64,
    /// What was typed, field by field.
    pub typed: Vec<(String, String)>,
}

impl UseCase for GiveInformation {
    type Subject = (OwnBid, Screening);
    type Output = ();
    const ACT: Act = Act::EditApplication;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        let own = OwnBid::load(eye, self.application)?;
        let screening = eye.tx.screening(self.application)?.ok_or(AppError::NotFound)?;
        Ok((own, screening))
    }

    fn on(&self, (own, _): &Self::Subject) -> On {
        own.on()
    }

    fn run(&self, (own, screening): Self::Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        if screening.version != self.version {
            return Err(AppError::Stale);
        }
        let OwnBid { application, round, organisation } = own;
        let case = Case {
            bid: Bid { application, screening },
            round,
            standing: almoner_domain::access::Standing::NotApplicable,
        };
        let before = &case.bid.application;
        let asked = questions(&case.round, &case.bid.screening);
        let mut after = give_information(case.bid.clone(), cx.now).map_err(Refusal::from)?;
        let last = cx.tx.submission(before.id, before.submission)?.ok_or(AppError::NotFound)?;
        let answers = changed(last.answers, &asked, &self.typed)?;
        let me = cx.person()?;
        let now = cx.now;
        let drawn = DrawUp {
            id: cx.id(),
            application: before,
            round: &case.round,
            organisation: &organisation,
            answers,
            by: me,
            at: now,
            intent: String::new(),
            gazetteer: &cx.office().gazetteer,
        };
        let submission = Submission::draw_up(drawn).map_err(Refusal::from)?;
        stand(&mut after.application, &submission);
        let entry = case
            .entry(&after, "screening.information_given")
            .number("submission", i64::from(submission.number))
            .with(
                "questions",
                Fact::Codes(asked.iter().map(|question| question.id.to_string()).collect()),
            );
        cx.audit(&entry)?;
        cx.tx.add_submission(&submission)?;
        for section in sections(&case.round, &asked, &submission, cx, me, now)? {
            cx.tx.save_section(&section)?;
        }
        case.save(&after, cx)?;
        let body = letters::information_received(&after, &case.round, now);
        letters::to_group(&after.application, &body, cx)
    }
}

/// The questions whose answers the group was asked about, by the form.
fn questions<'a>(round: &'a Round, screening: &Screening) -> Vec<&'a Question> {
    let Some(request) = screening.open_request() else { return Vec::new() };
    request.questions().filter_map(|id| round.form.question(id)).collect()
}

/// The answers with those to `asked` as typed now. Fields of other questions are left out.
fn changed(
    mut answers: Fields,
    asked: &[&Question],
    typed: &[(String, String)],
) -> Outcome<Fields> {
    let typed_here =
        |question: &&Question, name: &str| question.owns(name) && !question.kind.is_files();
    answers.retain(|name, _| !asked.iter().any(|question| typed_here(question, name)));
    for (name, value) in typed {
        if asked.iter().any(|question| typed_here(question, name)) {
            answers.entry(name.clone()).or_default().push(value.clone());
        }
    }
    let problems: Vec<FieldProblem> = asked
        .iter()
        .flat_map(|question| question.read(&answers).problems)
        .filter(FieldProblem::is_blocking)
        .collect();
    if problems.is_empty() { Ok(answers) } else { Err(AppError::Invalid(problems)) }
}

/// The head follows the version that stands; when it was sent stays.
fn stand(application: &mut Application, submission: &Submission) {
    application.submission = submission.number;
    application.title.clone_from(&submission.title);
    application.requested = submission.requested;
    application.lead_area.clone_from(&submission.places.lead);
}

/// The sections that hold the changed answers, so that the group reads what it gave.
fn sections(
    round: &Round,
    asked: &[&Question],
    submission: &Submission,
    cx: &mut Cx<'_>,
    by: PersonId,
    at: Instant,
) -> Outcome<Vec<SectionAnswers>> {
    let mut saved = cx.tx.sections(submission.application)?;
    saved.retain(|section| {
        let questions = round.form.section(&section.section).map(|one| one.questions.as_slice());
        let here = questions.unwrap_or_default();
        here.iter().any(|question| asked.iter().any(|one| one.id == question.id))
    });
    for section in &mut saved {
        let questions = round.form.section(&section.section).map(|one| one.questions.as_slice());
        let here = questions.unwrap_or_default();
        section.fields = submission
            .answers
            .iter()
            .filter(|(name, _)| {
                here.iter().any(|question| question.owns(name) && !question.kind.is_files())
            })
            .map(|(name, values)| (name.clone(), values.clone()))
            .collect();
        section.saved_by = by;
        section.saved_at = at;
    }
    Ok(saved)
}

/// The scheduler's part: a group's time to answer has run out.
pub struct ExpireInformation;

/// Bids of one run.
const AT_ONCE: i64 = 20;

impl UseCase for ExpireInformation {
    type Subject = Vec<Case>;
    /// How many bids went back to screening.
    type Output = usize;
    const ACT: Act = Act::Housekeeping;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Vec<Case>> {
        let overdue = eye.tx.information_overdue(london::date(eye.now), AT_ONCE)?;
        overdue.into_iter().map(|id| Case::load(eye, id)).collect()
    }

    fn on(&self, _: &Vec<Case>) -> On {
        On::default()
    }

    fn run(&self, cases: Vec<Case>, cx: &mut Cx<'_>) -> Outcome<usize> {
        for case in &cases {
            let after = expire_information(case.bid.clone(), cx.now).map_err(Refusal::from)?;
            cx.audit(&case.entry(&after, "screening.information_expired"))?;
            case.save(&after, cx)?;
        }
        Ok(cases.len())
    }
}
