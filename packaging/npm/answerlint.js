#!/usr/bin/env node
// Runs the binary of the package for this platform.
"use strict";
const { spawnSync } = require("node:child_process");

const name = `answerlint-${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "answerlint.exe" : "answerlint";
let binary;
try {
  binary = require.resolve(`${name}/${file}`);
} catch {
  console.error(
    `answerlint: the package ${name} is not installed. Either there is no binary for this platform, or optional ` +
      "dependencies were left out (--omit=optional).",
  );
  process.exit(2);
}
const { status, signal, error } = spawnSync(binary, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`answerlint: ${error.message}`);
  process.exit(2);
}
if (signal) process.kill(process.pid, signal);
process.exit(status ?? 2);
