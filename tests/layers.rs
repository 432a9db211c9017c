//! A module imports only from lower layers, or from its own; see `src/README.md`.

use std::fs;
use std::path::{Path, PathBuf};

/// The layers, lowest first.
const LAYERS: &[&[&str]] = &[
    &["span", "yaml", "text", "tables", "timing"],
    &["source", "diagnostic"],
    &["document"],
    &["rules", "content"],
    &["answer", "model"],
    &["check"],
    &["config", "engine", "suppress", "baseline", "fix", "selftest"],
    &["emit", "cli", "lsp"],
];

/// Imports that point upward on purpose, each with its reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    // A user's regular expressions are compiled where they are used, and checked when their rule is read.
    ("rules", "check"),
];

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
    out
}

#[test]
fn imports_point_downward() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for file in rust_files(&root) {
        let inside = file.strip_prefix(&root).expect("the file is below src");
        let first = inside.components().next().expect("a path has a part").as_os_str().to_string_lossy().into_owned();
        let module = first.trim_end_matches(".rs").to_owned();
        if matches!(module.as_str(), "lib" | "main" | "build") {
            continue;
        }
        let own = layer_of(&module).unwrap_or_else(|| panic!("{module} stands in no layer"));
        let text = fs::read_to_string(&file).expect("a source file is text");
        for (number, line) in text.lines().enumerate() {
            for piece in line.split("crate::").skip(1) {
                let used: String = piece.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let Some(layer) = layer_of(&used) else { continue };
                if layer > own && !EXCEPTIONS.contains(&(module.as_str(), used.as_str())) {
                    wrong.push(format!("{}:{}: {module} imports {used}", inside.display(), number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_one_module_names_the_yaml_crate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in rust_files(&root) {
        let text = fs::read_to_string(&file).expect("a source file is text");
        let names = text.contains("serde_yaml");
        assert_eq!(names, file.ends_with("src/yaml.rs"), "{}", file.display());
    }
}
