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

            /// <inheritdoc/>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("""
            public static bool LoadPairs(
                ulong* points, int* sources, ulong* x1, ulong* y1, ulong* dx, ulong* dy, byte* exceptions, int blocks)
            """);
        text.Add("""
            Vector256<ulong> mask = Vector256.Create(LimbMask);
            uint any = 0;
            """);
        text.Open("for (int block = 0; block < blocks; block++)");
        text.Add("""
            // The points, a row each, become a vector per word.
            ulong* s0 = points + (8L * sources[0]), s1 = points + (8L * sources[1]);
            ulong* s2 = points + (8L * sources[2]), s3 = points + (8L * sources[3]);
            Vector256<ulong> l0 = Vector256.Load(s0), l1 = Vector256.Load(s1), l2 = Vector256.Load(s2), l3 = Vector256.Load(s3);
            Transpose(ref l0, ref l1, ref l2, ref l3);
            CutInto(x1, l0, l1, l2, l3);
            Vector256<ulong> r0 = Vector256.Load(s0 + 8), r1 = Vector256.Load(s1 + 8);
            Vector256<ulong> r2 = Vector256.Load(s2 + 8), r3 = Vector256.Load(s3 + 8);
            Transpose(ref r0, ref r1, ref r2, ref r3);
            CutInto(dx, r0, r1, r2, r3);

            // Canonical coordinates are equal when their bits are. No finite point has y = 0: the group's order is odd.
            Vector256<ulong> exceptional = Vector256.Equals((l0 ^ r0) | (l1 ^ r1) | (l2 ^ r2) | (l3 ^ r3), Vector256<ulong>.Zero);
            l0 = Vector256.Load(s0 + 4);
            l1 = Vector256.Load(s1 + 4);
            l2 = Vector256.Load(s2 + 4);
            l3 = Vector256.Load(s3 + 4);
            Transpose(ref l0, ref l1, ref l2, ref l3);
            CutInto(y1, l0, l1, l2, l3);
            r0 = Vector256.Load(s0 + 12);
            r1 = Vector256.Load(s1 + 12);
            r2 = Vector256.Load(s2 + 12);
            r3 = Vector256.Load(s3 + 12);
            Transpose(ref r0, ref r1, ref r2, ref r3);
            CutInto(dy, r0, r1, r2, r3);
            exceptional |= Vector256.Equals(l0 | l1 | l2 | l3, Vector256<ulong>.Zero);
            exceptional |= Vector256.Equals(r0 | r1 | r2 | r3, Vector256<ulong>.Zero);
            uint bits = exceptional.ExtractMostSignificantBits();
            exceptions[block] = (byte)bits;
            any |= bits;

            // dx = x2 - x1 + p, or one in exceptional lanes; dy = y2 - y1 + p.
            """);
        WriteDifference(text, "x");
        text.Add("");
        WriteDifference(text, "y");
        text.Add("""
            LaneAssertions.Below<Avx2Fp>(1, x1);
            LaneAssertions.Below<Avx2Fp>(1, y1);
            LaneAssertions.Below<Avx2Fp>(2, dx);
            LaneAssertions.Below<Avx2Fp>(2, dy);

            sources += LaneCount;
            x1 += BlockWords;
            y1 += BlockWords;
            dx += BlockWords;
            dy += BlockWords;
            """);
        text.Close();
        text.Add("\nreturn any != 0;");
        text.Close();

        text.Add("""

            /// <inheritdoc/>
            /// <remarks>x1 is canonical, dx below 2p and the square below 5p/4; t = 8 (x1 - x3) is below 16p.</remarks>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("public static void FinishX(ulong* x3, ulong* t, ulong* square, ulong* x1, ulong* dx, int blocks)");
        text.Add("Vector256<ulong> mask = Vector256.Create(LimbMask);");
        text.Open("for (int block = 0; block < blocks; block++)");
        text.Add("""
            // x2 + p = x1 + dx, so 2 square - x1 - x2 + 2p = 2 (square - x1) - dx + 3p is between 0 and 9p/2; in an exceptional lane, below
            // 11p/2.
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

        text.Add("""

            /// <inheritdoc/>
            /// <remarks>The product is below 2p; x3 and y1 are canonical.</remarks>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("public static void FinishY(ulong* points, int* targets, ulong* x3, ulong* product, ulong* y1, int blocks)");
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
            ulong* t0 = points + (8L * targets[0]), t1 = points + (8L * targets[1]);
            ulong* t2 = points + (8L * targets[2]), t3 = points + (8L * targets[3]);
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
        text.Close();
        return new GeneratedFile("src/FlZk.Bn254/Lanes/Avx2Fp.Chord.cs", text.ToString());
    }

    /// <summary>d = d - c1 + p, carried, where d holds the second coordinate; for x, one in exceptional lanes.</summary>
    private static void WriteDifference(SourceText text, string c)
    {
        string t = $"t{c}";
        for (int i = 0; i < Count; i++)
        {
            string carry = i == 0 ? "" : $" + ({t}{i - 1} >>> 29)";
            string difference = $"Vector256.Load({Word($"d{c}", i)}) - Vector256.Load({Word($"{c}1", i)})";
            text.Add($"Vector256<ulong> {t}{i} = {difference} + Vector256.Create(P{i}){carry};");
            string limb = i < Count - 1 ? $"({t}{i} & mask)" : $"{t}{i}";
            if (c == "x")
            {
                limb = i == 0 ? $"Vector256.ConditionalSelect(exceptional, Vector256<ulong>.One, {t}{i} & mask)"
                    : $"Vector256.AndNot({limb}, exceptional)";
            }

            text.Add($"{limb}.Store({Word($"d{c}", i)});");
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
