#!/usr/bin/env node
// Seeds one fault at a time into the contracts and runs the tests that should notice: a mutant that no test catches is a check nobody
// would miss. The groups, what is seeded and which tests should notice, are in mutants.json.
//
//   node tools/mutate.js                 every group
//   node tools/mutate.js --group stake   one of them
//   node tools/mutate.js --list          what would be seeded, without running anything
//   node tools/mutate.js --kind "drop the check,flip the comparison"
//   node tools/mutate.js --only 12,40    some mutants of the group, by their numbers
//   node tools/mutate.js --jobs 2        this many at a time
//   node tools/mutate.js --timeout 900   seconds for one run of the tests, after which a fault counts as caught
//
// Ends with 1 when a mutant survived that mutants.json does not list, with its reason, as equivalent, or when forge failed of itself.
"use strict";
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { spawn } = require("node:child_process");
const { ROOT, FORGE } = require("./forge.js");

const options = { jobs: 1 };
for (let i = 2; i < process.argv.length; i++) {
  const name = process.argv[i];
  if (name === "--list") options.list = true;
  else if (["--group", "--kind", "--only", "--jobs", "--timeout"].includes(name) && i + 1 < process.argv.length) options[name.slice(2)] = process.argv[++i];
  else fail(`unknown option ${name}: see the head of tools/mutate.js`);
}

function fail(message) {
  console.error(`mutate: ${message}`);
  process.exit(2);
}

// The source with comments, strings and directives blanked out: what is left may be changed. Lengths and lines stay.
function code(source) {
  const blank = (text) => text.replace(/[^\n]/g, " ");
  return source.replace(/\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|^(?:pragma|import)\b[^;]*;|\bemit\b[^;]*;/gm, blank);
}

