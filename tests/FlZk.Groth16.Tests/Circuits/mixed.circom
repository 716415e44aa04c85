pragma circom 2.2.0;

// Linear and quadratic relations in turns: each level of optimisation leaves another constraint system.
template Mixed(n) {
    signal input x[n];
    signal input scale;
    signal output y[n];
    signal output total;

    signal shifted[n];
    signal copied[n];
    signal sums[n + 1];
    sums[0] <== 3;
    for (var i = 0; i < n; i++) {
        copied[i] <== x[i];
        shifted[i] <== 2 * copied[i] + i - 1;
        y[i] <== shifted[i] * scale;
        sums[i + 1] <== sums[i] + y[i];
    }
    total <== sums[n];
}

component main { public [scale] } = Mixed(5);
