//! Commands and what they print: the README's, and those of `tests/cmd`.

#[test]
fn transcripts_hold() {
    trycmd::TestCases::new().env("NO_COLOR", "1").env("COLUMNS", "100").case("README.md").case("tests/cmd/*.trycmd");
}
