// The reference implementation, snarkjs, on a list of jobs in one process: node oracle.cjs <node_modules> <jobs.json> <answers.json>
const fs = require("fs");
const path = require("path");
const [, , modules, jobsFile, answersFile] = process.argv;
const snarkjs = require(path.join(modules, "snarkjs"));
const read = (file) => JSON.parse(fs.readFileSync(file, "utf8"));

const operations = {
  newPowers: async ({ power, to }) => {
    const curve = await snarkjs.curves.getCurveFromName("bn128");
    await snarkjs.powersOfTau.newAccumulator(curve, power, to + ".0");
    await snarkjs.powersOfTau.contribute(to + ".0", to + ".1", "first", "entropy of the tests");
    await snarkjs.powersOfTau.preparePhase2(to + ".1", to);
  },
  setup: ({ r1cs, ptau, to }) => snarkjs.zKey.newZKey(r1cs, ptau, to),
  contribute: ({ from, to, name }) => snarkjs.zKey.contribute(from, to, name, "more entropy of the tests"),
  beacon: ({ from, to, name }) =>
    snarkjs.zKey.beacon(from, to, name, "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20", 10),
  plonkSetup: ({ r1cs, ptau, to }) => snarkjs.plonk.setup(r1cs, ptau, to),
  exportVerificationKey: ({ zkey }) => snarkjs.zKey.exportVerificationKey(zkey),
  witness: ({ wasm, input, to }) => snarkjs.wtns.calculate(input, wasm, { type: "file", fileName: to }),
  checkWitness: ({ r1cs, wtns }) => snarkjs.wtns.check(r1cs, wtns),
  verifyKey: ({ r1cs, ptau, zkey }) => snarkjs.zKey.verifyFromR1cs(r1cs, ptau, zkey),
  // With r and s given, snarkjs's randomness is replaced by them.
  prove: async ({ zkey, wtns, r, s }) => {
    const curve = await snarkjs.curves.getCurveFromName("bn128");
    const random = curve.Fr.random;
    const fixed = r === undefined ? [] : [r, s];
    if (fixed.length > 0) curve.Fr.random = () => curve.Fr.e(fixed.shift());
    try {
      return await snarkjs.groth16.prove(zkey, wtns);
    } finally {
      curve.Fr.random = random;
    }
  },
  verify: ({ key, publicSignals, proof }) => snarkjs.groth16.verify(key, publicSignals, proof),
};

(async () => {
  const answers = [];
  for (const { operation, ...parameters } of read(jobsFile)) {
    answers.push((await operations[operation](parameters)) ?? null);
  }
  fs.writeFileSync(answersFile, JSON.stringify(answers));
  process.exit(0);
})().catch((error) => {
  console.error(error);
  process.exit(1);
});
