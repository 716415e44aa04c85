#!/usr/bin/env node
// The Solidity compiler as forge expects to find it, on top of npm's solc: forge cannot download a compiler offline.
// Answers `--version`, and otherwise compiles the standard JSON on stdin. Forge puts every source inline, so no import callback is needed.
"use strict";
const solc = require("solc");

if (process.argv.includes("--version")) {
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}\n`);
} else {
  const input = require("node:fs").readFileSync(0, "utf8");
  const output = solc.compile(input);
  // A pipe may take the answer in several pieces: end by draining, never by process.exit.
  process.stdout.write(output);
}
