//! A real SMTP client against the post box.

use std::time::Duration;

use almoner_replay::post_box::{Fault, Keep, PostBox};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Message, SmtpTransport, Transport};

const SOON: Duration = Duration::from_secs(10);
const AWKWARD_SUBJECT: &str =
    "Your bid “Café Őő”: £1,000 – what happens next, in rather more words";

fn awkward_text() -> String {
    format!(".\n..two dots\n.start = equals\n\n{}\nEnd £ – ✓\n", "long ".repeat(400))
}

fn client(post_box: &PostBox) -> SmtpTransport {
    SmtpTransport::builder_dangerous("127.0.0.1")
        .port(post_box.port())
        .timeout(Some(Duration::from_millis(500)))
        .build()
}

fn letter(to: &str) -> Message {
    Message::builder()
        .from("Fictional Grants Office <grants@office.example>".parse::<Mailbox>().unwrap())
        .to(format!("Zoë Ápplicant <{to}>").parse::<Mailbox>().unwrap())
        .message_id(Some("<1.fictional@office.example>".to_owned()))
        .subject(AWKWARD_SUBJECT)
        .multipart(MultiPart::alternative_plain_html(
            awkward_text(),
            "<p>.</p>\n<p>£ – ✓</p>\n".to_owned(),
        ))
        .unwrap()
}

#[test]
fn what_a_mail_client_sends_is_what_the_post_box_reads() {
    let post_box = PostBox::start().unwrap();
    client(&post_box).send(&letter("zoe@group.example")).unwrap();

    let kept = post_box.latest_to("ZOE@group.example").unwrap();
    assert_eq!(kept.from, "grants@office.example");
    assert_eq!(kept.to, ["zoe@group.example"]);
    assert_eq!(kept.subject().as_deref(), Some(AWKWARD_SUBJECT));
    assert_eq!(kept.to_header().as_deref(), Some("Zoë Ápplicant <zoe@group.example>"));
    assert_eq!(kept.message_id().as_deref(), Some("<1.fictional@office.example>"));
    assert_eq!(kept.text().unwrap().replace("\r\n", "\n"), awkward_text());
    assert_eq!(kept.html().unwrap().replace("\r\n", "\n"), "<p>.</p>\n<p>£ – ✓</p>\n");
    assert_eq!(post_box.accepted(), 1);
}

#[test]
fn one_connection_carries_many_messages() {
    let post_box = PostBox::start().unwrap();
    let client = client(&post_box);
    for number in 0..20 {
        client.send(&letter(&format!("group{number}@example.org"))).unwrap();
    }
    assert_eq!(post_box.messages().len(), 20);
    assert_eq!(post_box.tally().connections, 1);
}

#[test]
fn a_message_asked_to_come_later_is_not_counted_until_it_does() {
    let post_box = PostBox::start().unwrap();
    post_box.inject(Fault::TryLater, 2);
    let client = client(&post_box);
    for _ in 0..2 {
        let refused = client.send(&letter("a@example.org")).unwrap_err();
        assert!(refused.is_transient(), "{refused}");
    }
    assert_eq!(post_box.accepted(), 0);
    client.send(&letter("a@example.org")).unwrap();
    assert_eq!(post_box.accepted(), 1);
}

#[test]
fn an_unknown_mailbox_is_refused_for_good_and_others_are_not() {
    let post_box = PostBox::start().unwrap();
    post_box.refuse_address("gone@example.org");
    let client = client(&post_box);
    assert!(client.send(&letter("Gone@example.org")).unwrap_err().is_permanent());
    client.send(&letter("here@example.org")).unwrap();
    assert_eq!((post_box.accepted(), post_box.tally().refused), (1, 1));
}

#[test]
fn a_connection_closed_without_an_answer_may_have_lost_or_kept_the_message() {
    let post_box = PostBox::start().unwrap();
    post_box.inject(Fault::CloseAndLose, 1);
    assert!(client(&post_box).send(&letter("a@example.org")).is_err());
    assert_eq!(post_box.accepted(), 0);
    post_box.inject(Fault::CloseAndKeep, 1);
    assert!(client(&post_box).send(&letter("a@example.org")).is_err());
    assert_eq!(post_box.accepted(), 1);
}

#[test]
fn a_relay_that_hangs_runs_the_client_into_its_timeout() {
    let post_box = PostBox::start().unwrap();
    post_box.inject(Fault::Hang, 1);
    let unanswered = client(&post_box).send(&letter("a@example.org")).unwrap_err();
    assert!(unanswered.status().is_none(), "{unanswered}");
    assert_eq!((post_box.accepted(), post_box.tally().faults), (0, 1));
    client(&post_box).send(&letter("a@example.org")).unwrap();
    assert_eq!(post_box.accepted(), 1);
}

#[test]
fn a_message_that_comes_while_waiting_is_found() {
    let post_box = PostBox::start().unwrap();
    let client = client(&post_box);
    std::thread::scope(|scope| {
        scope.spawn(|| client.send(&letter("late@example.org")).unwrap());
        assert!(post_box.wait_for(|m| m.is_to("late@example.org"), SOON).is_some());
    });
    assert!(post_box.wait_until_accepted(1, SOON));
    assert!(post_box.wait_for(|m| m.is_to("nobody@example.org"), Duration::ZERO).is_none());
}

#[test]
fn a_bounded_box_counts_on_but_keeps_only_the_newest() {
    let counting = PostBox::start_keeping(Keep::Counters).unwrap();
    let bounded = PostBox::start_keeping(Keep::Latest(2)).unwrap();
    for post_box in [&counting, &bounded] {
        for number in 0..5 {
            client(post_box).send(&letter(&format!("group{number}@example.org"))).unwrap();
        }
    }
    assert_eq!((counting.accepted(), counting.messages().len()), (5, 0));
    let kept: Vec<u64> = bounded.messages().iter().map(|message| message.number).collect();
    assert_eq!((bounded.accepted(), kept), (5, vec![4, 5]));
}

#[test]
fn a_relay_comes_back_at_the_port_it_had() {
    let port = PostBox::start().unwrap().port();
    let again = PostBox::start_on(port, Keep::Everything).unwrap();
    client(&again).send(&letter("a@example.org")).unwrap();
    assert_eq!(again.accepted(), 1);
}
