//! Measuring a program in another process, beside the limits of the machine that it runs on.

mod nginx;
mod work;

pub use nginx::static_pages_per_second;
pub use work::{Asking, Course, Figures, Session, Submission, measure};

use serde::Serialize;
use std::collections::BTreeMap;

/// What a benchmark found.
#[derive(Debug, Clone, Serialize)]
pub struct Findings {
    /// The kind of database: `sqlite` or `postgresql`.
    pub database: &'static str,
    /// How many applications the round had received.
    pub applications: usize,
    /// What was asked for, by name.
    pub work: BTreeMap<&'static str, Figures>,
    /// The anonymous round page as a file served by nginx, a second; none without nginx.
    pub nginx_static_per_second: Option<f64>,
    /// Single-row durable commits by one client, a second.
    pub bare_commits_per_second: f64,
    /// Memory of the idle program after its start, in MiB.
    pub resident_mib: f64,
    /// The same after all that work, in MiB.
    pub resident_after_mib: f64,
    /// From the start of the process on that database to the first page, in milliseconds.
    pub first_page_ms: f64,
    /// The machine's load average over the last minute, before and after.
    pub load_average: [f64; 2],
}
