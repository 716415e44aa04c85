pragma circom 2.1.0;

// A chain of permutations in the manner of Poseidon (Grassi et al., USENIX Security 2021): x^5 on every word, then a matrix without zeros. It is a
// load for provers and no hash function: its round constants come from a formula and nobody has studied it. Almost every wire is a full-size
// field element, so every sum over the key's points costs what the largest can.

// The constant that is added to a word before round r: the k-th element of k -> k^5 + k^3 + 7, k = 3 r + word + 1, taken through x^5 three times.
function RoundConstant(r, word) {
    var k = 3 * r + word + 1;
    var c = k ** 5 + k ** 3 + 7;
    for (var i = 0; i < 3; i++) c = c ** 5 + k;
    return c;
}

// Entry (i, j) of the Cauchy matrix 1 / (x_i + y_j) with x = 0, 1, 2 and y = 3, 4, 5: all its square submatrices are invertible.
function MixEntry(i, j) {
    return 1 / (i + j + 3);
}

// `rounds` rounds on three words.
// Rows      9 rounds: three products for each fifth power. The matrix is spent in the rows' linear combinations, four terms each.
template Permutation(rounds) {
    signal input in[3];
    signal output out[3];
    signal square[rounds][3];
    signal fourth[rounds][3];
    signal fifth[rounds][3];

    var mix[3][3];
    for (var i = 0; i < 3; i++) {
        for (var j = 0; j < 3; j++) mix[i][j] = MixEntry(i, j);
    }

    for (var r = 0; r < rounds; r++) {
        for (var i = 0; i < 3; i++) {
            var word = RoundConstant(r, i);
            if (r == 0) {
                word += in[i];
            } else {
                for (var j = 0; j < 3; j++) word += mix[i][j] * fifth[r - 1][j];
            }
            square[r][i] <== word * word;
            fourth[r][i] <== square[r][i] * square[r][i];
            fifth[r][i] <== fourth[r][i] * word;
        }
    }
    for (var i = 0; i < 3; i++) out[i] <== fifth[rounds - 1][i];
}

// `length` permutations, each of the one before, from a secret start.
// Rows      9 rounds length; circom removes the rows that only rename a wire.
template HashChain(length, rounds) {
    assert(length >= 1 && rounds >= 1);
    signal input start[3];
    signal output end;
    component link[length];

    for (var l = 0; l < length; l++) {
        link[l] = Permutation(rounds);
        for (var i = 0; i < 3; i++) link[l].in[i] <== l == 0 ? start[i] : link[l - 1].out[i];
    }
    end <== link[length - 1].out[0];
}
