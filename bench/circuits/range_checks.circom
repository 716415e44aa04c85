pragma circom 2.1.0;

// Range checks and nothing else: n values, each shown to have at most `bits` bits. Almost every wire is 0 or 1, as in the circuits of federated
// averaging, so a prover's cost lies in the transforms and in the H points, whose scalars alone are full-size.
//
// Assumes   nothing of x.
// Proves    x = sum_i 2^i b_i with every b_i in {0, 1}.
// Rows      bits + 1: one per bit and one that adds them up.
template RangeCheck(bits) {
    assert(bits >= 1 && bits <= 252);
    signal input x;
    signal b[bits];

    var spelt = 0;
    for (var i = 0; i < bits; i++) {
        b[i] <-- (x >> i) & 1;
        b[i] * (b[i] - 1) === 0;
        spelt += b[i] * (1 << i);
    }
    spelt === x;
}

// Rows      (bits + 1) n + 1, the last for the total, the one public signal.
template RangeChecks(n, bits) {
    signal input x[n];
    signal output total;
    component check[n];

    var sum = 0;
    for (var j = 0; j < n; j++) {
        check[j] = RangeCheck(bits);
        check[j].x <== x[j];
        sum += x[j];
    }
    total <== sum;
}
