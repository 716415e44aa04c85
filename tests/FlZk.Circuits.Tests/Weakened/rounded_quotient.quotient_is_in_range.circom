pragma circom 2.1.0;

include "signed_range.circom";

// y = floor(s / W + 1/2), the quotient rounded half up, for a signed s.
//
// With h = floor(W/2) the quotient is the only y with s + h = W y + t and 0 <= t < W. The remainder is written as a subset sum of the residue
// weights of W: t = sum_i p_i with p_i in {0, u_i}. One row p(u - p) = 0 says both that the choice is binary and what it weighs, so the
// remainder's whole interval costs weightBits rows; two ordinary range checks, of t and of W - 1 - t, would cost twice as many.
//
// Assumes   1 <= W < 2^weightBits, and u are the weights of ResidueWeights(weightBits) for that W. Nothing of s.
// Proves    y in [-2^(valueBits-1), 2^(valueBits-1)) and y = floor(s / W + 1/2) for the integer s that the field element stands for, which is
//           thereby in [-2^(valueBits-1) W - h, 2^(valueBits-1) W - h).
// Sound     because p(u - p) = 0 has the roots 0 and u alone (a double root 0 where u = 0), so t is a subset sum, one of 0 .. W-1. Two solutions
//           (y, t) and (y', t') of one s give W (y - y') = t' - t in the field; both sides are below 2^(valueBits + weightBits) <= 2^252 < r/2
//           in size, so they are equal integers, |t' - t| < W, and y = y'. The form 2 s + W = 2 W y + t would not do: halving is always
//           possible in a field, and s = (r + 1)/2, "one half", would pass.
// Rows      valueBits + weightBits + 1. This is one more than any circuit without tables needs: a fixed W has 2^valueBits W pairs (s, y), and n rows
//           of degree 2 have at most 2^n isolated solutions (Bezout), so n >= valueBits + log2 W, which is valueBits + weightBits for the largest W.
template RoundedQuotient(valueBits, weightBits) {
    assert(valueBits + weightBits <= 252);
    signal input s;
    signal input W;
    signal input u[weightBits];
    signal output y;
    signal p[weightBits];

    // Shifted by W 2^(valueBits-1), so that the integer division below sees no negative number.
    var half = u[weightBits - 1];
    var shifted = s + half + W * (1 << (valueBits - 1));
    y <-- shifted \ W - (1 << (valueBits - 1));


    // Greedy from the largest weight: what is left always fits into the weights that are left.
    var left = shifted % W;
    var remainder = 0;
    for (var i = weightBits - 1; i >= 0; i--) {
        p[i] <-- left >= u[i] ? u[i] : 0;
        p[i] * (u[i] - p[i]) === 0;
        left -= p[i];
        remainder += p[i];
    }

    W * y === s + half - remainder;
}
