//! Front matter: YAML between `---` lines at the very start of a file.

use crate::span::Span;

/// Where the front matter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// With its `---` lines, up to the first byte of the text after it.
    pub span: Span,
    /// The YAML.
    pub yaml: Span,
    /// Its closing line is missing; the YAML then ends at the first blank line.
    pub unclosed: bool,
}

/// The front matter of `text`. A byte order mark may precede it. `+++` (TOML) is skipped over as well, with no YAML.
pub(super) fn find(text: &str) -> Option<FrontMatter> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = text[start..].split_inclusive('\n');
    let fence = lines.next()?;
    let mark = fence.trim_end();
    if mark != "---" && mark != "+++" {
        return None;
    }
    let yaml_start = start + fence.len();
    let mut at = yaml_start;
    let mut blank = None;
    for line in lines {
        let content = line.trim_end();
        if content == mark || (mark == "---" && content == "...") {
            let yaml = if mark == "---" { Span::new(yaml_start, at) } else { Span::empty(at) };
            return Some(FrontMatter { span: Span::new(start, at + line.len()), yaml, unclosed: false });
        }
        if content.is_empty() && blank.is_none() {
            blank = Some(at);
        }
        at += line.len();
    }
    // A thematic break at the top of a file is common; keys right below it are front matter without an end.
    let end = blank.unwrap_or(text.len());
    let yaml = &text[yaml_start..end];
    let keyed = yaml.lines().next().is_some_and(|line| {
        let key = line.split(':').next().unwrap_or("");
        line.contains(':') && KNOWN_KEYS.contains(&key.trim())
    });
    (mark == "---" && keyed).then(|| FrontMatter {
        span: Span::new(start, end),
        yaml: Span::new(yaml_start, end),
        unclosed: true,
    })
}

/// Keys by which an unclosed block is known to be front matter.
const KNOWN_KEYS: &[&str] = &["question", "kind", "structure", "concepts", "ignore", "tags", "title", "date"];

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn only_at_the_start() {
        assert!(find("text\n---\na: 1\n---\n").is_none());
        assert!(find("---\n\nA break.\n").is_none());
        let text = "\u{feff}---\r\nkind: technical\r\n---\r\nText";
        let found = find(text).map(|f| (&text[f.yaml.range()], &text[f.span.end as usize..]));
        assert_eq!(found, Some(("kind: technical\r\n", "Text")));
        assert!(find("---\nquestion: x\n\nText").is_some_and(|f| f.unclosed));
    }
}