// Each operator yields [start, end, replacement] for the places of one kind of fault.
const operators = {
  "drop the check": function* (text) {
    for (const match of text.matchAll(/\bif \(/g)) {
      const end = closing(text, match.index + match[0].length - 1);
      // The brace after a bare revert is the function's.
      const rest = /^\s*(?:revert\b[^;]*;|\{\s*revert\b[^;]*;\s*\})/.exec(text.slice(end));
      if (rest) yield [match.index, end + rest[0].length, ""];
    }
    for (const match of text.matchAll(/^[ \t]+_?require[A-Z]\w*\([^;{]*\);$/gm)) yield [match.index, match.index + match[0].length, ""];
  },
  "drop the modifier": function* (text) {
    for (const match of text.matchAll(/\b(nonReentrant|only[A-Z]\w*|inPlace|initializer)\b(?=[^;{}()]*(?:\{|returns))/g)) {
      yield [match.index, match.index + match[0].length, ""];
    }
  },
  "flip the comparison": function* (text) {
    const other = { "<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "==" };
    for (const match of text.matchAll(/(?<=[\w)\]] )(<=|>=|==|!=|<|>)(?= [\w(])/g)) yield [match.index, match.index + match[0].length, other[match[0]]];
  },
  "swap and and or": function* (text) {
    for (const match of text.matchAll(/&&|\|\|/g)) yield [match.index, match.index + 2, match[0] === "&&" ? "||" : "&&"];
  },
  "drop the negation": function* (text) {
    for (const match of text.matchAll(/!(?=[\w(])/g)) yield [match.index, match.index + 1, ""];
  },
  "change the arithmetic": function* (text) {
    const other = { "+": "-", "-": "+", "*": "+", "/": "*", "+=": "-=", "-=": "+=" };
    for (const match of text.matchAll(/(?<=[\w)\]] )(\+=|-=|\+|-|\*|\/)(?= [\w(])/g)) yield [match.index, match.index + match[0].length, other[match[0]]];
    for (const match of text.matchAll(/\bMath\.ceilDiv\(/g)) {
      const end = closing(text, match.index + match[0].length - 1);
      const inner = text.slice(match.index + match[0].length, end - 1);
      const comma = inner.lastIndexOf(",");
      yield [match.index, end, `((${inner.slice(0, comma)}) / (${inner.slice(comma + 1)}))`];
    }
  },
  "change the constant": function* (text) {
    for (const match of text.matchAll(/\bconstant\b[^=;]*= ([0-9][0-9_]*)(?= ?[;a-z])/g)) {
      const start = match.index + match[0].length - match[1].length;
      yield [start, start + match[1].length, String(BigInt(match[1].replaceAll("_", "")) + 1n)];
    }
  },
  "drop the statement": function* (text) {
    // Assignments to storage or memory that exists already, deletions and calls; declarations and returns are left alone.
    for (const match of text.matchAll(/^[ \t]+(?:delete [^;{}]+|[\w.$]+(?:\([^;{}]*\)|\[[^;{}]*\]|\.\w+)*(?: (?:=|\+=|-=) [^;{}]+|\([^;{}]*\)|\+\+|--));$/gm)) {
      if (/^\s*(return|revert|using|uint|int|bool|address|bytes|mapping|unchecked|assembly|require|_require)/.test(match[0])) continue;
      yield [match.index, match.index + match[0].length, ""];
    }
  },
};

function closing(text, open) {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth === 0) return i + 1;
  }
  return text.length;
}

function mutantsOf(file) {
  const source = fs.readFileSync(path.join(ROOT, file), "utf8");
  const text = code(source);
  const found = [];
  for (const [operator, places] of Object.entries(operators)) {
    for (const [start, end, replacement] of places(text)) {
      const line = source.slice(0, start).split("\n").length + (source.slice(start, end).match(/^\s*\n/) ? 1 : 0);
      const before = source.slice(start, end).trim().replace(/\s+/g, " ");
      const context = source.split("\n")[line - 1].trim();
      found.push({ file, line, operator, before, after: replacement, context, source: source.slice(0, start) + replacement + source.slice(end) });
    }
  }
  return found.sort((a, b) => a.line - b.line);
}

function copyWorkspace() {
  const to = fs.mkdtempSync(path.join(os.tmpdir(), "flzk-mutants-"));
  for (const entry of ["src", "test", "tools", "fixtures", "snapshots", "foundry.toml"]) {
    fs.cpSync(path.join(ROOT, entry), path.join(to, entry), { recursive: true });
  }
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(to, "node_modules"), "junction");
  return to;
}

function test(workspace, tests, timeout) {
  return new Promise((resolve) => {
    const pattern = tests.length === 1 ? tests[0] : `{${tests.join(",")}}`;
    const child = spawn(FORGE, ["test", "--fail-fast", "--match-path", pattern], {
      cwd: workspace,
      env: { ...process.env, FOUNDRY_PROFILE: "quick" },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => { if (output.length < 1 << 20) output += piece; });
    let late = false;
    const timer = setTimeout(() => { late = true; child.kill("SIGKILL"); }, timeout * 1000);
    child.on("close", (status) => {
      clearTimeout(timer);
      const failed = /^\[FAIL.*\] (\w+)\(/m.exec(output);
      // A compiler that is slow today has caught nothing.
      if (late && /Compiler run successful/.test(output)) resolve({ verdict: "caught", by: "never ends" });
      else if (/Compiler run failed|Compiler error/.test(output)) resolve({ verdict: "does not compile" });
      else if (/No tests (found|match)/.test(output)) resolve({ verdict: "no tests" });
      else if (failed) resolve({ verdict: "caught", by: failed[1] });
      else if (status === 0) resolve({ verdict: "survived" });
      // Out of time or memory: no test has spoken.
      else resolve({ verdict: "forge failed", by: output.trim().split("\n").at(-1) });
    });
  });
}

async function main() {
  if (!fs.existsSync(FORGE)) fail(`${FORGE} is missing: run npm ci in ${ROOT} first`);
  const groups = JSON.parse(fs.readFileSync(path.join(ROOT, "mutants.json"), "utf8"));
  if (options.group && !groups[options.group]) fail(`no group ${options.group} in mutants.json: it has ${Object.keys(groups).join(", ")}`);
  let unexplained = 0;
  for (const name of options.group ? [options.group] : Object.keys(groups)) {
    const { sources, tests, equivalent = [] } = groups[name];
    const mutants = sources.flatMap(mutantsOf).map((mutant, index) => ({ ...mutant, index }));
    const wanted = (list, value) => list === undefined || list.split(",").includes(value);
    const chosen = mutants.filter((mutant) => wanted(options.only, String(mutant.index)) && wanted(options.kind, mutant.operator));
    const describe = (m) => `${String(m.index).padStart(3)} ${m.file}:${m.line} ${m.operator}: ${m.before.slice(0, 60)}${m.after ? ` -> ${m.after.slice(0, 40)}` : ""}`;
    console.log(`== ${name}: ${chosen.length} mutants`);
    if (options.list) {
      chosen.forEach((mutant) => console.log(describe(mutant)));
      continue;
    }
    const reasonOf = (m) => equivalent.find((e) => e.file === m.file && e.operator === m.operator && m.context.includes(e.line) && (!e.before || e.before === m.before));
    const tally = { caught: 0, survived: 0, equivalent: 0, "does not compile": 0, "forge failed": 0 };
    const queue = [...chosen];
    const worker = async () => {
      const workspace = copyWorkspace();
      try {
        const baseline = await test(workspace, tests, Number(options.timeout ?? 600));
        if (baseline.verdict !== "survived") throw new Error(`${name}: without any fault: ${baseline.verdict} ${baseline.by ?? ""}`);
        for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
          const reason = reasonOf(mutant);
          if (reason) {
            tally.equivalent++;
            console.log(`equivalent ${describe(mutant)} (${reason.why})`);
            continue;
          }
          const file = path.join(workspace, mutant.file);
          const original = fs.readFileSync(file, "utf8");
          fs.writeFileSync(file, mutant.source);
          const { verdict, by } = await test(workspace, tests, Number(options.timeout ?? 300));
          fs.writeFileSync(file, original);
          tally[verdict]++;
          console.log(`${verdict === "survived" ? "SURVIVED" : verdict} ${describe(mutant)}${by ? ` [${by}]` : ""}`);
        }
      } finally {
        fs.rmSync(workspace, { recursive: true, force: true });
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, Number(options.jobs)) }, worker));
    unexplained += tally.survived + tally["forge failed"];
    console.log(`== ${name}: ${Object.entries(tally).map(([verdict, count]) => `${count} ${verdict}`).join(", ")}`);
  }
  process.exitCode = unexplained === 0 ? 0 : 1;
}

main().catch((error) => fail(error.message));
