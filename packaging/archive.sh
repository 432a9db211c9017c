#!/usr/bin/env bash
# An archive of a release: the binary, completions, manual pages, licences.
# packaging/archive.sh BINARY TARGET FOLDER
set -euo pipefail
binary=$1 target=$2 out=$3
cd "$(dirname "$0")/.."
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
name=answerlint-$version-$target
mkdir -p "$out"
staging=$(mktemp -d)
trap 'rm -rf "$staging"' EXIT
mkdir -p "$staging/$name/completions"
cp "$binary" README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$staging/$name/"
for shell in bash elvish fish powershell zsh; do
    "$binary" completions "$shell" >"$staging/$name/completions/answerlint.$shell"
done
"$binary" man --folder "$staging/$name/man/man1"
case $target in
*windows*) (cd "$staging" && 7z a -bso0 "$name.zip" "$name") && mv "$staging/$name.zip" "$out/" ;;
*) tar -C "$staging" -czf "$out/$name.tar.gz" "$name" ;;
esac
