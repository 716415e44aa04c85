pragma circom 2.1.0;

// Weights whose subset sums are exactly the residues 0 .. W-1, and the range of W itself.
//
// Any W has such weights (Lipmaa, Asokan, Niemi: Secure Vickrey Auctions without Threshold Trust, FC 2002). Let n = W - 1 have the binary digits
// g_0 (highest) .. g_(bits-1) (lowest). Take
//
//     u_0 = g_0,    u_i = u_0 + .. + u_(i-1) + g_i.
//
// With U_i = u_0 + .. + u_(i-1) this is U_(i+1) = 2 U_i + g_i, Horner's rule, so U_bits = n. Subset sums of u_0 .. u_i fill [0, U_(i+1)] without
// a gap: those without u_i fill [0, U_i] and those with it [u_i, u_i + U_i], and u_i <= U_i + 1. The largest weight is
// u_(bits-1) = floor(n/2) + (n mod 2) = floor(W/2), which rounding half up adds before it divides.
//
// Assumes   nothing of W.
// Proves    1 <= W < 2^bits, and u is the only vector of weights for W.
// Sound     because every digit g_i = u_i - U_i is 0 or 1, W - 1 equals the number they spell, which is below 2^bits <= 2^252 < r, so neither
//           wraps, and W = 2^bits, the one value too many, has no inverse of its distance to 2^bits.
// Rows      bits + 2, once for a whole circuit.
template ResidueWeights(bits) {
    assert(bits >= 1 && bits <= 252);
    signal input W;
    signal output u[bits];
    signal inverse;

    var smaller = 0;
    for (var i = 0; i < bits; i++) {
        u[i] <-- smaller + (((W - 1) >> (bits - 1 - i)) & 1);
        (u[i] - smaller) * (u[i] - smaller - 1) === 0;
        smaller += u[i];
    }

    inverse <-- 1 / (W - (1 << bits));
    inverse * (W - (1 << bits)) === 1;
}
