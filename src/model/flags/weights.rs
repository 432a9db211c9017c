//! The weights of the model, in the form they have in `rules/models/flags.bin`.
//!
//! Features are sorted by the hash of their key. Its upper [`BUCKET_BITS`] bits are the bucket, of which the file holds
//! where each starts. Each feature is a [`ROW`]: the 16 bits after those, which tell the features of a bucket apart, and a
//! byte for every output; side by side, so that what is found is at hand.

/// Number of outputs.
pub const OUTPUTS: usize = 9;
/// A score for each output.
pub type Scores = [f32; OUTPUTS];

const BUCKET_BITS: u32 = 14;
const BUCKETS: usize = 1 << BUCKET_BITS;
const MAGIC: &[u8; 4] = b"alf2";
/// Bytes of a feature.
const ROW: usize = 2 + OUTPUTS;
/// Bytes before the starts of the buckets: magic, count, and five rows of floats.
const HEADER: usize = 8 + 4 * 4 * OUTPUTS;
/// Upper bits of a key that the filter has a bit for.
const FILTER_BITS: u32 = 19;
/// Bits of the keys that may have weights.
pub type Filter = [u8; 1 << (FILTER_BITS - 3)];
/// The filter that lets every key pass.
static ANY: Filter = [0xff; 1 << (FILTER_BITS - 3)];
/// Sentences of fewer features count as if they had so many: three words decide little.
pub const FEW: u32 = 64;
/// So many features are looked up together.
const BATCH: usize = 64;

/// The weights, where they stand.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'a> {
    /// What a unit of a feature's weight counts, for a sentence and its neighbours.
    pub centre: Scores,
    /// The same for the window.
    pub window: Scores,
    /// What is added.
    pub bias: Scores,
    /// What a flag's score is above.
    pub thresholds: Scores,
    starts: &'a [[u8; 2]],
    rows: &'a [[u8; ROW]],
    filter: &'a Filter,
}

/// Weights of features, summed up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    total: [i32; OUTPUTS],
    features: u32,
}

impl Sum {
    /// Adds another sum.
    pub fn add(&mut self, other: &Self) {
        self.total.iter_mut().zip(other.total).for_each(|(total, other)| *total += other);
        self.features += other.features;
    }

    /// Adds the sum to `scores`, made independent of the number of features.
    pub fn add_to(&self, scores: &mut Scores, scale: &Scores, share: f32) {
        let share = share / (self.features.max(FEW) as f32).sqrt();
        for (score, (total, scale)) in scores.iter_mut().zip(self.total.iter().zip(scale)) {
            *score += *total as f32 * scale * share;
        }
    }
}

impl<'a> Weights<'a> {
    /// The weights in `bytes`, unless they are not in the form of this module.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let count = u32::from_le_bytes(*rest.first_chunk()?) as usize;
        let row = |number: usize| -> Option<Scores> {
            let mut scores = [0.0; OUTPUTS];
            for (at, score) in scores.iter_mut().enumerate() {
                *score = f32::from_le_bytes(*bytes.get(8 + 4 * (number * OUTPUTS + at)..)?.first_chunk()?);
            }
            Some(scores)
        };
        let (starts, rows) = bytes.get(HEADER..)?.split_at_checked(2 * (BUCKETS + 1))?;
        let (starts, (rows, over)) = (starts.as_chunks().0, rows.as_chunks());
        if rows.len() != count || !over.is_empty() || half(starts, BUCKETS) != count {
            return None;
        }
        Some(Self { centre: row(0)?, window: row(1)?, bias: row(2)?, thresholds: row(3)?, starts, rows, filter: &ANY })
    }

    /// The weights with the filter that [`filter`] makes of them, by which most features without weight are told at
    /// once.
    #[must_use]
    pub fn with_filter(self, filter: &'a Filter) -> Self {
        Self { filter, ..self }
    }

    /// The sum of the weights of the features whose keys, changed by `change`, are given.
    #[must_use]
    pub fn sum(&self, keys: &[u32], change: u32) -> Sum {
        let mut sum = Sum { features: keys.len() as u32, ..Sum::default() };
        // Most features have no weight. They are sorted out without a branch, which could not be foreseen.
        let mut passed = [0; BATCH];
        for keys in keys.chunks(BATCH) {
            let mut count = 0;
            for key in keys {
                passed[count % BATCH] = key ^ change;
                count += usize::from(self.may_have(key ^ change));
            }
            for row in passed.iter().take(count).filter_map(|key| self.row(*key)) {
                for (total, weight) in sum.total.iter_mut().zip(&row[2..]) {
                    *total += i32::from(weight.cast_signed());
                }
            }
        }
        sum
    }

    /// The weight of a feature for one output, in units of its scale.
    #[must_use]
    pub fn weight(&self, key: u32, output: usize) -> f32 {
        self.row(key).map_or(0.0, |row| f32::from(row[2 + output].cast_signed()))
    }

    #[inline]
    fn may_have(&self, key: u32) -> bool {
        self.filter[(key >> (35 - FILTER_BITS)) as usize] >> (key >> (32 - FILTER_BITS) & 7) & 1 != 0
    }

    #[inline]
    fn row(&self, key: u32) -> Option<&'a [u8; ROW]> {
        let bucket = (key >> (32 - BUCKET_BITS)) as usize;
        let tag = ((key >> (16 - BUCKET_BITS)) as u16).to_le_bytes();
        let (from, to) = (half(self.starts, bucket), half(self.starts, bucket + 1));
        self.rows.get(from..to)?.iter().find(|row| row[..2] == tag)
    }
}

