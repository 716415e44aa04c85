using System.Numerics;

namespace FlZk.KernelGenerator;

/// <summary>
/// A prime field's elements on four AVX2 lanes: their layout, their way between memory and lanes, and their canonical form.
/// </summary>
public sealed class IntegerElements(Modulus modulus)
{
    private const int Count = 9;

    private static readonly LimbSystem System = IntegerProducts.System;

    private readonly string _type = "Avx2" + modulus.Field;

    /// <summary>The file.</summary>
    public GeneratedFile WriteFile()
    {
        var text = new SourceText();
        string q = modulus.Symbol, field = modulus.Field;
        text.Add($"""
            // Written by tools/FlZk.KernelGenerator: change it there.
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;
            using System.Runtime.Intrinsics.X86;
            using FlZk.Bn254.Fields;
            using static FlZk.Bn254.Lanes.Avx2Limbs;

            namespace FlZk.Bn254.Lanes;

            /// <summary>Arithmetic in {field} on four elements at a time with AVX2: nine limbs of 29 bits, R = 2^261.</summary>
            """);
        text.Open($"internal readonly unsafe partial struct {_type} : ILanePrimeField<{field}>");
        text.Add($"""
            /// <summary>The limbs of {q}.</summary>
            internal const uint {System.Declare("Q", modulus.Value)};

            /// <summary>The limbs of 2^261 - {q}: to add them modulo 2^261 is to subtract {q}.</summary>
            private const uint {System.Declare("N", (BigInteger.One << 261) - modulus.Value)};

            /// <summary>floor(2^46 / (floor({q} / 2^232) + 1)).</summary>
            private const uint QuotientEstimator = {(BigInteger.One << 46) / ((modulus.Value >> 232) + 1)};

            /// <inheritdoc/>
            public static int Lanes => LaneCount;

            /// <inheritdoc/>
            public static int BlockLength => BlockWords;

            /// <inheritdoc/>
            public static int LimbBits => 29;

            /// <inheritdoc/>
            public static int RadixBits => 261;

            /// <inheritdoc/>
            public static ulong TopLimb => Q8;

            /// <inheritdoc/>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("public static void Load(ulong* r, ulong* elements, int blocks)");
        text.Open("for (int block = 0; block < blocks; block++, r += BlockWords, elements += 4 * LaneCount)");
        text.Add($"""
            Vector256<ulong> w0 = Vector256.Load(elements), w1 = Vector256.Load(elements + 4);
            Vector256<ulong> w2 = Vector256.Load(elements + 8), w3 = Vector256.Load(elements + 12);
            Transpose(ref w0, ref w1, ref w2, ref w3);
            CutInto(r, w0, w1, w2, w3);
            """);
        text.Close();
        text.Close();
        text.Add("""

            /// <inheritdoc/>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("public static void Store(ulong* elements, ulong* a, int blocks)");
        text.Open("for (int block = 0; block < blocks; block++, a += BlockWords, elements += 4 * LaneCount)");
        text.Add($"LaneAssertions.Below<{_type}>(64, a);");
        for (int i = 0; i < Count; i++) text.Add($"Vector256<ulong> t{i} = Vector256.Load({IntegerProducts.Word("a", i)});");
        text.Add($"""
            Canonicalise({Refs("t")});
            Join(
                {SourceText.Join(Count, i => $"t{i}")},
                {SourceText.Join(4, i => $"out Vector256<ulong> w{i}")});
            Transpose(ref w0, ref w1, ref w2, ref w3);
            w0.Store(elements);
            w1.Store(elements + 4);
            w2.Store(elements + 8);
            w3.Store(elements + 12);
            """);
        text.Close();
        text.Close();
        text.Open($$"""

            /// <inheritdoc/>
            public static {{field}} ReadInteger(ulong* block, int lane) =>
                new(Montgomery<{{field}}Modulus>.ToMontgomery(ReadLimbs(block, lane)));

            /// <inheritdoc/>
            public static void WriteInteger(ulong* block, int lane, in {{field}} value) => WriteLimbs(block, lane, value.ToCanonical());

            /// <summary>t mod {{q}}, carried, for limbs, not carried, of an integer from 0 up to 64{{q}}.</summary>
            /// <remarks>
            /// k = floor(t / 2^232) m / 2^46 with m = <see cref="QuotientEstimator"/> is at most t / {{q}}, because m / 2^46 is at most
            /// 1 / (floor({{q}} / 2^232) + 1) &lt; 2^232 / {{q}}; and it falls short of t / {{q}} by less than 2^-15 before it is rounded
            /// down, so t - k {{q}} is below (1 + 2^-15) {{q}}: one conditional subtraction remains.
            /// </remarks>
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            internal static void Canonicalise(
                ref Vector256<ulong> t0, ref Vector256<ulong> t1, ref Vector256<ulong> t2, ref Vector256<ulong> t3, ref Vector256<ulong> t4,
                ref Vector256<ulong> t5, ref Vector256<ulong> t6, ref Vector256<ulong> t7, ref Vector256<ulong> t8)
            """);
        text.Add("Vector256<ulong> mask = Vector256.Create(LimbMask);");
        WriteCarry(text, "t");
        text.Add("""

            Vector256<uint> k = Avx2.Multiply(t8.AsUInt32(), Vector256.Create((ulong)QuotientEstimator).AsUInt32()).AsUInt32();
            k = (k.AsUInt64() >>> 46).AsUInt32();
            """);
        for (int i = 0; i < Count; i++) text.Add($"t{i} += Avx2.Multiply(k, Vector256.Create((ulong)N{i}).AsUInt32());");
        WriteCarry(text, "t");
        text.Add("t8 &= mask;\n\n// Whether t + 2^261 - q reaches 2^261: t is at least q.");
        for (int i = 0; i < Count; i++)
        {
            string carry = i == 0 ? "" : $" + (s{i - 1} >>> 29)";
            text.Add($"Vector256<ulong> s{i} = t{i} + Vector256.Create((ulong)N{i}){carry};");
        }

        text.Add("Vector256<ulong> below = Vector256.Equals(s8 >>> 29, Vector256<ulong>.Zero);");
        for (int i = 0; i < Count; i++) text.Add($"t{i} = Vector256.ConditionalSelect(below, t{i}, s{i} & mask);");
        text.Close();
        text.Close();
        return new GeneratedFile($"src/FlZk.Bn254/Lanes/Avx2/{_type}.cs", text.ToString());
    }

    /// <summary>Carries non-negative limbs name0 to name8.</summary>
    public static void WriteCarry(SourceText text, string name)
    {
        for (int i = 1; i < Count; i++)
        {
            text.Add($"{name}{i} += {name}{i - 1} >>> 29;");
            text.Add($"{name}{i - 1} &= mask;");
        }
    }

    /// <summary>Arguments "ref name0, ref name1, ...".</summary>
    public static string Refs(string name) => SourceText.Join(Count, i => $"ref {name}{i}");
}
