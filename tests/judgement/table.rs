//! The table of figures, and the floors below which a figure may not fall.

use std::collections::BTreeMap;
use std::fmt;

/// Counts of a yes-or-no decision against gold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub hit: usize,
    pub miss: usize,
    pub false_alarm: usize,
    pub quiet: usize,
}

impl Counts {
    /// Counts one decision in.
    pub fn add(&mut self, expected: bool, found: bool) {
        match (expected, found) {
            (true, true) => self.hit += 1,
            (true, false) => self.miss += 1,
            (false, true) => self.false_alarm += 1,
            (false, false) => self.quiet += 1,
        }
    }

    pub fn precision(&self) -> f64 {
        ratio(self.hit, self.hit + self.false_alarm)
    }

    pub fn recall(&self) -> f64 {
        ratio(self.hit, self.hit + self.miss)
    }

    pub fn f1(&self) -> f64 {
        ratio(2 * self.hit, 2 * self.hit + self.miss + self.false_alarm)
    }

    pub fn specificity(&self) -> f64 {
        ratio(self.quiet, self.quiet + self.false_alarm)
    }
}

/// `part / whole`, and 1 where there is nothing to be wrong about.
pub fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// Figures by name. Higher is better, except those whose name ends in "per …".
#[derive(Debug, Default)]
pub struct Table {
    rows: BTreeMap<String, (f64, String)>,
}

impl Table {
    /// A figure of its own.
    pub fn figure(&mut self, name: impl Into<String>, value: f64, note: impl Into<String>) {
        self.rows.insert(name.into(), (value, note.into()));
    }

    /// Precision and recall.
    pub fn counts(&mut self, name: &str, counts: &Counts, note: &str) {
        let of = format!("{} right, {} false, {} missed {note}", counts.hit, counts.false_alarm, counts.miss);
        self.figure(format!("{name} precision"), counts.precision(), of);
        self.figure(format!("{name} recall"), counts.recall(), "");
    }

    /// The figures that are worse than their floor. A floor line is `value  name`.
    pub fn below(&self, floors: &str) -> Vec<String> {
        let mut out = Vec::new();
        for line in floors.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
            let Some((floor, name)) = line.trim().split_once("  ") else { panic!("not a floor: {line}") };
            let floor: f64 = floor.parse().expect("a floor is a number");
            let name = name.trim();
            match self.rows.get(name) {
                None => out.push(format!("{name} is measured no more")),
                Some((value, _)) => {
                    let worse = if name.contains(" per ") { *value > floor } else { *value < floor };
                    if worse {
                        out.push(format!("{name}: {value:.3}, recorded {floor:.3}"));
                    }
                }
            }
        }
        out
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, (value, note)) in &self.rows {
            writeln!(f, "{value:>7.3}  {name:<58} {note}")?;
        }
        Ok(())
    }
}
