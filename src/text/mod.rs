//! Pure text tools: words and sentences in normal form, word patterns, and the vocabulary they share.

pub mod inflect;
pub mod matcher;
pub mod memo;
pub mod normal;
pub mod pattern;
pub mod program;
pub mod spelling;
pub mod stem;
pub mod terms;
pub mod vocabulary;
pub mod words;
