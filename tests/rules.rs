//! Every rule holds its own examples, and says all that a rule must say.

use answerlint::rules::Rulebook;
use answerlint::selftest;

#[test]
fn every_example_is_as_its_rule_says() {
    let rulebook = Rulebook::builtin();
    let (failed, count) = selftest::run(&rulebook, |_| true);
    let shown: Vec<String> = failed
        .iter()
        .map(|f| format!("{}: {:?}\n    {}", rulebook.rules()[f.rule].id, f.failure, f.text.trim()))
        .collect();
    assert!(failed.is_empty(), "{} of {count} examples are wrong:\n{}", failed.len(), shown.join("\n"));
}

#[test]
fn every_rule_explains_itself() {
    let rulebook = Rulebook::builtin();
    for (number, rule) in rulebook.rules().iter().enumerate() {
        let doc = rulebook.doc(number);
        assert!(!doc.summary.is_empty() && !doc.why.is_empty() && !rule.help.is_empty(), "{} says too little", rule.id);
        assert!(!doc.summary.contains('\n'), "the summary of {} is one line", rule.id);
        assert!(!doc.bad.is_empty() && doc.good.len() >= 2, "{} has too few examples", rule.id);
    }
}
