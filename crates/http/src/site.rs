//! What every request can reach: the application and the settings of the site.

use almoner_usecases::{App, AppError, Outcome};
use std::sync::Arc;

/// Settings that change answers.
#[derive(Clone, Debug)]
pub struct SiteSettings {
    /// The address under which people reach the site, without a slash at the end.
    pub public_url: String,
    /// Whether cookies carry `Secure` and the `__Host-` prefix, and HSTS is sent: everywhere but
    /// on a loopback address over plain HTTP.
    pub secure: bool,
    /// The largest body of a form, in bytes.
    pub body_limit: usize,
    /// How long a whole body may take to arrive, in seconds.
    pub body_seconds: u64,
    /// Whether people can be signed in at the press of a button: only in a demonstration that
    /// listens on a loopback address.
    pub one_press: bool,
}

/// Shared by every request.
#[derive(Clone)]
pub struct Site {
    /// The application.
    pub app: App,
    /// Settings.
    pub settings: Arc<SiteSettings>,
    /// The use of sessions and tokens that is not written down yet.
    pub uses: crate::Uses,
}

/// Runs blocking work (a use case, a view) on the pool for it.
///
/// # Errors
/// As the work says; a pool that is shutting down counts as a busy store.
pub async fn blocking<T, F>(work: F) -> Outcome<T>
where
    T: Send + 'static,
    F: FnOnce() -> Outcome<T> + Send + 'static,
{
    match actix_web::web::block(work).await {
        Ok(outcome) => outcome,
        Err(_) => Err(AppError::Store(almoner_ports::StoreError::Busy("shutting down".into()))),
    }
}