fn half(all: &[[u8; 2]], at: usize) -> usize {
    all.get(at).map_or(0, |bytes| u16::from_le_bytes(*bytes).into())
}

/// The filter of weights in the form that [`Weights::parse`] reads: a bit for the upper bits of each key.
#[must_use]
pub fn filter(bytes: &[u8]) -> Filter {
    let Some(weights) = Weights::parse(bytes) else { return ANY };
    let mut filter = [0; ANY.len()];
    for bucket in 0..BUCKETS {
        for at in half(weights.starts, bucket)..half(weights.starts, bucket + 1) {
            let [low, high, ..] = weights.rows[at];
            let tag = u32::from(u16::from_le_bytes([low, high]));
            let key = (bucket as u32) << (32 - BUCKET_BITS) | tag << (16 - BUCKET_BITS);
            filter[(key >> (35 - FILTER_BITS)) as usize] |= 1 << (key >> (32 - FILTER_BITS) & 7);
        }
    }
    filter
}

/// Writes weights in the form that [`Weights::parse`] reads. The rows of scales are those of the struct; a feature is a
/// key and its weights.
///
/// # Panics
/// With more features than 16 bits count.
#[must_use]
pub fn write(scales: [Scores; 4], mut features: Vec<(u32, [i8; OUTPUTS])>) -> Vec<u8> {
    features.sort_by_key(|(key, _)| *key);
    // Keys alike in the bits that are kept are one.
    features.dedup_by_key(|(key, _)| *key >> (16 - BUCKET_BITS));
    let count = u16::try_from(features.len()).expect("at most 65,535 features");
    let mut out = MAGIC.to_vec();
    out.extend(u32::from(count).to_le_bytes());
    out.extend(scales.iter().flatten().flat_map(|scale| scale.to_le_bytes()));
    for bucket in 0..=BUCKETS as u64 {
        let start = features.partition_point(|(key, _)| u64::from(*key) < bucket << (32 - BUCKET_BITS)) as u16;
        out.extend(start.to_le_bytes());
    }
    for (key, row) in &features {
        out.extend(((key >> (16 - BUCKET_BITS)) as u16).to_le_bytes());
        out.extend(row.map(|w| w as u8));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_written() {
        let scales = [[1.0; OUTPUTS], [2.0; OUTPUTS], [0.5; OUTPUTS], [0.0; OUTPUTS]];
        let features: Vec<_> = (1..2000u32).map(|n| (n.wrapping_mul(0x9e37_79b9), [n as i8; OUTPUTS])).collect();
        let bytes = write(scales, features.clone());
        let weights = Weights::parse(&bytes).expect("what was written is read");
        let filter = filter(&bytes);
        let filtered = weights.with_filter(&filter);
        for (key, row) in features {
            assert_eq!(weights.weight(key, 3), f32::from(row[3]));
            assert_eq!(filtered.sum(&[!key], u32::MAX).total, row.map(i32::from));
        }
        assert_eq!(weights.window[0], 2.0);
        assert!(Weights::parse(&bytes[..bytes.len() - 1]).is_none());
    }
}
