//! Writes the generated Rust source: static tables of numbers, and blobs beside it.

use std::fmt::Write;
use std::path::Path;

use crate::text::program::PatternTables;

/// Collects static items.
#[derive(Default)]
pub struct Writer {
    source: String,
}

impl Writer {
    /// A slice of numbers.
    pub fn numbers(&mut self, name: &str, values: &[u32]) {
        let _ = write!(self.source, "pub static {name}: &[u32] = &[");
        for value in values {
            let _ = write!(self.source, "{value},");
        }
        self.source.push_str("];\n");
    }

    /// A slice of pairs.
    pub fn pairs(&mut self, name: &str, values: &[[u32; 2]]) {
        let _ = write!(self.source, "pub static {name}: &[[u32; 2]] = &[");
        for [a, b] in values {
            let _ = write!(self.source, "[{a},{b}],");
        }
        self.source.push_str("];\n");
    }

    /// A slice of triples.
    pub fn triples(&mut self, name: &str, values: &[[u32; 3]]) {
        let _ = write!(self.source, "pub static {name}: &[[u32; 3]] = &[");
        for [a, b, c] in values {
            let _ = write!(self.source, "[{a},{b},{c}],");
        }
        self.source.push_str("];\n");
    }

    /// A module of named bit masks.
    pub fn masks(&mut self, module: &str, masks: &[(String, u64)]) {
        let _ = writeln!(self.source, "#[allow(dead_code)]\npub mod {module} {{");
        for (name, mask) in masks {
            let _ = writeln!(self.source, "pub const {name}: u64 = {mask};");
        }
        self.source.push_str("}\n");
    }

    /// A string.
    pub fn text(&mut self, name: &str, value: &str) {
        let _ = writeln!(self.source, "pub static {name}: &str = {value:?};");
    }

    /// A slice of strings.
    pub fn texts(&mut self, name: &str, values: &[String]) {
        let _ = writeln!(self.source, "pub static {name}: &[&str] = &{values:?};");
    }

    /// Bytes in a file of their own.
    pub fn blob(&mut self, out: &Path, name: &str, bytes: &[u8]) {
        self.typed_blob(out, name, "[u8]", bytes);
    }

    /// Bytes in a file of their own, as an array whose size is part of its type.
    pub fn array(&mut self, out: &Path, name: &str, bytes: &[u8]) {
        self.typed_blob(out, name, &format!("[u8; {}]", bytes.len()), bytes);
    }

    fn typed_blob(&mut self, out: &Path, name: &str, kind: &str, bytes: &[u8]) {
        let file = format!("{}.bin", name.to_lowercase());
        std::fs::write(out.join(&file), bytes).expect("OUT_DIR can be written");
        let _ = writeln!(
            self.source,
            "pub static {name}: &{kind} = include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\"));"
        );
    }

    /// Several blobs in one file, and where each starts (one more number than there are blobs).
    pub fn blobs(&mut self, out: &Path, name: &str, blobs: impl Iterator<Item = Vec<u8>>) {
        let mut all = Vec::new();
        let mut starts = vec![0];
        for blob in blobs {
            all.extend(blob);
            starts.push(all.len() as u32);
        }
        self.blob(out, name, &all);
        self.numbers(&format!("{name}_STARTS"), &starts);
    }

    /// The tables of a pattern set.
    pub fn patterns(&mut self, name: &str, tables: &PatternTables) {
        self.programs(name, tables);
        self.numbers(&format!("{name}_ANCHOR_STARTS"), &tables.anchor_starts);
        self.pairs(&format!("{name}_ANCHORS"), &tables.anchors);
    }

    /// The tables of a pattern set without its anchors.
    pub fn programs(&mut self, name: &str, tables: &PatternTables) {
        self.numbers(&format!("{name}_STEPS"), &tables.steps);
        self.numbers(&format!("{name}_SET_STARTS"), &tables.set_starts);
        self.numbers(&format!("{name}_SET_WORDS"), &tables.set_words);
        self.pairs(&format!("{name}_PATTERNS"), &tables.patterns);
        self.numbers(&format!("{name}_NEEDS"), &tables.needs);
    }

    /// The whole source.
    pub fn finish(self) -> String {
        self.source
    }
}
