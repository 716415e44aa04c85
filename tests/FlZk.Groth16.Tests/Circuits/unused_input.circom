pragma circom 2.2.0;

// Two public inputs that no constraint mentions, as a contract's context is; they must be bound by a proof all the same.
template Unused() {
    signal input context;
    signal input nonce;
    signal input a;
    signal output square;

    square <== a * a;
}

component main { public [context, nonce] } = Unused();
