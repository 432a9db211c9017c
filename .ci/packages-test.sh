#!/usr/bin/env bash
# Each way of installing it, into a clean place, and the binary run there: an archive, a wheel with pip, npm packages
# with npm, cargo. All are made of one release build.
set -euo pipefail
cd "$(dirname "$0")/.."
project=$PWD
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$project/target}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset ANSWERLINT_CONFIG ANSWERLINT_OUTPUT_FORMAT
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
binary=$CARGO_TARGET_DIR/release/answerlint
mkdir "$scratch/drafts"
printf -- '---\nkind: behavioral\n---\n\n**Situation:** It broke.\n\n**Action:**\n' >"$scratch/drafts/a.md"

# Whether the given command is the program: it names its version, finds what is wrong, and passes its exit code on.
works() {
    local what=$1 code=0
    shift
    [ "$("$@" --version)" = "answerlint $version" ] || { echo "FAILED: $what names another version" >&2; exit 1; }
    "$@" check --output-format short "$scratch/drafts" >"$scratch/out" 2>&1 || code=$?
    if [ "$code" != 1 ] || ! grep -q 'a.md:7:.*structure/empty-part' "$scratch/out"; then
        echo "FAILED: $what: exit code $code" >&2
        cat "$scratch/out" >&2
        exit 1
    fi
    echo "$what: installed, and finds what it should"
}

cargo build --quiet --release --locked

bash packaging/archive.sh "$binary" x86_64-unknown-linux-musl "$scratch/archives"
tar -C "$scratch" -xzf "$scratch"/archives/answerlint-*.tar.gz
unpacked=$scratch/answerlint-$version-x86_64-unknown-linux-musl
grep -q '_answerlint' "$unpacked/completions/answerlint.bash"
bash -n "$unpacked/completions/answerlint.bash"
grep -q '^\.TH answerlint-check 1' "$unpacked/man/man1/answerlint-check.1"
if command -v man >/dev/null; then man -l "$unpacked/man/man1/answerlint.1" >/dev/null; fi
works archive "$unpacked/answerlint"

python3 -m venv "$scratch/maturin"
"$scratch/maturin/bin/pip" install --quiet --disable-pip-version-check 'maturin>=1.9,<2'
(cd packaging/python && "$scratch/maturin/bin/maturin" build --quiet --release --locked --out "$scratch/wheels")
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$scratch"/wheels/answerlint-*.whl
works "wheel, with pip" "$scratch/venv/bin/answerlint"

if command -v npm >/dev/null; then
    arch=$(uname -m)
    node packaging/npm/build.mjs "$scratch/npm" "$arch-unknown-linux-musl=$binary"
    for package in "$scratch"/npm/*/; do
        npm pack --silent --pack-destination "$scratch/npm" "$package" >/dev/null
    done
    mkdir "$scratch/project"
    (cd "$scratch/project" && npm init --yes >/dev/null &&
        npm install --silent --offline --no-audit --no-fund "$scratch"/npm/*.tgz)
    works "npm package" "$scratch/project/node_modules/.bin/answerlint"
    rm -r "$scratch/project/node_modules/answerlint-linux-"*
    code=0
    "$scratch/project/node_modules/.bin/answerlint" --version 2>"$scratch/out" || code=$?
    [ "$code" = 2 ] && grep -q 'is not installed' "$scratch/out"
else
    echo "npm is not installed; its package is not tested" >&2
fi

cargo install --quiet --locked --path . --root "$scratch/cargo"
works "cargo install" "$scratch/cargo/bin/answerlint"
cargo package --quiet --locked --allow-dirty --no-verify --list >"$scratch/files"
grep -q '^src/main.rs$' "$scratch/files"
