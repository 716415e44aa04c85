pragma circom 2.2.0;

// product = a b d, all factors private: one public signal, an output.
template Multiplier() {
    signal input a;
    signal input b;
    signal input d;
    signal output product;

    signal ab <== a * b;
    product <== ab * d;
}

component main = Multiplier();
