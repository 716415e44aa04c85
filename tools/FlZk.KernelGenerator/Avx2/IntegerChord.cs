using System.Numerics;

namespace FlZk.KernelGenerator;

/// <summary>The parts of affine addition in G1 around its multiplications, on four AVX2 lanes.</summary>
public static class IntegerChord
{
    private const int Count = 9;

    private static readonly LimbSystem System = IntegerProducts.System;

    private static readonly BigInteger P = Modulus.BaseField.Value;

    /// <summary>The file.</summary>
    public static GeneratedFile WriteFile()
    {
        var text = new SourceText();
        text.Add("""
            // Written by tools/FlZk.KernelGenerator: change it there.
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;
            using System.Runtime.Intrinsics.X86;
            using static FlZk.Bn254.Lanes.Avx2Limbs;

            namespace FlZk.Bn254.Lanes;

            """);
        text.Open("internal readonly unsafe partial struct Avx2Fp : ILaneChord<Fp>");
        text.Add($"""
            /// <summary>p with every limb but the last raised by 2^29 at the expense of the next: no carried limb is more.</summary>
            private const ulong {Declare("P", System.Raise(P, 1))};

            /// <summary>3p, likewise raised by 2^31.</summary>
            private const ulong {Declare("T", System.Raise(3 * P, 4))};

            /// <inheritdoc/>
            /// <remarks>
            /// The slope comes out as s 2^258, its square as s^2 2^255, its product with t = 8 (x1 - x3) as s (x1 - x3) 2^256.
            /// </remarks>
            public static Fp InverseScale {"{ get; }"} = Fp.FromUInt64(2).Pow([519]);
            """);
        WriteLoadRows(text);
        WriteFinishX(text);
        WriteFinishY(text);
        text.Close();
        return new GeneratedFile("src/FlZk.Bn254/Lanes/Avx2/Avx2Fp.Chord.cs", text.ToString());
    }

