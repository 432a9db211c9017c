//! The question bank: questions, concepts, structures, defence steps, universal principles.

mod bank;
pub mod meaning;
pub mod model;
pub mod raw;
mod resolve;

pub use bank::*;
pub use model::*;
pub use resolve::{is_name, nearest_name, resolve};
