//! Suppressions: comments that silence rules for a line or a file.

use rustc_hash::FxHashMap;

use crate::config::FileConfig;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix};
use crate::document::{Directive, DirectiveKind};
use crate::rules::{Check, Rulebook, SuppressionProblem};
use crate::source::Source;
use crate::span::Span;

/// One rule silenced in one place.
struct Suppression<'a> {
    directive: &'a Directive,
    /// Which of the directive's rules.
    index: usize,
    /// Numbers of the rules it means; none when it means none.
    rules: Vec<usize>,
    /// Lines (from 0) it holds for; the whole file when absent.
    lines: Option<std::ops::RangeInclusive<usize>>,
    used: bool,
}

/// Removes the findings that the file's comments silence, and adds findings about the comments themselves. `later` are
/// findings that the files to come may turn out to call for; a comment that would silence one is in use.
pub fn apply(
    source: &Source,
    directives: &[Directive],
    rulebook: &Rulebook,
    config: &FileConfig,
    diagnostics: &mut Vec<Diagnostic>,
    later: &mut [Option<Diagnostic>],
) {
    let mut suppressions = collect(source, directives, rulebook);
    if suppressions.is_empty() && directives.iter().all(|d| d.kind == DirectiveKind::Answer) {
        return;
    }
    let by_line = ByLine::of(&suppressions);
    // Whether a rule is silenced in the whole file, or in a line.
    let mut known: FxHashMap<(usize, Option<usize>), bool> = FxHashMap::default();
    let mut is_kept = |diagnostic: &Diagnostic| {
        let Some(number) = rulebook.find_rule(&diagnostic.rule) else { return true };
        if config.forbidden.contains(&number) {
            return true;
        }
        let line = source.line_of(diagnostic.span.start as usize);
        let mut silenced = false;
        for place in [None, Some(line)] {
            silenced |= *known.entry((number, place)).or_insert_with(|| {
                let mut any = false;
                for at in by_line.at(place) {
                    let suppression = &mut suppressions[at];
                    let here = place.is_none_or(|line| suppression.lines.as_ref().is_some_and(|l| l.contains(&line)));
                    let holds = here && suppression.rules.contains(&number);
                    suppression.used |= holds;
                    any |= holds;
                }
                any
            });
        }
        !silenced
    };
    diagnostics.retain(&mut is_kept);
    for finding in later {
        if !finding.as_ref().is_none_or(&mut is_kept) {
            *finding = None;
        }
    }
    report(source, directives, &suppressions, rulebook, config, diagnostics);
}

/// Suppressions by the lines that they hold for.
struct ByLine {
    /// Those of the whole file.
    whole: Vec<usize>,
    /// First line, the last line of any up to here, and the suppression; sorted.
    lines: Vec<(usize, usize, usize)>,
}

impl ByLine {
    fn of(suppressions: &[Suppression]) -> Self {
        let (mut whole, mut lines) = (Vec::new(), Vec::new());
        for (at, suppression) in suppressions.iter().enumerate() {
            match &suppression.lines {
                None => whole.push(at),
                Some(range) => lines.push((*range.start(), *range.end(), at)),
            }
        }
        lines.sort_unstable();
        let mut last = 0;
        for (_, end, _) in &mut lines {
            last = last.max(*end);
            *end = last;
        }
        Self { whole, lines }
    }

    /// The suppressions that may hold for a line; without a line, those of the whole file.
    fn at(&self, line: Option<usize>) -> Vec<usize> {
        let Some(line) = line else { return self.whole.clone() };
        let before = self.lines.partition_point(|(first, ..)| *first <= line);
        self.lines[..before].iter().rev().take_while(|(_, last, _)| *last >= line).map(|(.., at)| *at).collect()
    }
}

fn collect<'a>(source: &Source, directives: &'a [Directive], rulebook: &Rulebook) -> Vec<Suppression<'a>> {
    let mut out = Vec::new();
    for directive in directives {
        let lines = match directive.kind {
            DirectiveKind::Answer => continue,
            DirectiveKind::IgnoreFile => None,
            DirectiveKind::Ignore => Some(lines_of(source, directive.span)),
        };
        for (index, named) in directive.rules.iter().enumerate() {
            out.push(Suppression {
                directive,
                index,
                rules: rulebook.select(&named.rule).unwrap_or_default(),
                lines: lines.clone(),
                used: false,
            });
        }
    }
    out
}

