//! The binary: see [`almoner_server::cli`].

fn main() -> std::process::ExitCode {
    almoner_server::cli::run()
}
