//! How right the linter is, as a table: precision and recall by rule, part, evidence, concept, step and question.
//!
//! `cargo test --test judgement -- --nocapture` prints it over `tests/judgement/drafts`; `ANSWERLINT_JUDGEMENT=FOLDER`
//! over any other folder of the same format (`drafts/FORMAT.md`), where no floor applies. A figure below the floor
//! recorded in `floors.txt` fails the test.
//!
//! The shipped models were fitted on these drafts, so the figures here guard against loss; those on writers left out
//! of the fit are printed by `answerlint-fit --rotate` and kept in `README.md` beside this file.

mod gold;
mod measure;
mod run;
mod table;

use std::path::{Path, PathBuf};

use table::Table;

#[test]
fn judgement_stays_above_its_floors() {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/judgement");
    let outside = std::env::var_os("ANSWERLINT_JUDGEMENT").map(PathBuf::from);
    let folder = outside.clone().unwrap_or_else(|| own.join("drafts"));
    let gold = gold::read(&folder);
    let mut table = Table::default();
    measure::red_flags(&gold, &mut table);
    measure::answers(&gold, &mut table);
    measure::missing_parts(&gold, &mut table);
    measure::technical(&gold, &mut table);
    measure::questions(&gold, &mut table);
    println!("{table}");
    if outside.is_none() {
        let floors = std::fs::read_to_string(own.join("floors.txt")).expect("floors.txt is there");
        let below = table.below(&floors);
        assert!(below.is_empty(), "below the recorded floor:\n{}", below.join("\n"));
        // What rules say of themselves was counted on writers left out of the fit. It cannot be more than this.
        let said = table.below(&run::measured());
        assert!(said.is_empty(), "rules say more of themselves:\n{}", said.join("\n"));
    }
}
