#!/usr/bin/env node
// Coverage of contracts/src by forge's tests, held against docs/coverage.md: `node tools/coverage.js [--write] [--lcov FILE]`, from anywhere.
// Prints lines and branches per file and what no test reaches. Ends with 1 when lines or branches are below 95 %, when something uncovered is
// not listed and justified in docs/coverage.md, or when something listed there is covered. --write puts the figures into that document;
// --lcov judges a report that forge has written already.
"use strict";
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const { ROOT, FORGE } = require("./forge.js");

const DOCUMENT = path.resolve(ROOT, "../docs/coverage.md");
const FIGURES = /(<!-- figures -->\n)[\s\S]*?(<!-- end of figures -->)/;
const TARGET = 95;
// Instrumented code costs more gas than is spent on chain, so the tests that measure gas are not part of it.
const MEASURED_ELSEWHERE = "test/gas/*";

function measure() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "flzk-coverage-"));
  const report = path.join(folder, "lcov.info");
  try {
    const run = spawnSync(
      FORGE,
      ["coverage", "--report", "lcov", "--report-file", report, "--exclude-tests", "--no-match-path", MEASURED_ELSEWHERE],
      { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, FOUNDRY_PROFILE: "coverage" } },
    );
    const said = `${run.stdout ?? ""}${run.stderr ?? ""}`;
    if (run.error || run.status !== 0 || !fs.existsSync(report)) {
      const failures = said.split("\n").filter((line) => /^\[FAIL|^Error|^Encountered/.test(line));
      throw new Error(`forge coverage failed: ${run.error?.message ?? run.status}\n${failures.join("\n") || said.slice(-4000)}`);
    }
    return fs.readFileSync(report, "utf8");
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

// LCOV (geninfo(1)): DA:line,hits and BRDA:line,block,branch,hits with "-" where the block was never entered.
function parse(lcov) {
  const files = new Map();
  let file;
  for (const record of lcov.split("\n")) {
    const value = record.slice(record.indexOf(":") + 1);
    if (record.startsWith("SF:")) {
      file = { lines: new Map(), branches: [] };
      const name = path.relative(ROOT, path.resolve(ROOT, value)).split(path.sep).join("/");
      if (name.startsWith("src/")) files.set(name, file);
    } else if (record.startsWith("DA:")) {
      const [line, hits] = value.split(",").map(Number);
      file.lines.set(line, hits);
    } else if (record.startsWith("BRDA:")) {
      const [line, , branch, hits] = value.split(",");
      file.branches.push({ line: Number(line), branch: Number(branch), hit: hits !== "-" && hits !== "0" });
    }
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

// What no test reaches, one entry a source line.
function uncovered(files) {
  const gaps = [];
  for (const [name, { lines, branches }] of files) {
    const source = fs.readFileSync(path.join(ROOT, name), "utf8").split("\n");
    const kinds = new Map();
    for (const [line, hits] of lines) if (hits === 0) kinds.set(line, ["line"]);
    for (const { line, branch, hit } of branches) {
      if (!hit) kinds.set(line, [...(kinds.get(line) ?? []), `branch ${branch}`]);
    }
    for (const [line, kind] of [...kinds].sort(([a], [b]) => a - b)) {
      gaps.push({ name, line, kind: kind.join(", "), text: source[line - 1].trim() });
    }
  }
  return gaps;
}

// Rows "| src/file.sol | `fragment of the line` | why |".
function justified() {
  const rows = [];
  for (const row of fs.readFileSync(DOCUMENT, "utf8").split("\n")) {
    const match = /^\| (src\/\S+\.sol) \| `(.+?)` \| .+ \|$/.exec(row);
    if (match) rows.push({ name: match[1], fragment: match[2].replaceAll("\\|", "|"), used: false });
  }
  return rows;
}

const percent = (hit, found) => (found === 0 ? "-" : ((100 * hit) / found).toFixed(1));

function count(file) {
  const hits = [...file.lines.values()];
  return [hits.filter((hit) => hit > 0).length, hits.length, file.branches.filter(({ hit }) => hit).length, file.branches.length];
}

function table(rows, first) {
  const text = [`| ${first} | lines | branches |`, "|---|---|---|"];
  for (const [name, [lh, lf, bh, bf]] of rows) {
    text.push(`| ${name} | ${percent(lh, lf)} % (${lh}/${lf}) | ${bf === 0 ? "-" : `${percent(bh, bf)} % (${bh}/${bf})`} |`);
  }
  return text.join("\n");
}

function main() {
  const given = process.argv.indexOf("--lcov");
  const files = parse(given === -1 ? measure() : fs.readFileSync(process.argv[given + 1], "utf8"));
  const totals = [0, 0, 0, 0];
  const folders = new Map();
  const perFile = [];
  for (const [name, file] of files) {
    const counted = count(file);
    if (counted[1] === 0) continue;
    perFile.push([name, counted]);
    const folder = path.posix.dirname(name);
    const sum = folders.get(folder) ?? [0, 0, 0, 0];
    folders.set(folder, sum.map((value, i) => value + counted[i]));
    counted.forEach((value, i) => (totals[i] += value));
  }
  console.log(table([...perFile, ["total", totals]], "file"));

  const rows = justified();
  const problems = [];
  let unjustified = 0;
  for (const gap of uncovered(files)) {
    const row = rows.find(({ name, fragment }) => name === gap.name && gap.text.includes(fragment));
    if (row) row.used = true;
    else ++unjustified;
    console.log(`${gap.name}:${gap.line}: ${gap.kind}${row ? " (justified)" : ""}: ${gap.text}`);
  }
  for (const { name, fragment, used } of rows) if (!used) problems.push(`listed in docs/coverage.md, but covered: ${name} \`${fragment}\``);
  if (unjustified !== 0) problems.push(`${unjustified} uncovered lines are not justified in docs/coverage.md`);
  const [lh, lf, bh, bf] = totals;
  if (100 * lh < TARGET * lf) problems.push(`lines below ${TARGET} %`);
  if (100 * bh < TARGET * bf) problems.push(`branches below ${TARGET} %`);

  if (process.argv.includes("--write")) {
    const document = fs.readFileSync(DOCUMENT, "utf8");
    const figures = table([...folders, ["total", totals]], "folder");
    fs.writeFileSync(DOCUMENT, document.replace(FIGURES, (_, before, after) => `${before}${figures}\n${after}`));
  }
  for (const problem of problems) console.error(problem);
  if (problems.length !== 0) process.exitCode = 1;
}

try {
  main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
