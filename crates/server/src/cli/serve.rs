//! `almoner serve`: an office on real data.

use super::{CommandError, say};
use crate::chores::Chores;
use crate::clock::SystemClock;
use crate::config::{ConfigError, Settings};
use crate::running::{self, Running};
use crate::wiring::{self, Ingredients};
use secrecy::ExposeSecret;
use std::net::TcpListener;
use std::process::ExitCode;
use std::sync::Arc;

pub(super) fn run(settings: &Settings) -> Result<ExitCode, CommandError> {
    crate::telemetry::start(&settings.log);
    let faults = settings.unsafe_for_real_data();
    if !faults.is_empty() {
        return Err(ConfigError::Unsafe(faults).into());
    }
    let pack = wiring::pack(settings.office.pack.as_deref())?;
    let code = pack.office.identity.short_name.clone();
    let (_database, store) = wiring::real_database(&settings.database.url, &code)?;
    #[cfg(debug_assertions)]
    let store = crate::planted::store(store);
    let secret = settings.security.secret_key.as_ref();
    let app = wiring::application(Ingredients {
        store,
        demonstration: false,
        clock: Arc::new(SystemClock),
        office: pack.office,
        secret: secret.map(|key| key.expose_secret().as_bytes().to_vec()).unwrap_or_default(),
        public_url: settings.server.public_url.clone(),
        filing: crate::filing::configured(settings)?,
    })?;
    let dispatcher = wiring::dispatcher(&app, settings)?;
    let listener = TcpListener::bind(settings.server.bind)?;
    let site = wiring::site_settings(settings);
    let running = running::start(app.clone(), site, listener, settings.server.workers)?;
    let chores = Chores::start(&app, dispatcher);
    say(&format!("Almoner answers at {}", settings.server.public_url));
    until_told(running)?;
    chores.stop();
    Ok(ExitCode::SUCCESS)
}

/// Waits for SIGTERM, SIGINT or the server's own end, and stops it in order.
pub(super) fn until_told(running: Running) -> Result<(), CommandError> {
    let handle = running.handle();
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            if told().await.is_ok() {
                handle.stop(true).await;
            }
        });
    })?;
    Ok(running.wait()?)
}

#[cfg(unix)]
async fn told() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

#[cfg(not(unix))]
async fn told() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}
