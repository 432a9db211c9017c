//! Checkstyle's XML, in the layout of its version 4.3.

use std::io::{self, Write};

use super::xml::escaped;
use super::{Emitter, FileReport, Summary, slashed};

/// The format.
#[derive(Debug, Default)]
pub struct Checkstyle {
    begun: bool,
}

impl Checkstyle {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">")
    }
}

impl Emitter for Checkstyle {
    fn file(&mut self, out: &mut dyn Write, report: &FileReport) -> io::Result<()> {
        self.begin(out)?;
        if report.diagnostics.is_empty() {
            return Ok(());
        }
        writeln!(out, r#"  <file name="{}">"#, escaped(&slashed(report.source.path())))?;
        for d in &report.diagnostics {
            let at = report.source.position(d.span.start as usize);
            writeln!(
                out,
                r#"    <error line="{}" column="{}" severity="{}" message="{}" source="answerlint.{}"/>"#,
                at.line,
                at.column,
                d.severity,
                escaped(&d.message),
                escaped(&d.rule)
            )?;
        }
        writeln!(out, "  </file>")
    }

    fn finish(&mut self, out: &mut dyn Write, _summary: &Summary) -> io::Result<()> {
        self.begin(out)?;
        writeln!(out, "</checkstyle>")
    }
}
