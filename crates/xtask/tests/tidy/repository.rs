//! Where the repository is and which files belong to it.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The top folder of the repository.
pub(crate) fn top() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/xtask is two folders down").to_path_buf()
}

/// Every file that git knows or would add, as paths from the top with forward slashes.
pub(crate) fn files() -> Vec<String> {
    let answer = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(top())
        .output()
        .expect("git runs");
    assert!(
        answer.status.success(),
        "git ls-files did not work: {}",
        String::from_utf8_lossy(&answer.stderr)
    );
    let names = String::from_utf8(answer.stdout).expect("file names are UTF-8");
    let files: Vec<String> = names
        .split('\0')
        // A file deleted from the work tree is still listed until the deletion is staged.
        .filter(|name| !name.is_empty() && top().join(name).is_file())
        .map(str::to_owned)
        .collect();
    assert!(files.iter().any(|name| name == "Cargo.toml"), "git lists no Cargo.toml");
    files
}

/// The text of a file, or nothing when it is not text.
pub(crate) fn text(name: &str) -> Option<String> {
    String::from_utf8(std::fs::read(top().join(name)).expect("a listed file can be read")).ok()
}
