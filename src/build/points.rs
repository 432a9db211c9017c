//! The weights of strategy points and defence steps, `rules/models/points.yaml`.

use std::path::Path;

use serde::Deserialize;

use super::build_tables::Writer;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    strategy: Vec<f32>,
    steps: Vec<f32>,
    step_biases: Vec<f32>,
}

/// Writes the weights, as the bits of floats.
pub fn write(file: &Path, tables: &mut Writer) {
    let text = crate::read(file);
    let File { strategy, steps, step_biases } = match crate::yaml::parse(&text) {
        Ok(file) => file,
        Err(error) => crate::fail(file, &text, error.span.start as usize, &error.message),
    };
    for (name, weights) in [("STRATEGY_WEIGHTS", &strategy), ("STEP_WEIGHTS", &steps), ("STEP_BIASES", &step_biases)] {
        tables.numbers(name, &weights.iter().map(|weight| weight.to_bits()).collect::<Vec<_>>());
    }
}
