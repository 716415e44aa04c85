namespace FlZk.KernelGenerator;

/// <summary>The parts of affine addition in G1 around its multiplications, on eight AVX-512 lanes.</summary>
public static class FusedChord
{
    private const int Count = 5, Lanes = 8;

    /// <summary>The file.</summary>
    public static GeneratedFile WriteFile()
    {
        var text = new SourceText();
        text.Add("""
            // Written by tools/FlZk.KernelGenerator: change it there.
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;
            using System.Runtime.Intrinsics.X86;
            using FlZk.Bn254.MultiScalar;
            using static FlZk.Bn254.Lanes.Avx512Limbs;

            namespace FlZk.Bn254.Lanes;

            """);
        text.Open("internal readonly unsafe partial struct Avx512Fp : ILaneChord<Fp>");
        text.Add("""
            /// <inheritdoc/>
            /// <remarks>
            /// The slope comes out as s 2^258, its square as s^2 2^256, its product with t = 4 (x1 - x3) as s (x1 - x3) 2^256.
            /// </remarks>
            public static Fp InverseScale { get; } = Fp.FromUInt64(2).Pow([518]);
            """);
        WriteLoadRows(text);
        WriteFinishX(text);
        WriteFinishY(text);
        WriteNegateIf(text);
        text.Add("""

            /// <summary>A row's eight words in a referenced point.</summary>
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static Vector512<ulong> LoadRow(ulong reference, int word) =>
                Vector512.Load((ulong*)(reference & ~SignedReference.Negative) + word);
            """);
        text.Close();
        return new GeneratedFile("src/FlZk.Bn254/Lanes/Avx512/Avx512Fp.Chord.cs", text.ToString());
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
        text.Add("Vector512<long> mask = Vector512.Create((long)LimbMask);\nulong any = 0;");
        text.Open("for (int block = 0; block < blocks; block++)");
        text.Add("""
            for (int pair = ILaneChord<Fp>.Ahead; pair < ILaneChord<Fp>.Ahead + LaneCount; pair++)
            {
                Sse.Prefetch0((ulong*)(left[pair] & ~SignedReference.Negative) + word);
                Sse.Prefetch0((ulong*)(right[pair] & ~SignedReference.Negative) + word);
            }

            // The left points, a row each, become a column per word: x in the first four, y in the others.
            """);
        WriteRows(text, "l", "left");
        text.Add("");
        WriteRows(text, "r", "right");
        text.Add("""

            // Canonical coordinates are equal when their bits are. No finite point has y = 0: the group's order is odd.
            Vector512<ulong> exceptional = Vector512.Equals((l0 ^ r0) | (l1 ^ r1) | (l2 ^ r2) | (l3 ^ r3), Vector512<ulong>.Zero)
                | Vector512.Equals(l4 | l5 | l6 | l7, Vector512<ulong>.Zero)
                | Vector512.Equals(r4 | r5 | r6 | r7, Vector512<ulong>.Zero);
            ulong bits = exceptional.ExtractMostSignificantBits();
            exceptions[block] = (byte)bits;
            any |= bits;

            Vector512<long> a0, a1, a2, a3, a4, d0, d1, d2, d3, d4;
            """);
        WriteDifference(text, "x", 0, "Vector512<ulong> ");
        text.Add("""
            Vector512<long> replaced = exceptional.AsInt64();
            d0 = Vector512.ConditionalSelect(replaced, Vector512.Create(1L), d0);
            """);
        for (int i = 1; i < Count; i++) text.Add($"d{i} = Vector512.AndNot(d{i}, replaced);");
        text.Add($"StoreLimbs(dx, {Join("d")});\n");
        WriteDifference(text, "y", 4, "");
        text.Add($"""
            StoreLimbs(dy, {Join("d")});
            LaneAssertions.Below<Avx512Fp>(1, x1);
            LaneAssertions.Below<Avx512Fp>(1, y1);
            LaneAssertions.Below<Avx512Fp>(2, dx);
            LaneAssertions.Below<Avx512Fp>(2, dy);

            left += LaneCount;
            right += LaneCount;
            """);
        WriteSteps(text, "x1", "y1", "dx", "dy");
        text.Close();
        text.Add("\nreturn any != 0;");
        text.Close();
    }