/// The lines that a comment silences: its own when text stands beside it, or else the next paragraph's first line up
/// to its last.
fn lines_of(source: &Source, span: Span) -> std::ops::RangeInclusive<usize> {
    let first = source.line_of(span.start as usize);
    let last = source.line_of(span.end.saturating_sub(1) as usize);
    let start = source.line_span(first).start;
    let end = source.line_span(last).end;
    let before = source.slice(Span { start, end: span.start });
    let after = source.slice(Span { start: span.end, end: end.max(span.end) });
    let blank = |text: &str| text.chars().all(|c| c.is_whitespace() || matches!(c, '>' | '-' | '*'));
    if !blank(before) || !after.trim().is_empty() {
        return first..=last;
    }
    let mut next = last + 1;
    while next < source.line_count() && source.slice(source.line_span(next)).trim().is_empty() {
        next += 1;
    }
    next..=next
}

fn report(
    source: &Source,
    directives: &[Directive],
    suppressions: &[Suppression],
    rulebook: &Rulebook,
    config: &FileConfig,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (number, rule) in rulebook.rules().iter().enumerate() {
        let (Check::Suppression(problem), Some(severity)) = (&rule.check, config.severity[number]) else { continue };
        let mut add = |span: Span, fill: &str, fix: Option<Fix>, help: Option<String>| {
            diagnostics.push(Diagnostic {
                rule: rule.id.clone(),
                severity,
                message: rule.message.replace("{rule}", fill),
                span,
                help: help.or_else(|| Some(rule.help.clone())),
                labels: Vec::new(),
                subjects: vec![fill.to_owned()],
                answer: None,
                question: None,
                fix,
            });
        };
        match problem {
            SuppressionProblem::UnknownRule => {
                for s in suppressions.iter().filter(|s| s.rules.is_empty()) {
                    let named = &s.directive.rules[s.index];
                    let unknown = rulebook.unknown(&named.rule);
                    let help = unknown.near.as_ref().map(|near| format!("did you mean `{near}`?"));
                    let fix = match &unknown.near {
                        Some(near) => Fix {
                            message: format!("write `{near}`"),
                            applicability: Applicability::Unsafe,
                            edits: vec![Edit { span: named.span, text: near.clone() }],
                        },
                        None => removal(source, s.directive, s.index),
                    };
                    add(named.span, &named.rule, Some(fix), help);
                }
                for directive in directives.iter().filter(|d| d.kind != DirectiveKind::Answer && d.rules.is_empty()) {
                    let help = "name the rule to silence: `<!-- answerlint-ignore RULE: reason -->`";
                    add(directive.span, "(none)", None, Some(help.to_owned()));
                }
            }
            SuppressionProblem::Unused => {
                for s in suppressions {
                    // Unused only when every rule it means has run.
                    let ran = s.rules.iter().all(|r| config.severity[*r].is_some());
                    if !s.used && !s.rules.is_empty() && ran {
                        let named = &s.directive.rules[s.index];
                        add(named.span, &named.rule, Some(removal(source, s.directive, s.index)), None);
                    }
                }
            }
            SuppressionProblem::MissingReason => {
                for directive in directives.iter().filter(|d| config.require_reason && d.kind != DirectiveKind::Answer)
                {
                    if directive.text.is_none() && !directive.rules.is_empty() {
                        add(directive.span, &directive.rules[0].rule, None, None);
                    }
                }
            }
        }
    }
}

/// Takes a rule out of a comment, or the whole comment (and its line) when it is the only one.
fn removal(source: &Source, directive: &Directive, index: usize) -> Fix {
    let named = &directive.rules[index];
    let span = if directive.rules.len() > 1 {
        match directive.rules.get(index + 1) {
            Some(next) => Span { start: named.span.start, end: next.span.start },
            None => Span { start: directive.rules[index - 1].span.end, end: named.span.end },
        }
    } else {
        let line = source.line_of(directive.span.start as usize);
        let whole = source.line_span(line);
        let alone = source.slice(whole).trim().len() == directive.span.len();
        if alone {
            let next = source.line_span(line + 1).start.max(whole.end);
            Span { start: whole.start, end: next }
        } else {
            let before = source.slice(Span { start: whole.start, end: directive.span.start });
            let lead = before.len() - before.trim_end().len();
            Span { start: directive.span.start - lead as u32, end: directive.span.end }
        }
    };
    Fix {
        message: "remove it".to_owned(),
        applicability: Applicability::Safe,
        edits: vec![Edit { span, text: String::new() }],
    }
}
