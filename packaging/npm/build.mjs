// Lays out the npm packages: node packaging/npm/build.mjs FOLDER [TARGET=BINARY]...
//
// `answerlint` holds a launcher and names a package for each platform as an optional dependency, of which npm installs
// the one that fits; each of those holds the binary. Nothing is downloaded or run on installation.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Rust's targets as Node names their platforms. The binaries for Linux are static, so that one serves every libc.
const PLATFORMS = {
  "x86_64-unknown-linux-musl": ["linux", "x64"],
  "aarch64-unknown-linux-musl": ["linux", "arm64"],
  "x86_64-apple-darwin": ["darwin", "x64"],
  "aarch64-apple-darwin": ["darwin", "arm64"],
  "x86_64-pc-windows-msvc": ["win32", "x64"],
};

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const [out, ...binaries] = process.argv.slice(2);
if (!out) throw new Error("name the folder to write to");
const cargo = readFileSync(join(root, "Cargo.toml"), "utf8");
const field = (name) => cargo.match(new RegExp(`^${name} = "(.*)"$`, "m"))[1];
const version = field("version");
const common = { version, description: field("description"), license: `(${field("license")})` };

function write(name, fields, files) {
  const folder = join(out, name);
  mkdirSync(folder, { recursive: true });
  for (const [from, to] of files) {
    copyFileSync(from, join(folder, to));
    chmodSync(join(folder, to), 0o755);
  }
  for (const file of ["README.md", "LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(root, file), join(folder, file));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, ...common, ...fields }, null, 2) + "\n");
}

const names = Object.values(PLATFORMS).map(([os, cpu]) => `answerlint-${os}-${cpu}`);
write(
  "answerlint",
  {
    bin: { answerlint: "answerlint.js" },
    engines: { node: ">=18" },
    files: ["answerlint.js"],
    keywords: ["lint", "interview", "markdown", "prose", "cli"],
    optionalDependencies: Object.fromEntries(names.map((name) => [name, version])),
  },
  [[join(here, "answerlint.js"), "answerlint.js"]],
);
for (const binary of binaries) {
  const [target, path] = binary.split("=");
  const [os, cpu] = PLATFORMS[target] ?? [];
  if (!os || !path) throw new Error(`unknown target in ${binary}`);
  const file = os === "win32" ? "answerlint.exe" : "answerlint";
  write(`answerlint-${os}-${cpu}`, { os: [os], cpu: [cpu], files: [file] }, [[path, file]]);
}
