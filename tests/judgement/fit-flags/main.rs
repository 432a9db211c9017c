//! Fits the model of red flags on labelled drafts, and writes `rules/models/flags.bin`.
//!
//! `answerlint-fit-flags [--corpus FOLDER] [--rotate]`: each writer is left out once, and what the others' fit makes of
//! his or her text is printed and gives the thresholds. Without `--rotate`, a fit on everything is then written.
//! `FOLDER` holds further text without red flags (`qa.jsonl`, `star_sentences.tsv`); the shipped weights had one.

mod cases;
mod optimize;
mod report;
mod train;

use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |name: &str| arguments.iter().any(|a| a == name);
    let corpus = arguments.iter().position(|a| a == "--corpus").and_then(|at| arguments.get(at + 1)).map(PathBuf::from);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let started = Instant::now();
    let cases = cases::read(&root.join("tests/judgement/drafts"), corpus.as_deref());
    let data = train::Data::of(&cases);
    eprintln!(
        "{} cases, {} units, {} features, {:?}",
        cases.len(),
        data.units.len(),
        data.keys.len(),
        started.elapsed()
    );
    let judged = report::rotate(&cases, &data);
    eprintln!("rotated after {:?}", started.elapsed());
    let thresholds = report::thresholds(&cases, &judged);
    report::print(&cases, &judged, &thresholds);
    if !has("--rotate") {
        let bytes = train::fit(&data, |_| true, thresholds);
        std::fs::write(root.join("rules/models/flags.bin"), &bytes).expect("the weights can be written");
        println!("{} bytes", bytes.len());
    }
    eprintln!("{:?}", started.elapsed());
}