    private static void WriteFinishX(SourceText text)
    {
        text.Add("""

            /// <inheritdoc/>
            /// <remarks>x1 is canonical, dx at most 2p and the square below 2p; t = 4 (x1 - x3) is below 8p.</remarks>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("public static void FinishX(ulong* x3, ulong* t, ulong* square, ulong* x1, ulong* dx, int blocks)");
        text.Add("Vector512<long> mask = Vector512.Create((long)LimbMask);");
        text.Open("for (int block = 0; block < blocks; block++)");
        text.Add($"""
            // x2 + p = x1 + dx, so square - x1 - x2 + 2p = square - 2 x1 - dx + 3p is between 0 and 5p, in exceptional lanes too.
            Vector512<long> {SourceText.Join(3, i => $"a{i} = {Limb("x1", i)}")};
            Vector512<long> {SourceText.Join(2, i => $"a{i + 3} = {Limb("x1", i + 3)}")};
            """);
        for (int i = 0; i < Count; i++)
        {
            string difference = $"{Limb("square", i)} - (a{i} + a{i}) - {Limb("dx", i)}";
            text.Add($"Vector512<long> v{i} = {difference}{(i < 2 ? " " : "\n    ")}+ Vector512.Create((long)(3 * Q{i}));");
        }

        text.Add($"""
            Canonicalise({Refs("v")}, mask);
            StoreLimbs(x3, {Join("v")});
            LaneAssertions.Below<Avx512Fp>(1, x3);

            """);
        for (int i = 0; i < Count; i++) text.Add($"a{i} = (a{i} - v{i} + Vector512.Create((long)Q{i})) << 2;");
        text.Add($"""
            Carry({Refs("a")}, mask);
            StoreLimbs(t, {Join("a")});
            LaneAssertions.Below<Avx512Fp>(8, t);

            """);
        WriteSteps(text, "x3", "t", "square", "x1", "dx");
        text.Close();
        text.Close();
    }

    private static void WriteFinishY(SourceText text)
    {
        text.Add("""

            /// <inheritdoc/>
            /// <remarks>The product is below 2p, x3 canonical and y1 at most p.</remarks>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("public static void FinishY(ulong* targets, ulong* x3, ulong* product, ulong* y1, int blocks)");
        text.Add("Vector512<long> mask = Vector512.Create((long)LimbMask);");
        text.Open("for (int block = 0; block < blocks; block++)");
        for (int i = 0; i < Count; i++)
        {
            text.Add($"Vector512<long> v{i} = {Limb("product", i)} - {Limb("y1", i)} + Vector512.Create((long)Q{i});");
        }

        text.Add($"""
            Canonicalise({Refs("v")}, mask);

            Join(
                {SourceText.Join(3, i => Limb("x3", i))},
                {SourceText.Join(2, i => Limb("x3", i + 3))},
                {SourceText.Join(4, i => $"out Vector512<ulong> w{i}")});
            Join({Join("v")}, {SourceText.Join(4, i => $"out Vector512<ulong> w{i + 4}")});
            Transpose({SourceText.Join(Lanes, i => $"ref w{i}")});
            """);
        for (int i = 0; i < Lanes; i++) text.Add($"w{i}.Store((ulong*)targets[{i}]);");
        text.Add("\ntargets += LaneCount;");
        WriteSteps(text, "x3", "product", "y1");
        text.Close();
        text.Close();
    }

    private static void WriteNegateIf(SourceText text)
    {
        text.Add("""

            /// <summary>p - t for canonical t where <paramref name="condition"/> is all ones; p itself for zero.</summary>
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            """);
        text.Open("""
            private static void NegateIf(
                Vector512<long> condition, ref Vector512<long> t0, ref Vector512<long> t1, ref Vector512<long> t2, ref Vector512<long> t3,
                ref Vector512<long> t4, Vector512<long> mask)
            """);
        for (int i = 0; i < Count; i++)
        {
            text.Add($"t{i} = Vector512.ConditionalSelect(condition, Vector512.Create((long)Q{i}) - t{i}, t{i});");
        }

        text.Add($"Carry({Refs("t")}, mask);");
        text.Close();
    }

    /// <summary>Loads the referenced rows and turns them into a vector per word.</summary>
    private static void WriteRows(SourceText text, string name, string references)
    {
        for (int i = 0; i < Lanes; i++) text.Add($"Vector512<ulong> {name}{i} = LoadRow({references}[{i}], word);");
        text.Add($"Transpose({SourceText.Join(Lanes, i => $"ref {name}{i}")});");
    }

    /// <summary>Stores a coordinate of the left points, signed; d0 .. d4 become what the right points' is more, plus p.</summary>
    private static void WriteDifference(SourceText text, string name, int word, string declaration)
    {
        text.Add($"""
            Cut({SourceText.Join(4, i => $"l{word + i}")}, mask, {SourceText.Join(Count, i => $"out a{i}")});
            Cut({SourceText.Join(4, i => $"r{word + i}")}, mask, {SourceText.Join(Count, i => $"out d{i}")});
            {declaration}sign = Vector512.Create({name}Sign);
            NegateIf((Vector512.Load(left) & sign).AsInt64() >> 63, {Refs("a")}, mask);
            NegateIf((Vector512.Load(right) & sign).AsInt64() >> 63, {Refs("d")}, mask);
            StoreLimbs({name}1, {Join("a")});
            """);
        for (int i = 0; i < Count; i++) text.Add($"d{i} = d{i} - a{i} + Vector512.Create((long)Q{i});");
        text.Add($"Carry({Refs("d")}, mask);");
    }

    private static void WriteSteps(SourceText text, params string[] pointers)
    {
        foreach (string pointer in pointers) text.Add($"{pointer} += BlockWords;");
    }

    private static string Limb(string pointer, int limb) => $"LoadLimb({FusedProducts.Word(pointer, limb)})";

    private static string Refs(string name) => SourceText.Join(Count, i => $"ref {name}{i}");

    private static string Join(string name) => SourceText.Join(Count, i => $"{name}{i}");
}
