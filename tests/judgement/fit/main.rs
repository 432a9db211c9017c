//! Fits the models in `rules/models` to labelled drafts.
//!
//! `cargo run --profile quick --features fit --bin answerlint-fit` fits them to `tests/judgement/drafts` and writes
//! `rules/models/story.bin`; a folder as argument stands in for the drafts. With `--rotate` it writes nothing, and
//! prints how right the models are on each writer when they are fitted to the others only. The same drafts give the
//! same file on every run.

mod chain;
mod decision;
mod drafts;
mod lbfgs;
mod matrix;
mod noisy_or;
mod rotate;
mod train;
mod weights;

use std::path::{Path, PathBuf};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = arguments.iter().find(|a| !a.starts_with("--")).map(PathBuf::from);
    let (writers, stories) = drafts::read(&folder.unwrap_or_else(|| root.join("tests/judgement/drafts")));
    let stories: Vec<(drafts::Story, Vec<drafts::Story>)> = stories
        .into_iter()
        .filter(|s| !s.sentences.is_empty())
        .map(|story| {
            let versions = story.versions();
            (story, versions)
        })
        .collect();
    let mut judgements = train::Judgements::new(&stories);
    if arguments.iter().any(|a| a == "--rotate") {
        rotate::print(&writers, &stories, &mut judgements);
        return;
    }
    let bytes = train::ship(&stories, &mut judgements);
    let file = root.join("rules/models/story.bin");
    std::fs::write(&file, &bytes).expect("the file can be written");
    println!("{}: {} bytes", file.display(), bytes.len());
}
