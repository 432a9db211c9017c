//! The weights of the model, in the form they have in `rules/models/flags.bin`.
//!
//! Features are sorted by the hash of their key. Its upper [`BUCKET_BITS`] bits are the bucket, of which the file holds
//! where each starts; the 16 bits after them are kept to tell the features of a bucket apart. Each feature has a byte
//! for every output.

/// Number of outputs.
pub const OUTPUTS: usize = 9;
/// A score for each output.
pub type Scores = [f32; OUTPUTS];

const BUCKET_BITS: u32 = 14;
const BUCKETS: usize = 1 << BUCKET_BITS;
const MAGIC: &[u8; 4] = b"alf1";
/// Bytes before the starts of the buckets: magic, count, and five rows of floats.
const HEADER: usize = 8 + 4 * 4 * OUTPUTS;
/// Upper bits of a key that the filter has a bit for.
const FILTER_BITS: u32 = 19;

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
    starts: &'a [u8],
    tags: &'a [u8],
    rows: &'a [u8],
    /// Bits of the keys that may have weights; empty when any may.
    filter: &'a [u8],
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
        let share = share / (self.features.max(1) as f32).sqrt();
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
        let (starts, rest) = bytes.get(HEADER..)?.split_at_checked(2 * (BUCKETS + 1))?;
        let (tags, rows) = rest.split_at_checked(2 * count)?;
        if rows.len() != OUTPUTS * count || usize::from(half(starts, BUCKETS)) != count {
            return None;
        }
        Some(Self { centre: row(0)?, window: row(1)?, bias: row(2)?, thresholds: row(3)?, starts, tags, rows, filter: &[] })
    }

    /// The weights with the filter that [`filter`] makes of them, by which most features without weight are told at
    /// once.
    #[must_use]
    pub fn with_filter(self, filter: &'a [u8]) -> Self {
        Self { filter, ..self }
    }

    /// Adds the weights of a feature.
    #[inline]
    pub fn add(&self, key: u32, sum: &mut Sum) {
        sum.features += 1;
        if let Some(row) = self.row(key) {
            for (total, weight) in sum.total.iter_mut().zip(row) {
                *total += i32::from(*weight as i8);
            }
        }
    }

    /// The weight of a feature for one output, in units of its scale.
    #[must_use]
    pub fn weight(&self, key: u32, output: usize) -> f32 {
        self.row(key).map_or(0.0, |row| f32::from(row[output] as i8))
    }

    #[inline]
    fn row(&self, key: u32) -> Option<&'a [u8]> {
        let byte = self.filter.get((key >> (35 - FILTER_BITS)) as usize);
        if byte.is_some_and(|bits| bits >> (key >> (32 - FILTER_BITS) & 7) & 1 == 0) {
            return None;
        }
        self.find(key)
    }

    fn find(&self, key: u32) -> Option<&'a [u8]> {
        let bucket = (key >> (32 - BUCKET_BITS)) as usize;
        let tag = (key >> (16 - BUCKET_BITS)) as u16;
        let (from, to) = (half(self.starts, bucket) as usize, half(self.starts, bucket + 1) as usize);
        let at = (from..to).find(|at| half(self.tags, *at) == tag)?;
        self.rows.get(at * OUTPUTS..(at + 1) * OUTPUTS)
    }
}

fn half(bytes: &[u8], at: usize) -> u16 {
    bytes.get(2 * at..2 * at + 2).map_or(0, |b| u16::from_le_bytes([b[0], b[1]]))
}

/// The filter of weights in the form that [`Weights::parse`] reads: a bit for the upper bits of each key.
#[must_use]
pub fn filter(bytes: &[u8]) -> Vec<u8> {
    let Some(weights) = Weights::parse(bytes) else { return Vec::new() };
    let mut filter = vec![0; 1 << (FILTER_BITS - 3)];
    for bucket in 0..BUCKETS {
        for at in half(weights.starts, bucket)..half(weights.starts, bucket + 1) {
            let key = (bucket as u32) << (32 - BUCKET_BITS) | u32::from(half(weights.tags, at.into())) << (16 - BUCKET_BITS);
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
    out.extend(features.iter().flat_map(|(key, _)| ((key >> (16 - BUCKET_BITS)) as u16).to_le_bytes()));
    out.extend(features.iter().flat_map(|(_, row)| row.map(|w| w as u8)));
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
            assert_eq!(filtered.weight(key, 3), f32::from(row[3]));
        }
        assert_eq!(weights.window[0], 2.0);
        assert!(Weights::parse(&bytes[..bytes.len() - 1]).is_none());
    }
}
