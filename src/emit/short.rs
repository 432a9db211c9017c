//! `path:line:column: severity[rule]: message`, a finding a line.

use std::io::{self, Write};

use super::{Emitter, FileReport, Summary, slashed, visible};

/// The format.
#[derive(Debug, Default)]
pub struct Short;

impl Emitter for Short {
    fn file(&mut self, out: &mut dyn Write, report: &FileReport) -> io::Result<()> {
        let path = visible::start(&slashed(report.source.path()));
        for d in &report.diagnostics {
            let at = report.source.position(d.span.start as usize);
            let message = visible::line(&d.message);
            writeln!(out, "{path}:{}:{}: {}[{}]: {message}", at.line, at.column, d.severity, d.rule)?;
        }
        Ok(())
    }

    fn finish(&mut self, _out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        Ok(())
    }
}
