//! A linter for prepared interview answers.
//!
//! Data flows one way: a path becomes a [`source::Source`], that a [`document::Document`], that the answers of a
//! [`answer::Draft`]; [`engine::check`] runs the rules over them; [`emit`] shows what they found. `src/README.md` is
//! the map.

pub mod answer;
pub mod baseline;
pub mod check;
pub mod cli;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod engine;
pub mod fix;
pub mod model;
pub mod rules;
pub mod selftest;
pub mod source;
pub mod span;
pub mod suppress;
pub mod text;
pub mod timing;
pub mod yaml;

#[allow(missing_docs)]
pub(crate) mod tables {
    include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}