    private static void WriteLoadRows(SourceText text)
    {
        text.Add("""

            /// <inheritdoc/>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("""
            public static bool LoadRows(
                ulong* left,
                ulong* right,
                int word,
                ulong xSign,
                ulong ySign,
                ulong* x1,
                ulong* y1,
                ulong* dx,
                ulong* dy,
                byte* exceptions,
                int blocks)
            """);
        text.Add("""
            Vector256<ulong> mask = Vector256.Create(LimbMask);
            uint any = 0;
            """);
        text.Open("for (int block = 0; block < blocks; block++)");
        text.Add("""
            for (int i = 2 * LaneCount; i < 3 * LaneCount; i++)
            {
                Sse.Prefetch0(Address(left[i]) + word);
                Sse.Prefetch0(Address(right[i]) + word);
            }

            // The points, a row each, become a vector per word.
            ulong* a0 = Address(left[0]) + word, a1 = Address(left[1]) + word;
            ulong* a2 = Address(left[2]) + word, a3 = Address(left[3]) + word;
            ulong* b0 = Address(right[0]) + word, b1 = Address(right[1]) + word;
            ulong* b2 = Address(right[2]) + word, b3 = Address(right[3]) + word;
            Vector256<ulong> l0 = Vector256.Load(a0), l1 = Vector256.Load(a1), l2 = Vector256.Load(a2), l3 = Vector256.Load(a3);
            Transpose(ref l0, ref l1, ref l2, ref l3);
            CutInto(x1, l0, l1, l2, l3);
            Vector256<ulong> r0 = Vector256.Load(b0), r1 = Vector256.Load(b1), r2 = Vector256.Load(b2), r3 = Vector256.Load(b3);
            Transpose(ref r0, ref r1, ref r2, ref r3);
            CutInto(dx, r0, r1, r2, r3);

            // Canonical coordinates are equal when their bits are. No finite point has y = 0: the group's order is odd.
            Vector256<ulong> exceptional = Vector256.Equals((l0 ^ r0) | (l1 ^ r1) | (l2 ^ r2) | (l3 ^ r3), Vector256<ulong>.Zero);
            l0 = Vector256.Load(a0 + 4);
            l1 = Vector256.Load(a1 + 4);
            l2 = Vector256.Load(a2 + 4);
            l3 = Vector256.Load(a3 + 4);
            Transpose(ref l0, ref l1, ref l2, ref l3);
            CutInto(y1, l0, l1, l2, l3);
            r0 = Vector256.Load(b0 + 4);
            r1 = Vector256.Load(b1 + 4);
            r2 = Vector256.Load(b2 + 4);
            r3 = Vector256.Load(b3 + 4);
            Transpose(ref r0, ref r1, ref r2, ref r3);
            CutInto(dy, r0, r1, r2, r3);
            exceptional |= Vector256.Equals(l0 | l1 | l2 | l3, Vector256<ulong>.Zero);
            exceptional |= Vector256.Equals(r0 | r1 | r2 | r3, Vector256<ulong>.Zero);
            uint bits = exceptional.ExtractMostSignificantBits();
            exceptions[block] = (byte)bits;
            any |= bits;
            """);
        WriteDifference(text, "x", replaced: true);
        WriteDifference(text, "y", replaced: false);
        text.Add($"""

            LaneAssertions.Below<Avx2Fp>(1, x1);
            LaneAssertions.Below<Avx2Fp>(1, y1);
            LaneAssertions.Below<Avx2Fp>(2, dx);
            LaneAssertions.Below<Avx2Fp>(2, dy);

            left += LaneCount;
            right += LaneCount;
            x1 += BlockWords;
            y1 += BlockWords;
            dx += BlockWords;
            dy += BlockWords;
            """);
        text.Close();
        text.Add("\nreturn any != 0;");
        text.Close();
    }

    private static void WriteFinishX(SourceText text)
    {
        text.Add("""

            /// <inheritdoc/>
            /// <remarks>x1 is canonical, dx and the square below 2p; t = 8 (x1 - x3) is below 16p.</remarks>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("public static void FinishX(ulong* x3, ulong* t, ulong* square, ulong* x1, ulong* dx, int blocks)");
        text.Add("Vector256<ulong> mask = Vector256.Create(LimbMask);");
        text.Open("for (int block = 0; block < blocks; block++)");
        text.Add("""
            // x2 + p = x1 + dx, so 2 square - x1 - x2 + 2p = 2 (square - x1) - dx + 3p is between 0 and 7p, in exceptional lanes too.
            """);
        for (int i = 0; i < Count; i++)
        {
            text.Add($"Vector256<ulong> v{i} = Vector256.Load({Word("square", i)}) - Vector256.Load({Word("x1", i)});");
            text.Add($"v{i} = v{i} + v{i} - Vector256.Load({Word("dx", i)}) + Vector256.Create(T{i});");
        }

        text.Add($"Canonicalise({IntegerElements.Refs("v")});\n");
        for (int i = 0; i < Count; i++)
        {
            text.Add($"v{i}.Store({Word("x3", i)});");
            text.Add($"v{i} = (Vector256.Load({Word("x1", i)}) - v{i} + Vector256.Create(P{i})) << 3;");
        }

        WriteCarriedStore(text, "t", "v");
        text.Add("""
            LaneAssertions.Below<Avx2Fp>(1, x3);
            LaneAssertions.Below<Avx2Fp>(16, t);

            x3 += BlockWords;
            t += BlockWords;
            square += BlockWords;
            x1 += BlockWords;
            dx += BlockWords;
            """);
        text.Close();
        text.Close();
    }

    private static void WriteFinishY(SourceText text)
    {
        text.Add("""

            /// <inheritdoc/>
            /// <remarks>The product is below 2p; x3 and y1 are canonical.</remarks>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("public static void FinishY(ulong* targets, ulong* x3, ulong* product, ulong* y1, int blocks)");
        text.Open("for (int block = 0; block < blocks; block++)");
        text.Add("LaneAssertions.Below<Avx2Fp>(2, product);");
        for (int i = 0; i < Count; i++)
        {
            string difference = $"Vector256.Load({Word("product", i)}) - Vector256.Load({Word("y1", i)})";
            text.Add($"Vector256<ulong> v{i} = {difference} + Vector256.Create(P{i});");
        }

        text.Add($"""
            Canonicalise({IntegerElements.Refs("v")});
            Join(
                {SourceText.Join(Count, i => $"v{i}")},
                {SourceText.Join(4, i => $"out Vector256<ulong> w{i}")});
            Transpose(ref w0, ref w1, ref w2, ref w3);
            ulong* t0 = (ulong*)targets[0], t1 = (ulong*)targets[1], t2 = (ulong*)targets[2], t3 = (ulong*)targets[3];
            w0.Store(t0 + 4);
            w1.Store(t1 + 4);
            w2.Store(t2 + 4);
            w3.Store(t3 + 4);

            Join(
                {SourceText.Join(Count, i => $"Vector256.Load({Word("x3", i)})")},
                {SourceText.Join(4, i => $"out w{i}")});
            Transpose(ref w0, ref w1, ref w2, ref w3);
            w0.Store(t0);
            w1.Store(t1);
            w2.Store(t2);
            w3.Store(t3);

            targets += LaneCount;
            x3 += BlockWords;
            product += BlockWords;
            y1 += BlockWords;
            """);
        text.Close();
        text.Close();
    }

    /// <summary>
    /// The first value or its opposite; then the difference plus p from the second value, where the difference lies, or its opposite. If
    /// replaced, the difference is one in exceptional lanes.
    /// </summary>
    private static void WriteDifference(SourceText text, string name, bool replaced)
    {
        string first = name + "1", difference = "d" + name, sign = name + "Negative", v = name + "v", t = name + "t";
        text.Add($"""

            Vector256<ulong> {sign} = Vector256.LessThan(
                (Vector256.Load(left) & Vector256.Create({name}Sign)).AsInt64(), Vector256<long>.Zero).AsUInt64();
            """);
        for (int i = 0; i < Count; i++)
        {
            text.Add($"Vector256<ulong> {v}{i} = Vector256.Load({Word(first, i)});");
            text.Add($"{v}{i} = Vector256.ConditionalSelect({sign}, Vector256.Create(P{i}) - {v}{i}, {v}{i});");
            if (i > 0) text.Add($"{v}{i} += {v}{i - 1} >>> 29;\n{v}{i - 1} &= mask;\n{v}{i - 1}.Store({Word(first, i - 1)});");
        }

        text.Add($"""
            {v}8.Store({Word(first, Count - 1)});

            {sign} = Vector256.LessThan((Vector256.Load(right) & Vector256.Create({name}Sign)).AsInt64(), Vector256<long>.Zero).AsUInt64();
            Vector256<ulong> {t};
            """);
        for (int i = 0; i < Count; i++)
        {
            text.Add($"{t} = Vector256.Load({Word(difference, i)});");
            text.Add($"{t} = Vector256.ConditionalSelect({sign}, Vector256.Create(P{i}) - {t}, {t});");
            text.Add($"{v}{i} = {t} - {v}{i} + Vector256.Create(P{i});");
            if (i > 0) text.Add($"{v}{i} += {v}{i - 1} >>> 29;");
            string limb = i < Count - 1 ? $"{v}{i} & mask" : $"{v}{i}";
            string stored = !replaced ? $"({limb})"
                : i == 0 ? $"Vector256.ConditionalSelect(exceptional, Vector256<ulong>.One, {limb})"
                : $"Vector256.AndNot({limb}, exceptional)";
            text.Add($"{stored}.Store({Word(difference, i)});");
        }
    }

    private static void WriteCarriedStore(SourceText text, string pointer, string name)
    {
        for (int i = 0; i < Count; i++)
        {
            if (i > 0) text.Add($"{name}{i} += {name}{i - 1} >>> 29;");
            text.Add(i < Count - 1 ? $"({name}{i} & mask).Store({Word(pointer, i)});" : $"{name}{i}.Store({Word(pointer, i)});");
        }
    }

    private static string Declare(string name, IReadOnlyList<BigInteger> limbs) =>
        SourceText.Join(Count, i => $"{name}{i} = {SourceText.Hex(limbs[i])}");

    private static string Word(string pointer, int limb) => IntegerProducts.Word(pointer, limb);
}
