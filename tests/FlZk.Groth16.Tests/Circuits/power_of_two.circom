pragma circom 2.2.0;

// 13 constraints + 2 public signals + 1 = 16 rows: a domain without a spare row.
template Chain(n) {
    signal input x;
    signal output y;

    signal power[n + 1];
    power[0] <== x;
    for (var i = 0; i < n; i++) {
        power[i + 1] <== power[i] * power[i];
    }
    y <== power[n];
}

component main { public [x] } = Chain(13);
