pragma circom 2.2.0;

// Many public signals: outputs, then inputs, among them negative values.
template SquareAndShift(n) {
    signal input x[n];
    signal input shift;
    signal output y[n];

    for (var i = 0; i < n; i++) {
        y[i] <== x[i] * x[i] - 3 * shift;
    }
}

component main { public [x] } = SquareAndShift(24);
