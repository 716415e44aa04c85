pragma circom 2.1.0;

include "signed_range.circom";

// after = before + x_0^2 + .. + x_(K-1)^2 for K values of the signed range.
//
// Assumes   before stands for an integer in [0, 2^250]. Nothing of x.
// Proves    every x_j in [-2^(bits-1), 2^(bits-1)), and that after stands for the integer sum, which is in [0, 2^251].
// Sound     because a value in its range has one integer, whose square is at most 2^(2 bits - 2): the sum over the integers is at most
//           2^250 + K 2^(2 bits - 2) <= 2^251 < r, so that no partial sum wraps around r. Without the range a square says nothing of size: half
//           of all field elements are squares, and any of them could be added.
// Rows      (bits + 1) K.
template SquaredNorm(K, bits) {
    assert(K >= 1 && K <= (1 << 24) && bits >= 2 && bits <= 114);
    signal input before;
    signal input x[K];
    signal output after;
    signal partial[K];

    component range[K];
    var sum = before;
    for (var j = 0; j < K; j++) {
        range[j] = SignedRange(bits);
        range[j].x <== x[j];
        partial[j] <-- sum + x[j] * x[j];
        sum = partial[j];
    }

    after <== sum;
}
