#!/usr/bin/env bash
# The scripts of action.yml, run as a runner runs them, over a draft and inputs that try to break out.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --quiet
export PATH="${CARGO_TARGET_DIR:-$PWD/target}/debug:$PATH"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The script of the step named Check.
python3 - "$scratch/check.sh" <<'PYTHON'
import re, sys
text = open("action.yml").read()
step = text.split("- name: Check\n")[1].split("    - name:")[0]
script = re.sub(r"(?m)^        ", "", step.split("run: |\n")[1])
assert "${{" not in script, "an expression in a script"
for run in re.findall(r"run: \|?(.*?)(?=\n    - name|\Z)", text, re.S):
    assert "${{" not in run.split("uses:")[0], "an expression in a script"
open(sys.argv[1], "w").write(script)
PYTHON

mkdir "$scratch/repo" && cd "$scratch/repo"
printf -- '---\nkind: behavioral\n---\n\n**Situation:** $(touch owned) `touch owned`\n::error::owned\n\n**Action:**\n' \
    >'a $(touch owned).md'
export RUNNER_TEMP="$scratch" GITHUB_OUTPUT="$scratch/output" GITHUB_STEP_SUMMARY="$scratch/summary"
run() {
    : >"$GITHUB_OUTPUT"
    : >"$GITHUB_STEP_SUMMARY"
    env PATHS="$1" FAIL_ON=warning DIFF_BASE="$2" BASELINE= SUMMARY=true CONFIG_FROM= BASE="${3:-}" \
        bash --noprofile --norc -eo pipefail "$scratch/check.sh" >"$scratch/log" 2>&1
}
run . ""
grep -q '^exit-code=1$' "$GITHUB_OUTPUT"
grep -q '^::error file=a $(touch owned).md,line=8,' "$scratch/log"
if grep -v '^::\(error\|warning\|notice\) file=' "$scratch/log"; then echo "FAILED: a line of no command" >&2; exit 1; fi
grep -q 'structure/empty-part' "$GITHUB_STEP_SUMMARY"
python3 -m json.tool "$scratch/answerlint.sarif" >/dev/null
run $'$(touch owned).md\n--fix' ""
grep -q '^exit-code=2$' "$GITHUB_OUTPUT"
run . '$(touch owned) --fix'
grep -q '^exit-code=2$' "$GITHUB_OUTPUT"

# A pull request that brings a configuration of its own: the base branch's holds, fetched where the checkout lacks it.
git=(git -c user.name=t -c user.email=t@example.org -c init.defaultBranch=main)
mkdir "$scratch/origin" && cd "$scratch/origin"
"${git[@]}" init -q
git config uploadpack.allowAnySHA1InWant true
printf 'select: [structure/empty-part]\n' >answerlint.yaml
printf -- '---\nkind: behavioral\n---\n\n**Situation:** It broke.\n\n**Action:**\n' >a.md
"${git[@]}" add -A && "${git[@]}" commit -qm "Base"
base=$(git rev-parse HEAD)
printf 'ignore: [all]\n' >answerlint.yaml
printf '*.md\n' >.gitignore
"${git[@]}" add -A && "${git[@]}" commit -qm "Loosen"
git clone -q --depth 1 "file://$scratch/origin" "$scratch/checkout" && cd "$scratch/checkout"
run . ""
grep -q '^exit-code=0$' "$GITHUB_OUTPUT"
run . "" "$base"
grep -q '^exit-code=1$' "$GITHUB_OUTPUT"
grep -q 'structure/empty-part' "$scratch/log"
run . "" 0123456789012345678901234567890123456789
grep -q '^exit-code=2$' "$GITHUB_OUTPUT"
cd "$scratch/repo"

if [ -e owned ]; then echo "FAILED: a draft ran a command" >&2; exit 1; fi
echo "action.yml: annotations, summary and SARIF are written, nothing breaks out, and the base branch decides"
