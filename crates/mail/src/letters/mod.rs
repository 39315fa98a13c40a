//! What each letter says. A new kind of letter does not compile without its words here.

mod applications;
mod decisions;
mod panel;
mod people;
mod rounds;
mod screening;
mod second_person;

use crate::Content;
use almoner_domain::letter::Body;
use almoner_ports::Secrets;

/// The words of a letter.
pub(crate) fn words(body: &Body, secrets: &dyn Secrets) -> Content {
    match body {
        Body::SignInLink { sealed, minutes } => {
            people::sign_in_link(secrets.open(sealed), *minutes)
        }
        Body::AwardOffered { offer } => decisions::offered(offer),
        Body::BidDeclined { result } => decisions::declined(result),
        Body::BidOnReserve { result, until } => decisions::on_reserve(result, *until),
        Body::StaffInvitation { title } => people::staff_invitation(title),
        Body::MemberInvited { organisation, by, until, path } => {
            people::member_invited(organisation, by, *until, path)
        }
        Body::MemberJoined { organisation, who, path } => {
            people::member_joined(organisation, who, path)
        }
        Body::MemberRemoved { organisation } => people::member_removed(organisation),
        Body::SecondFactorReset {} => people::second_factor_reset(),
        Body::RoundForReview { title, path } => rounds::for_review(title, path),
        Body::RoundSentBack { title, path, reason } => rounds::sent_back(title, path, reason),
        Body::RoundApproved { title, path } => rounds::approved(title, path),
        Body::RoundAnnounced { title, path, opens_at, deadline } => {
            rounds::announced(title, path, *opens_at, *deadline)
        }
        Body::DeadlineMoved { round, from, deadline, reason, path } => {
            rounds::deadline_moved(round, *from, *deadline, reason, path)
        }
        Body::MoreTimeAsked { title, path } => rounds::more_time_asked(title, path),
        Body::MoreTimeAnswered { title, given, path } => {
            rounds::more_time_answered(title, *given, path)
        }
        Body::MoreTimeGiven { round, organisation, deadline, path } => {
            rounds::more_time_given(round, organisation, *deadline, path)
        }
        Body::RoundPaused { round, reason, path } => rounds::paused(round, reason, path),
        Body::RoundCancelled { round, reason, path } => rounds::cancelled(round, reason, path),
        Body::ApplicationStarted { round, organisation, deadline, path } => {
            applications::started(round, organisation, *deadline, path)
        }
        Body::ApplicationReceived {
            reference,
            round,
            organisation,
            sent_at,
            requested,
            again,
            deadline,
            decision_by,
            path,
        } => applications::received(&applications::Receipt {
            reference,
            round,
            organisation,
            sent_at: *sent_at,
            requested: *requested,
            again: *again,
            deadline: *deadline,
            decision_by: *decision_by,
            path,
        }),
        Body::ApplicationReopened { reference, round, deadline, path } => {
            applications::reopened(reference, round, *deadline, path)
        }
        Body::ApplicationWithdrawn { reference, round, organisation } => {
            applications::withdrawn(reference.as_deref(), round, organisation)
        }
        Body::ApplicationLate {
            round,
            organisation,
            arrived,
            deadline,
            stands,
            contact,
            contact_email,
            contact_phone,
            path,
        } => applications::late(&applications::Late {
            round,
            organisation,
            arrived: *arrived,
            deadline: *deadline,
            stands: stands.as_deref(),
            contact,
            contact_email,
            contact_phone,
            path,
        }),
        Body::ApplicationAbandoned { round, organisation, deadline } => {
            applications::abandoned(round, organisation, *deadline)
        }
        Body::ApplicationEntered {
            round,
            organisation,
            by,
            deadline,
            contact,
            contact_phone,
            path,
        } => {
            let ask = [contact.as_str(), contact_phone.as_str()];
            second_person::entered(round, organisation, by, *deadline, ask, path)
        }
        Body::SecondPersonAsked {
            reference,
            round,
            organisation,
            by,
            entered,
            until,
            again,
            path,
        } => {
            let about = second_person::About { reference, round, path };
            let sent = second_person::Sent { organisation, by, entered: *entered };
            second_person::asked(&about, &sent, *until, *again)
        }
        Body::SecondPersonNeeded { reference, round, who, until, again, path } => {
            let about = second_person::About { reference, round, path };
            second_person::needed(&about, who.as_deref(), *until, *again)
        }
        Body::SecondPersonAnswered { reference, round, who, confirmed, path } => {
            let about = second_person::About { reference, round, path };
            second_person::answered(&about, who, *confirmed)
        }
        Body::AssessmentsAssigned { round, count, due, declarations } => {
            panel::assigned(round, *count, due, declarations)
        }
        Body::AssessmentsExpired { round, count, path } => panel::expired(round, *count, path),
        Body::AssessmentGivenBack { path, reason } => panel::given_back(path, reason),
        Body::MeetingPapers { round, on, path } => panel::meeting_papers(round, on, path),
        Body::RecommendationReturned { round, reason, path } => {
            panel::returned(round, reason, path)
        }
        Body::NotEligible {
            reference,
            round,
            reasons,
            review_until,
            contact,
            contact_email,
            contact_phone,
            path,
        } => screening::not_eligible(
            &screening::About { reference, round, path },
            reasons,
            *review_until,
            [contact, contact_email, contact_phone],
        ),
        Body::GoesToAssessment { reference, round, conditions, decision_by, path } => {
            let about = screening::About { reference, round, path };
            screening::goes_to_assessment(&about, conditions, *decision_by)
        }
        Body::InformationNeeded { reference, round, items, until, path } => {
            let about = screening::About { reference, round, path };
            screening::information_needed(&about, items, *until)
        }
        Body::InformationReceived { reference, round, at } => {
            screening::information_received(reference, round, *at)
        }
        Body::ReviewReceived { reference, round, at } => {
            screening::review_received(reference, round, *at)
        }
        Body::ReviewAnswered { reference, round, reinstated, answer, path } => {
            let about = screening::About { reference, round, path };
            screening::review_answered(&about, *reinstated, answer)
        }
        Body::ResultSetAside { reference, round, conditions, path } => {
            let about = screening::About { reference, round, path };
            screening::result_set_aside(&about, conditions)
        }
    }
}
