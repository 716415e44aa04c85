// Where npm put forge itself. Its launcher, node_modules/.bin/forge, ends with 0 whatever forge says.
"use strict";
const path = require("node:path");

const ROOT = path.resolve(__dirname, "..");
const architecture = process.arch === "x64" ? "amd64" : process.arch;
const name = process.platform === "win32" ? "forge.exe" : "forge";
const FORGE = path.join(ROOT, "node_modules/@foundry-rs", `forge-${process.platform}-${architecture}`, "bin", name);

module.exports = { ROOT, FORGE };
