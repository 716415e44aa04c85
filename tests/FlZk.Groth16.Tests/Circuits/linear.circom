pragma circom 2.2.0;

// Linear relations alone, which the compiler may remove down to no constraint at all.
template Linear() {
    signal input a;
    signal input b;
    signal output sum;
    signal output difference;

    sum <== a + 5 * b + 1;
    difference <== a - b;
}

component main = Linear();
