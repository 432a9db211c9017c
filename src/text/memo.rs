//! What was worked out of words met before. Few words make up most of what people write, so each thread works out what
//! it needs to know of a word once.

use rustc_hash::FxHashMap;

/// Values worked out of words, by the words' hashes.
#[derive(Debug)]
pub struct Memo<T> {
    known: FxHashMap<u64, T>,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { known: FxHashMap::default() }
    }
}

impl<T: Copy> Memo<T> {
    /// So many words are remembered: more than an author uses, few enough for a file of noise to fill no memory.
    const MOST: usize = 1 << 14;

    /// The value of the word with this hash, worked out when it is met first. It must follow from the word alone, so
    /// that it does not matter what was read before.
    #[inline]
    pub fn of(&mut self, hash: u64, work_out: impl FnOnce() -> T) -> T {
        if let Some(known) = self.known.get(&hash) {
            return *known;
        }
        if self.known.len() >= Self::MOST {
            self.known.clear();
        }
        let new = work_out();
        self.known.insert(hash, new);
        new
    }
}
