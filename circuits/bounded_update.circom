pragma circom 2.1.0;

include "lib/at_most.circom";
include "lib/squared_norm.circom";

// A bounded update: K of the values that a provider committed to, each in the signed range, and the squared L2 norm of all of them so far, which
// is at most a public bound. A longer update is several chunks; the norm is carried from one to the next.
//
// Every committed value is a public signal. The prover hands the verifier one group element for all of them, and a separate argument shows that
// it holds the values of the provider's commitment, and that accIn of a chunk is accOut of the one before (docs/protocol.md).
//
// Public signals, in order: accOut, ctx, bound, accIn, x[K], rho, blind.
//   accOut the squared norm of this chunk and all before it
//   ctx    binds the proof to one chain, contract, job, round and provider; the circuit asks nothing of it, the verifier computes it
//   bound  the largest squared norm allowed; the verifier supplies it and requires 0 <= bound < 2^normBits
//   accIn  the squared norm of the chunks before; no column of the argument touches that of the first chunk, so it is zero there
//   x      values, negative ones as r - |x|, each in [-2^(valueBits-1), 2^(valueBits-1))
//   rho    blinding of the commitment      blind   mask of the prover's group element
// The last two are free: they are columns of the argument that links the proof to the commitment.
//
// Assumes   0 <= bound < 2^normBits, which the verifier checks, and accIn = 0 or accIn = accOut of a chunk that this circuit accepted under the
//           same bound, which the argument proves.
// Proves    every x_j in its range, accOut = accIn + sum_j x_j^2 over the integers, and accOut <= bound.
// Sound     because accIn is then an integer in [0, bound], below 2^250, which is what SquaredNorm assumes; accOut is the integer in [0, 2^251]
//           that AtMost assumes. The next chunk starts from it.
//
// Rows: (valueBits + 1) K + normBits, to which snarkjs's key adds one per public signal and one for the constant.
template BoundedUpdate(K, valueBits, normBits) {
    signal input ctx;
    signal input bound;
    signal input accIn;
    signal input x[K];
    signal input rho;
    signal input blind;
    signal output accOut;

    component norm = SquaredNorm(K, valueBits);
    norm.before <== accIn;
    norm.x <== x;
    accOut <== norm.after;

    component limit = AtMost(normBits);
    limit.value <== accOut;
    limit.bound <== bound;
}
