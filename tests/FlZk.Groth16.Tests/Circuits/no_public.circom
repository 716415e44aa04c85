pragma circom 2.2.0;

// No public signal at all: the statement is that 91 has the two factors, and neither is 1.
template Factors() {
    signal input p;
    signal input q;
    signal input inverseP;
    signal input inverseQ;

    p * q === 91;
    (p - 1) * inverseP === 1;
    (q - 1) * inverseQ === 1;
}

component main = Factors();
