//! One kind of request, asked again and again, with the processor time that the program spent.

use crate::browser::encode_pairs;
use crate::load::{self, Load, Report, write_form, write_get};
use crate::program::Program;
use serde::Serialize;
use std::io;
use std::time::Duration;

/// The figures of one kind of request.
#[derive(Debug, Clone, Serialize)]
pub struct Figures {
    /// Answers per second.
    pub per_second: f64,
    /// Half of the answers took at most so long, in milliseconds.
    pub p50_ms: f64,
    /// 95 in a hundred.
    pub p95_ms: f64,
    /// 99 in a hundred.
    pub p99_ms: f64,
    /// Processor time that the program spent on each, in milliseconds.
    pub cpu_ms: f64,
    /// Clients at a time.
    pub clients: usize,
}

/// How hard and how long to ask.
#[derive(Debug, Clone, Copy)]
pub struct Course {
    /// Clients at a time.
    pub clients: usize,
    /// For how long.
    pub lasting: Duration,
}

/// Whose cookie to send.
#[derive(Debug, Clone)]
pub struct Session {
    /// The value of the cookie header.
    pub cookie: String,
    /// The token of its forms.
    pub csrf: String,
}

/// A form to be sent once.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Whose.
    pub session: Session,
    /// Where to.
    pub path: String,
    /// Fields beside the token.
    pub fields: Vec<(String, String)>,
}

/// What is asked for.
pub enum Asking<'a> {
    /// Pages, one after the other and again from the first.
    Pages(Option<&'a Session>, &'a [String]),
    /// Forms, each once; it ends when there are no more.
    Forms(&'a [Submission]),
}

/// Asks, and measures.
///
/// # Errors
/// When a process figure cannot be read, or an answer was a refusal.
pub fn measure(program: &Program, course: Course, asking: &Asking<'_>) -> io::Result<Figures> {
    let mut load = Load::new(program.address(), course.clients, course.lasting);
    let host = program.address().to_string();
    if let Asking::Pages(..) = asking {
        // Caches and connections of the program are filled without being counted.
        let mut warm = load;
        warm.lasting = course.lasting.div_f64(10.0);
        ask(&warm, &host, asking)?;
    } else if let Asking::Forms(forms) = asking {
        load.at_most = u64::try_from(forms.len()).ok();
    }
    let before = program.processor_time()?;
    let report = ask(&load, &host, asking)?;
    let spent = program.processor_time()?.saturating_sub(before);
    if !report.is_clean() {
        let refusal = report.first_refusal.unwrap_or_default();
        let refusal: String = refusal.chars().take(300).collect();
        return Err(io::Error::other(format!(
            "{} broken, {:?} by class: {refusal}",
            report.broken, report.by_class
        )));
    }
    Ok(figures(&report, spent, course.clients))
}

fn ask(load: &Load, host: &str, asking: &Asking<'_>) -> io::Result<Report> {
    match asking {
        Asking::Pages(session, paths) => {
            let cookie = session.map(|session| ("Cookie", session.cookie.as_str()));
            let headers = cookie.as_slice();
            load::run(load, |number, buffer| {
                if let Some(path) = nth(paths, number) {
                    write_get(buffer, host, path, headers);
                }
            })
        }
        Asking::Forms(forms) => load::run(load, |number, buffer| {
            if let Some(form) = nth(forms, number) {
                write_submission(buffer, host, form);
            }
        }),
    }
}

fn nth<T>(of: &[T], number: u64) -> Option<&T> {
    let count = u64::try_from(of.len()).ok()?;
    of.get(usize::try_from(number.checked_rem(count)?).ok()?)
}

fn write_submission(buffer: &mut Vec<u8>, host: &str, form: &Submission) {
    let mut pairs = vec![("csrf", form.session.csrf.as_str())];
    pairs.extend(form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let headers = [("Cookie", form.session.cookie.as_str()), ("Sec-Fetch-Site", "same-origin")];
    write_form(buffer, host, &form.path, &headers, encode_pairs(&pairs).as_bytes());
}

fn figures(report: &Report, spent: Duration, clients: usize) -> Figures {
    let ms = |time: Duration| rounded(time.as_secs_f64() * 1000.0);
    let answers = f64::from(u32::try_from(report.answered).unwrap_or(u32::MAX)).max(1.0);
    Figures {
        per_second: rounded(report.rate()),
        p50_ms: ms(report.latency.p50()),
        p95_ms: ms(report.latency.p95()),
        p99_ms: ms(report.latency.p99()),
        cpu_ms: rounded(spent.as_secs_f64() * 1000.0 / answers),
        clients,
    }
}

/// To a thousandth: more digits would not be known.
fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
