pragma circom 2.1.0;

include "signed_range.circom";

// The tempting way to round: 2 s + W = 2 W y + t with 0 <= t < 2 W, which avoids halving an odd W. It is wrong, because 2 has an inverse in a
// field: s = (r + 1) / 2 is a half and satisfies it. Kept to show that the tests would notice.
template RoundedQuotient(valueBits, weightBits) {
    assert(valueBits + weightBits <= 252);
    signal input s;
    signal input W;
    signal input u[weightBits];
    signal output y;
    signal p[weightBits];
    signal odd;

    var half = u[weightBits - 1];
    var shifted = s + half + W * (1 << (valueBits - 1));
    y <-- shifted \ W - (1 << (valueBits - 1));

    component range = SignedRange(valueBits);
    range.x <== y;

    var left = shifted % W;
    var remainder = 0;
    for (var i = weightBits - 1; i >= 0; i--) {
        p[i] <-- left >= u[i] ? u[i] : 0;
        p[i] * (u[i] - p[i]) === 0;
        left -= p[i];
        remainder += p[i];
    }

    odd <-- W - 2 * half;
    odd * (odd - 1) === 0;
    2 * W * y === 2 * s + W - 2 * remainder - odd;
}
