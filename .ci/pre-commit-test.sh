#!/usr/bin/env bash
# The hooks under the real pre-commit, in a scratch repository: a bad draft blocks the commit and shows why, a good one
# passes, and excludes hold for the paths that a hook passes. With HOOK_FROM_SOURCE=1 the hook is built from source, too.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v pre-commit >/dev/null; then
    echo "pre-commit is not installed; skipped" >&2
    exit 0
fi
cargo build --quiet
project=$PWD
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PATH="${CARGO_TARGET_DIR:-$project/target}/debug:$PATH" PRE_COMMIT_HOME="$scratch/cache"
export GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@example.org
unset ANSWERLINT_CONFIG ANSWERLINT_OUTPUT_FORMAT

fail() {
    echo "FAILED: $1" >&2
    cat "$scratch/log" >&2
    exit 1
}

# A copy of the hooks as a repository of their own, so that uncommitted changes are tested as well.
git ls-files --cached --others --exclude-standard -z | (cd "$project" && xargs -0 sh -c '
    for file; do [ -e "$file" ] && printf "%s\0" "$file"; done' sh) | tar --null -T - -cf - |
    (mkdir "$scratch/hooks" && tar -xf - -C "$scratch/hooks")
git -C "$scratch/hooks" init -q
git -C "$scratch/hooks" add -A
git -C "$scratch/hooks" commit -qm "Hooks"
revision=$(git -C "$scratch/hooks" rev-parse HEAD)

try() {
    local hook=$1
    rm -rf "$scratch/prep"
    mkdir -p "$scratch/prep/drafts/old"
    cd "$scratch/prep"
    git init -q
    printf 'repos:\n  - repo: %s\n    rev: %s\n    hooks:\n      - id: %s\n' \
        "$scratch/hooks" "$revision" "$hook" >.pre-commit-config.yaml
    printf 'exclude: ["drafts/old/**"]\n' >answerlint.yaml
    git add -A
    git commit -qm "Begin"
    pre-commit install >"$scratch/log" 2>&1 || fail "$hook: install"

    printf -- '---\nquestion: attitude/blame-game\n---\n\n**Situation:** It broke.\n\n**Action:**\n' >drafts/bad.md
    git add -A
    if git commit -qm "Bad" >"$scratch/log" 2>&1; then fail "$hook: a bad draft was committed"; fi
    grep -q 'structure/empty-part' "$scratch/log" || fail "$hook: the log does not say why"
    grep -q 'drafts/bad.md:7:' "$scratch/log" || fail "$hook: the log does not say where"

    git rm -qf --cached drafts/bad.md
    mv drafts/bad.md drafts/old/
    git add -A
    git commit -qm "Excluded" >"$scratch/log" 2>&1 || fail "$hook: an excluded draft blocked the commit"

    cp "$project/examples/prep/good-answer.md" drafts/good.md
    printf '# Notes\n\nNothing of an answer here.\n' >"drafts/a note.md"
    git add -A
    git commit -qm "Good" >"$scratch/log" 2>&1 || fail "$hook: a good draft was not committed"
    cd "$project"
    echo "$hook: a bad draft is held up, an excluded and a good one pass"
}

try answerlint-system
if [ "${HOOK_FROM_SOURCE:-0}" = 1 ]; then
    try answerlint
fi
