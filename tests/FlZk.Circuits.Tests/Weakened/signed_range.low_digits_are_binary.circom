pragma circom 2.1.0;

// x lies in [-2^(bits-1), 2^(bits-1)), read as a signed number: the field element r - |x| stands for a negative x.
//
// Assumes   nothing of x.
// Proves    x + 2^(bits-1) = sum_i 2^i b_i with every b_i in {0, 1}.
// Sound     because b(b - 1) = 0 has no other root in a field, and because 2^bits <= 2^252 < r, so that distinct bit strings are distinct field
//           elements and none of them wraps around r: x + r, a negative zero or any other second name of a value does not exist.
// Rows      bits. The highest bit is not a wire but what the lower ones leave of x, so no row is spent on the sum.
template SignedRange(bits) {
    assert(bits >= 1 && bits <= 252);
    signal input x;
    signal low[bits - 1];

    var offset = x + (1 << (bits - 1));
    var high = offset;
    for (var i = 0; i < bits - 1; i++) {
        low[i] <-- (offset >> i) & 1;
        high -= low[i] * (1 << i);
    }

    // high = 2^(bits-1) times the highest bit.
    high * (high - (1 << (bits - 1))) === 0;
}
