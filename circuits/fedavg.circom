pragma circom 2.1.0;

include "lib/residue_weights.circom";
include "lib/rounded_quotient.circom";

// Federated averaging in integers: y_j = floor(s_j / W + 1/2) for K parameters, where s_j is the sum of the providers' values, each times its
// weight, and W the sum of the weights.
//
// Every committed value is a public signal. The prover hands the verifier one group element for all of them, and a separate argument
// shows that it holds the values of the homomorphic commitments on chain (docs/protocol.md).
//
// Public signals, in order: y[K], ctx, W, s[K], rhoS, rhoY, blind.
//   y      the averaged model, each value in [-2^(valueBits-1), 2^(valueBits-1))
//   ctx    binds the proof to one chain, contract, job, round and aggregator; the circuit asks nothing of it, the verifier computes it
//   W      total weight, 1 <= W < 2^weightBits
//   s      weighted sums, negative ones as r - |s|; they need no range check of their own, see RoundedQuotient
//   rhoS   blinding of the sum's commitment      rhoY   blinding of the model's commitment      blind   mask of the prover's group element
// The last three are free: they are columns of the argument that links the proof to the commitments.
//
// Rows: (valueBits + weightBits + 1) K + weightBits + 2, to which snarkjs's key adds one per public signal and one for the constant.
template FedAvg(K, valueBits, weightBits) {
    signal input ctx;
    signal input W;
    signal input s[K];
    signal input rhoS;
    signal input rhoY;
    signal input blind;
    signal output y[K];

    component weights = ResidueWeights(weightBits);
    weights.W <== W;

    component average[K];
    for (var j = 0; j < K; j++) {
        average[j] = RoundedQuotient(valueBits, weightBits);
        average[j].s <== s[j];
        average[j].W <== W;
        average[j].u <== weights.u;
        y[j] <== average[j].y;
    }
}
