pragma circom 2.1.0;

// value <= bound, both read as integers.
//
// Assumes   0 <= bound < 2^bits, and value stands for an integer in [0, 2^251].
// Proves    bound - value = sum_i 2^i b_i with every b_i in {0, 1}, hence value <= bound.
// Sound     because b(b - 1) = 0 has no other root in a field. As an integer bound - value lies in [-2^251, 2^bits), the sum in [0, 2^bits); they
//           are congruent modulo r and differ by less than 2^251 + 2^bits < 2^252 < r, so they are equal and bound - value is not negative.
// Rows      bits. The highest bit is not a wire but what the lower ones leave of the difference, so no row is spent on the sum.
template AtMost(bits) {
    assert(bits >= 1 && bits <= 250);
    signal input value;
    signal input bound;
    signal low[bits - 1];

    var difference = bound - value;
    var high = difference;
    for (var i = 0; i < bits - 1; i++) {
        low[i] <-- (difference >> i) & 1;
        low[i] * (low[i] - 1) === 0;
        high -= low[i] * (1 << i);
    }

    // high = 2^(bits-1) times the highest bit.
}
