//! Whatever the text: no panic, spans inside it and on character boundaries, the same findings every time.

use answerlint::config::{Config, Layer};
use answerlint::engine;
use answerlint::rules::Rulebook;
use answerlint::source::Source;
use answerlint::span::Span;
use proptest::prelude::*;

fn check_text(text: &str) -> Vec<answerlint::diagnostic::Diagnostic> {
    let rulebook = Rulebook::builtin();
    let all: Vec<usize> = (0..rulebook.rules().len()).collect();
    let layer = Layer { select: Some(all), ..Layer::default() };
    let config = Config::default().for_file(std::path::Path::new("x.md"), &rulebook, &layer);
    let source = Source::new("x.md", text);
    engine::check(&source, &rulebook, &config).diagnostics
}

fn assert_inside(text: &str, span: Span) {
    let range = span.range();
    assert!(range.end <= text.len(), "{range:?} ends after the text of {} bytes", text.len());
    assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end), "{range:?} cuts a character");
}

fn assert_sound(text: &str) {
    let found = check_text(text);
    for diagnostic in &found {
        assert_inside(text, diagnostic.span);
        for label in &diagnostic.labels {
            assert_inside(text, label.span);
        }
        for edit in diagnostic.fix.iter().flat_map(|f| &f.edits) {
            assert_inside(text, edit.span);
        }
    }
    assert_eq!(found, check_text(text), "the same text has the same findings");
}

/// Pieces that drafts are made of, and pieces that break naive readers.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("---\nkind: behavioral\n---\n".to_owned()),
        Just("---\nquestion: attitude:6\n---\n".to_owned()),
        Just("**Situation:** ".to_owned()),
        Just("- **Action**: ".to_owned()),
        Just("## Result\n".to_owned()),
        Just("> **Task:** \"".to_owned()),
        Just("S: ".to_owned()),
        Just("| Situation | Task |\n|---|---|\n| a | b |\n".to_owned()),
        Just("### Follow-ups\n- \"Why you?\" Because I was there.\n".to_owned()),
        Just("<!-- answerlint-ignore all -->".to_owned()),
        Just("<!-- answerlint: question: technical:1 -->\n".to_owned()),
        Just("That's not my fault. ".to_owned()),
        Just("I learned that I should have asked. ".to_owned()),
        Just("It fell from 40% to 3 %… ".to_owned()),
        Just("&amp; &#x41; \\* `code` [link](x) ".to_owned()),
        Just("日本語の文。 émigré 👩‍👩‍👧 ".to_owned()),
        Just("\u{feff}".to_owned()),
        Just("\r\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\u{202e}\u{1b}[31m\u{0}".to_owned()),
        Just("[X] TBD ___ ".to_owned()),
        "[a-zA-Z ,.'\"“”()*_#>\\-\n]{0,40}",
        "\\PC{0,20}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_draft_is_sound(pieces in prop::collection::vec(piece(), 0..24)) {
        assert_sound(&pieces.concat());
    }
}

#[test]
fn awkward_texts_are_sound() {
    for text in [
        "",
        "\u{feff}",
        "---",
        "---\n---",
        "---\nquestion: [\n---\nx",
        "---\nquestion: \"\n",
        "**Situation:**",
        "**Situation:**\n**Action:**\n**Result:**",
        "\"",
        "“““\n\n‘‘",
        "S:\nT:\nA:\nR:\n",
        "| S | T |\n|---|---|\n",
        "# \n## \n",
        "<!-- answerlint-ignore",
        "<!-- answerlint-ignore -->",
    ] {
        assert_sound(text);
        assert_sound(&format!("---\nkind: behavioral\n---\n{text}"));
    }
}
