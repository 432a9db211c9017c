//! x
pub mod diagnostic;
pub mod document;
pub mod source;
pub mod span;
pub mod text;
pub mod yaml;
