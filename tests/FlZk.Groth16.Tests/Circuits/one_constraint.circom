pragma circom 2.2.0;

// A single constraint, and no public signal but an input.
template Square() {
    signal input root;
    signal input square;

    root * root === square;
}

component main { public [square] } = Square();
