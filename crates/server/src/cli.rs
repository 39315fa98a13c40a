//! The commands.

mod audit;
mod bench;
mod demo;
mod filling;
mod replay;
mod serve;
mod staff;

use crate::config::{ConfigError, Settings};
use crate::wiring::{self, WiringError};
use almoner_domain::access::Role;
use almoner_domain::value::EmailAddress;
use clap::{Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use thiserror::Error;

/// Grants-commissioning software for the office of a police and crime commissioner.
#[derive(Debug, Parser)]
#[command(name = "almoner", version, about)]
pub struct Cli {
    /// The settings file; without it, almoner.toml in this folder if there is one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the demonstration office: invented groups, one-press sign-ins, a mailbox.
    Demo {
        /// Where its data is kept.
        #[arg(long, value_name = "DIR", default_value = "./data")]
        data: PathBuf,
        /// The address to listen on: a loopback address.
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
        bind: SocketAddr,
        /// Throw the demonstration's data away and begin anew.
        #[arg(long)]
        reset: bool,
    },
    /// Rehearse a round before it is announced: its file in an office of its own with invented
    /// people, whose email goes nowhere.
    Rehearse {
        /// The round file.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The time that the office's clock shows, in London, such as 2026-07-03T17:00; without
        /// it, a day after the round opens. Start again with a later time to go on.
        #[arg(long, value_name = "TIME")]
        at: Option<jiff::civil::DateTime>,
        /// Where its data is kept.
        #[arg(long, value_name = "DIR", default_value = "./rehearsal")]
        data: PathBuf,
        /// The address to listen on: a loopback address.
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8081")]
        bind: SocketAddr,
        /// Throw the rehearsal's data away and begin anew.
        #[arg(long)]
        reset: bool,
    },
    /// Run an office on real data.
    Serve,
    /// Bring the database's tables up to date.
    Migrate,
    /// Play a past round through the pages on an empty database, and show what it came to.
    Replay {
        /// The story: a round file with its people, bids and timetable.
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// An empty database; without it, one of its own that is thrown away afterwards.
        #[arg(long, value_name = "URL")]
        database: Option<String>,
        /// Print one JSON object and nothing else.
        #[arg(long)]
        json: bool,
    },
    /// Measure this machine with a round of 5,000 applications.
    Bench {
        /// An empty database; without it, a temporary SQLite file.
        #[arg(long, value_name = "URL")]
        database: Option<String>,
        /// One JSON object on standard output, and nothing else.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        size: bench::Size,
    },
    /// The audit trail.
    Audit {
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// People who work for the office.
    Staff {
        #[command(subcommand)]
        command: StaffCommand,
    },
    /// The settings.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Check every chain and anchor. Exit code 0: whole; 1: broken, with the first bad entry.
    Verify {
        /// The database; without it, the configured one.
        #[arg(long, value_name = "URL")]
        database: Option<String>,
    },
}

#[derive(Debug, Subcommand)]
enum StaffCommand {
    /// Give somebody a role, and an account if they have none: the way to the first administrator.
    Invite {
        /// Their email address.
        #[arg(value_parser = staff::email)]
        email: EmailAddress,
        /// The role, such as `administrator`.
        #[arg(long, value_parser = staff::role)]
        role: Role,
    },
    /// Remove the app for sign-in codes of somebody who lost it.
    ResetApp {
        /// Their email address.
        #[arg(value_parser = staff::email)]
        email: EmailAddress,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Say whether the settings are safe for real data, and which are not.
    Check,
}

/// Why a command failed.
#[derive(Debug, Error)]
pub enum CommandError {
    /// Settings.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Putting the office together.
    #[error(transparent)]
    Wiring(#[from] WiringError),
    /// Said in full.
    #[error("{0}")]
    Said(String),
}

impl From<std::io::Error> for CommandError {
    fn from(error: std::io::Error) -> Self {
        Self::Wiring(error.into())
    }
}

impl From<almoner_persistence::OpenError> for CommandError {
    fn from(error: almoner_persistence::OpenError) -> Self {
        Self::Wiring(error.into())
    }
}

/// Runs the command line. Exit codes: 0 done, 1 found broken or not met, 2 could not be done.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match obey(cli) {
        Ok(code) => code,
        Err(error) => {
            // The logger may not be up yet, and a person is reading.
            complain(&format!("almoner: {error}"));
            ExitCode::from(2)
        }
    }
}

fn obey(cli: Cli) -> Result<ExitCode, CommandError> {
    let settings = || {
        // The one place that reads the environment.
        let environment = std::env::vars();
        Settings::load(cli.config.as_deref(), environment)
    };
    match cli.command {
        Command::Demo { data, bind, reset } => {
            demo::run(&settings()?, &demo::Show::Demonstration, &data, bind, reset)
        }
        Command::Rehearse { file, at, data, bind, reset } => {
            let show = demo::Show::rehearsal(&file, at)?;
            demo::run(&settings()?, &show, &data, bind, reset)
        }
        Command::Serve => serve::run(&settings()?),
        Command::Migrate => {
            let settings = settings()?;
            crate::telemetry::start(&settings.log);
            wiring::open(&settings.database.url)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Replay { file, database, json } => {
            replay::run(&settings()?, &file, database.as_deref(), json)
        }
        Command::Bench { database, json, size } => bench::run(database.as_deref(), json, size),
        Command::Audit { command: AuditCommand::Verify { database } } => {
            let url = match database {
                Some(url) => url,
                None => settings()?.database.url,
            };
            audit::verify(&url)
        }
        Command::Staff { command: StaffCommand::Invite { email, role } } => {
            staff::invite(&settings()?, &email, role)
        }
        Command::Staff { command: StaffCommand::ResetApp { email } } => {
            staff::reset(&settings()?, &email)
        }
        Command::Config { command: ConfigCommand::Check } => {
            let faults = settings()?.unsafe_for_real_data();
            if faults.is_empty() {
                say("The settings are safe for real data.");
                return Ok(ExitCode::SUCCESS);
            }
            Err(ConfigError::Unsafe(faults).into())
        }
    }
}

/// The answer to a command, on standard output.
pub(crate) fn say(text: &str) {
    #[expect(clippy::print_stdout, reason = "the answer to a command")]
    {
        println!("{text}");
    }
}

/// What stands against it, on standard error.
pub(crate) fn complain(text: &str) {
    #[expect(clippy::print_stderr, reason = "the answer to a command")]
    {
        eprintln!("{text}");
    }
}
