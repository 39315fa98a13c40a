//! Log lines on standard error. They hold no personal data: ids, codes, paths without queries.

use crate::config::Log;
use std::io::IsTerminal;
use tracing_subscriber::EnvFilter;

/// Starts logging; a second start in one process changes nothing. Colours are for terminals only.
pub fn start(log: &Log) {
    let filter = EnvFilter::try_new(&log.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    let started =
        if log.json { builder.json().try_init() } else { builder.with_target(false).try_init() };
    // Somebody else's logger is as good.
    drop(started);
}
