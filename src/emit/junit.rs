//! JUnit's XML: a suite a file, a failure a finding.

use std::io::{self, Write};

use super::xml::escaped;
use super::{Emitter, FileReport, Summary, slashed};

/// The format. The totals come first, so that suites are kept until the end.
#[derive(Debug, Default)]
pub struct Junit {
    suites: Vec<u8>,
    tests: usize,
}

impl Emitter for Junit {
    fn file(&mut self, _out: &mut dyn Write, report: &FileReport) -> io::Result<()> {
        let path = escaped(&slashed(report.source.path()));
        let failures = report.diagnostics.len();
        let tests = failures.max(1);
        self.tests += tests;
        let out = &mut self.suites;
        writeln!(out, r#"  <testsuite name="{path}" tests="{tests}" failures="{failures}" errors="0" skipped="0">"#)?;
        if failures == 0 {
            writeln!(out, r#"    <testcase name="answerlint" classname="{path}"/>"#)?;
        }
        for d in &report.diagnostics {
            let at = report.source.position(d.span.start as usize);
            let (rule, message) = (escaped(&d.rule), escaped(&d.message));
            writeln!(
                out,
                r#"    <testcase name="{rule} at {}:{}" classname="{path}" file="{path}" line="{}">"#,
                at.line, at.column, at.line
            )?;
            write!(out, r#"      <failure type="{}" message="{message}">"#, d.severity)?;
            write!(out, "{path}:{}:{}: {}[{rule}]: {message}", at.line, at.column, d.severity)?;
            if let Some(help) = &d.help {
                write!(out, "\n{}", escaped(help))?;
            }
            writeln!(out, "</failure>\n    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")
    }

    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(
            out,
            r#"<testsuites name="answerlint" tests="{}" failures="{}" errors="0">"#,
            self.tests,
            summary.findings()
        )?;
        out.write_all(&self.suites)?;
        writeln!(out, "</testsuites>")
    }
}
