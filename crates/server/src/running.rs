//! A running server: the HTTP side of an application, on a thread of its own.

use actix_web::dev::ServerHandle;
use actix_web::middleware::from_fn;
use actix_web::{App as Actix, HttpResponse, HttpServer, web};
use almoner_http::{Site, SiteSettings, Uses, secure_headers};
use almoner_usecases::App;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

/// A server that answers until it is stopped.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// The application behind it.
    pub app: App,
    handle: ServerHandle,
    thread: JoinHandle<io::Result<()>>,
}

/// Starts answering on `listener` with `workers` threads (0 for one per core).
///
/// # Errors
/// When the listener cannot be used.
pub fn start(
    app: App,
    settings: SiteSettings,
    listener: TcpListener,
    workers: usize,
) -> io::Result<Running> {
    let address = listener.local_addr()?;
    let site = Site { app: app.clone(), settings: Arc::new(settings), uses: Uses::default() };
    let (sender, receiver) = mpsc::channel();
    let thread = std::thread::Builder::new().name("http".to_owned()).spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = serve(site, listener, workers)?;
            // The receiver is gone only if the starter gave up; then nobody wants the server.
            let _ = sender.send(server.handle());
            server.await
        })
    })?;
    match receiver.recv() {
        Ok(handle) => Ok(Running { address, app, handle, thread }),
        Err(_) => match thread.join() {
            Ok(Err(error)) => Err(error),
            _ => Err(io::Error::other("the server did not start")),
        },
    }
}

fn serve(site: Site, listener: TcpListener, workers: usize) -> io::Result<actix_web::dev::Server> {
    let frame = web::Data::new(almoner_web::Frame::of(&site));
    let one_press = site.settings.one_press;
    let site = web::Data::new(site);
    let mut server = HttpServer::new(move || {
        Actix::new()
            .app_data(site.clone())
            .app_data(frame.clone())
            .wrap(from_fn(secure_headers))
            .route("/health/live", web::get().to(live))
            .route("/health/ready", web::get().to(ready))
            .configure(almoner_api::configure)
            .configure(|config| almoner_web::configure(config, one_press))
    });
    if workers > 0 {
        server = server.workers(workers);
    }
    Ok(server
        .client_request_timeout(Duration::from_secs(10))
        .keep_alive(Duration::from_secs(75))
        .shutdown_timeout(20)
        .disable_signals()
        .listen(listener)?
        .run())
}

/// The process is alive.
async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("alive\n")
}

/// The database answers.
async fn ready(site: web::Data<Site>) -> HttpResponse {
    let store = Arc::clone(site.app.store());
    match web::block(move || store.ping()).await {
        Ok(Ok(())) => HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("ready\n"),
        _ => HttpResponse::ServiceUnavailable()
            .insert_header(("retry-after", "5"))
            .content_type("text/plain; charset=utf-8")
            .body("the database does not answer\n"),
    }
}

impl Running {
    /// The address with its scheme.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Stops taking requests, finishes those that are running, and waits for the end.
    ///
    /// # Errors
    /// When the server ended with an error.
    pub fn stop(self) -> io::Result<()> {
        let stopping = self.handle.stop(true);
        actix_web::rt::System::new().block_on(stopping);
        self.thread.join().unwrap_or_else(|_| Err(io::Error::other("the server panicked")))
    }

    /// Waits until the server ends by itself.
    ///
    /// # Errors
    /// When the server ended with an error.
    pub fn wait(self) -> io::Result<()> {
        self.thread.join().unwrap_or_else(|_| Err(io::Error::other("the server panicked")))
    }

    /// A handle with which another thread can stop the server.
    #[must_use]
    pub fn handle(&self) -> ServerHandle {
        self.handle.clone()
    }
}
