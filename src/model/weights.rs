//! The file of fitted weights, read in place.
//!
//! All little-endian: the header's numbers, then the features as sorted 32-bit keys with an index by their upper bits,
//! then a row of signed bytes for each feature, one for each column of scores. `answerlint-fit` writes it.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::chain::{Chain, LABELS};
use super::story::NUMBERS;

/// Kinds of evidence, and parts, that have a score of their own.
pub const KINDS: usize = 6;
/// Columns of scores of a sentence: labels of the chain, kinds of evidence, parts by themselves.
pub const COLUMNS: usize = LABELS + 2 * KINDS;
/// Bits of a key by which the features are indexed.
pub const INDEX_BITS: u32 = 12;
/// Decisions about an answer: kinds of evidence, then parts.
pub const DECISIONS: usize = 2 * KINDS;
/// First bytes of the file: its format.
pub const MAGIC: [u8; 4] = *b"ALW1";

static SHIPPED: LazyLock<Model<'static>> = LazyLock::new(|| {
    static FILTER: Filter = filter(FILE);
    Model::parse(FILE, Cow::Borrowed(&FILTER)).unwrap_or_default()
});
const FILE: &[u8] = include_bytes!("../../rules/models/story.bin");

/// Upper bits of a key that the filter has a bit for.
const FILTER_BITS: u32 = 17;
/// Bits of the keys that may have weights.
type Filter = [u64; 1 << (FILTER_BITS - 6)];
/// So many features are looked up together.
const BATCH: usize = 64;

/// The filter of the keys in a file; those of the shipped one are read when the crate is compiled.
const fn filter(bytes: &[u8]) -> Filter {
    let mut filter = [0; 1 << (FILTER_BITS - 6)];
    let count = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize;
    // Keys stand before the rows, which end the file.
    let mut at = bytes.len() - count * (COLUMNS + 4);
    let end = at + 4 * count;
    while at < end {
        let key = u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        filter[(key >> (38 - FILTER_BITS)) as usize] |= 1 << (key >> (32 - FILTER_BITS) & 63);
        at += 4;
    }
    filter
}

/// Fitted weights.
#[derive(Clone, Debug)]
pub struct Model<'a> {
    filter: Cow<'a, [u64]>,
    index: &'a [u8],
    keys: &'a [u8],
    rows: &'a [u8],
    scales: [f32; COLUMNS],
    biases: [f32; COLUMNS],
    /// How the parts of a story follow each other.
    pub chain: Chain,
    decisions: [[f32; NUMBERS + 1]; DECISIONS],
}

impl Default for Model<'_> {
    fn default() -> Self {
        Self {
            filter: Cow::Borrowed(&[0; 1 << (FILTER_BITS - 6)]),
            index: &[],
            keys: &[],
            rows: &[],
            scales: [0.0; COLUMNS],
            biases: [0.0; COLUMNS],
            chain: Chain::default(),
            decisions: [[0.0; NUMBERS + 1]; DECISIONS],
        }
    }
}

/// Takes numbers off the front of a file.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(front)
    }

    fn floats<const N: usize>(&mut self) -> Option<[f32; N]> {
        let bytes = self.take(4 * N)?;
        let mut out = [0.0; N];
        for (to, from) in out.iter_mut().zip(bytes.chunks_exact(4)) {
            *to = f32::from_le_bytes(from.try_into().ok()?);
        }
        Some(out)
    }
}

impl<'a> Model<'a> {
    /// The weights in `bytes`, unless they are of another format.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        // The filter reads what the rest has found to be in order.
        let model = Self::parse(bytes, Cow::Borrowed(&[]))?;
        Some(Self { filter: Cow::Owned(filter(bytes).to_vec()), ..model })
    }

    fn parse(bytes: &'a [u8], filter: Cow<'a, [u64]>) -> Option<Self> {
        let mut bytes = Bytes(bytes);
        let magic = bytes.take(4)?;
        let count = u32::from_le_bytes(bytes.take(4)?.try_into().ok()?) as usize;
        let scales = bytes.floats()?;
        let biases = bytes.floats()?;
        let chain = Chain::new(&bytes.floats::<{ LABELS * LABELS }>()?, &bytes.floats()?, &bytes.floats()?);
        let mut decisions = [[0.0; NUMBERS + 1]; DECISIONS];
        for decision in &mut decisions {
            *decision = bytes.floats()?;
        }
        let index = bytes.take(2 * ((1 << INDEX_BITS) + 1))?;
        let keys = bytes.take(4 * count)?;
        let rows = bytes.take(COLUMNS * count)?;
        let model = Self { filter, index, keys, rows, scales, biases, chain, decisions };
        (magic == MAGIC && bytes.0.is_empty()).then_some(model)
    }

    /// The weights that come with the linter.
    #[must_use]
    pub fn shipped() -> &'static Model<'static> {
        &SHIPPED
    }

    /// The weights of a feature, if it has any.
    #[inline]
    fn row(&self, key: u32) -> Option<&'a [u8; COLUMNS]> {
        let bucket = 2 * (key >> (32 - INDEX_BITS)) as usize;
        let ends = self.index.get(bucket..bucket + 4)?;
        let from = u16::from_le_bytes([ends[0], ends[1]]) as usize;
        let to = u16::from_le_bytes([ends[2], ends[3]]) as usize;
        let wanted = key.to_le_bytes();
        let (keys, _) = self.keys.as_chunks::<4>();
        let at = from + keys.get(from..to)?.iter().position(|k| *k == wanted)?;
        let (rows, _) = self.rows.as_chunks::<COLUMNS>();
        rows.get(at)
    }

    /// Adds the weights of a feature to a sentence's sums.
    #[inline]
    pub fn add(&self, key: u32, sums: &mut [i32; COLUMNS]) {
        self.add_all(&[key], sums);
    }

    /// Adds the weights of several features to a sentence's sums.
    #[inline]
    pub fn add_all(&self, keys: &[u32], sums: &mut [i32; COLUMNS]) {
        let filter: &[u64] = &self.filter;
        // Most features have no weight. They are sorted out without a branch, which could not be foreseen.
        let mut passed = [0; BATCH];
        for keys in keys.chunks(BATCH) {
            let mut count = 0;
            for key in keys {
                passed[count % BATCH] = *key;
                let bits = filter[(key >> (38 - FILTER_BITS)) as usize];
                count += (bits >> (key >> (32 - FILTER_BITS) & 63) & 1) as usize;
            }
            passed.iter().take(count).for_each(|key| self.add_row(*key, sums));
        }
    }

    fn add_row(&self, key: u32, sums: &mut [i32; COLUMNS]) {
        if let Some(row) = self.row(key) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(weight.cast_signed());
            }
        }
    }

    /// The weights of a feature.
    #[must_use]
    pub fn weights(&self, key: u32) -> [f32; COLUMNS] {
        let mut sums = [0; COLUMNS];
        self.add(key, &mut sums);
        std::array::from_fn(|column| sums[column] as f32 * self.scales[column])
    }

    /// The scores of a sentence.
    #[must_use]
    pub fn scores(&self, sums: &[i32; COLUMNS]) -> [f32; COLUMNS] {
        std::array::from_fn(|column| sums[column] as f32 * self.scales[column] + self.biases[column])
    }

    /// How far the numbers of an answer lie above the threshold of a decision.
    #[must_use]
    pub fn decide(&self, decision: usize, numbers: &[f32; NUMBERS]) -> f32 {
        let weights = &self.decisions[decision];
        weights[NUMBERS] + weights.iter().zip(numbers).map(|(w, n)| w * n).sum::<f32>()
    }
}
