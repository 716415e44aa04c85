using System.Numerics;

namespace FlZk.KernelGenerator;

/// <summary>
/// Straight-line products on four AVX2 lanes, limbs of 29 bits multiplied as 32-bit integers; the method is described in Avx2Limbs, which
/// has the parts that every modulus shares.
/// </summary>
public sealed class IntegerProducts(Modulus modulus)
{
    /// <summary>Nine limbs of 29 bits: R = 2^261.</summary>
    public static readonly LimbSystem System = new(29, 9);

    private const int Count = 9;

    private readonly string _type = "Avx2" + modulus.Field;

    /// <summary>The file with the field's products.</summary>
    public GeneratedFile WriteFile()
    {
        var text = new SourceText();
        string q = modulus.Symbol;
        string bound = modulus.Field == "Fp" ? $"2{q}, and below 5{q}/4 if they multiply to at most 10" : $"2{q}";
        text.Add($"""
            // Written by tools/FlZk.KernelGenerator: change it there.
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;
            using System.Runtime.Intrinsics.X86;
            using static FlZk.Bn254.Lanes.Avx2Limbs;

            namespace FlZk.Bn254.Lanes;

            """);
        text.Open($"internal readonly unsafe partial struct {_type}");
        text.Add($"""
            /// <summary>The limbs of C = 2^-29 mod {q}.</summary>
            private const uint {System.Declare("C", modulus.InversePowerOfTwo(System.Bits))};

            /// <summary>-{q}^-1 mod 2^29.</summary>
            private const uint NegativeInverse = {SourceText.Hex(modulus.NegativeInverse(System.Bits))};

            /// <summary>
            /// r = a b 2^-261 mod {q}, block by block; r may be a or b. The factors' bounds in units of {q} multiply to at most 64; the
            /// product is below {bound}.
            /// </summary>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("public static void Multiply(ulong* r, ulong* a, ulong* b, int blocks)");
        text.Add($"""
            LaneAssertions.Product<{_type}>(a, b, blocks);
            Vector256<ulong> mask = Vector256.Create(LimbMask);
            """);
        text.Open("for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords, b += BlockWords)");
        WriteProduct(text, "p", "a", "b");
        WriteCarriedStore(text, "r", "p");
        text.Close();
        text.Close();

        text.Add($"""

            /// <summary>r = a^2 2^-261 mod {q}, block by block; r may be a. a is below 8{q}; the square is below 2{q}.</summary>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("public static void Square(ulong* r, ulong* a, int blocks)");
        text.Add($"""
            LaneAssertions.Product<{_type}>(a, a, blocks);
            Vector256<ulong> mask = Vector256.Create(LimbMask);
            """);
        text.Open("for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords)");
        WriteSquare(text, "p", "a");
        WriteCarriedStore(text, "r", "p");
        text.Close();
        text.Close();
        text.Close();
        return new GeneratedFile($"src/FlZk.Bn254/Lanes/Avx2/{_type}.Products.cs", text.ToString());
    }

    /// <summary>
    /// Declares columns <paramref name="p"/>0 to 16, x and u: the reduced product of the limbs at two pointers is in columns 9 to 16, not
    /// carried. The second factor is scanned by a loop, each turn of which drops the lowest of nine columns: unrolled, the compiler would
    /// recognise what it has loaded before, and keep more than there are registers for.
    /// </summary>
    public static void WriteProduct(SourceText text, string p, string a, string b) => WriteProducts(text, p, (a, b));

    /// <summary>As <see cref="WriteProduct"/>, for the sum of the products of some pairs of factors.</summary>
    public static void WriteProducts(SourceText text, string p, params (string A, string B)[] factors)
    {
        (string a, string b) = factors[0];
        for (int i = 0; i < Count; i++) text.Add($"Vector256<ulong> {p}{i} = Vector256<ulong>.Zero;");
        text.Add("Vector256<uint> x, u;");
        text.Open($"for (ulong* limb = {b}, last = {b} + ({Count - 1} * LaneCount); limb < last; limb += LaneCount)");
        text.Add($"x = {Limb("limb", 0)};");
        for (int i = 0; i < Count; i++) text.Add($"{p}{i} += Avx2.Multiply(x, {Limb(a, i)});");
        foreach ((string c, string d) in factors[1..])
        {
            text.Add($"x = {Limb($"({d} + (limb - {b}))", 0)};");
            for (int i = 0; i < Count; i++) text.Add($"{p}{i} += Avx2.Multiply(x, {Limb(c, i)});");
        }

        text.Add($"u = ({p}0 & mask).AsUInt32();");
        for (int i = 0; i < Count; i++)
        {
            string above = i == 0 ? $"{p}1 + ({p}0 >>> 29) + " : i < Count - 1 ? $"{p}{i + 1} + " : "";
            text.Add($"{p}{i} = {above}Avx2.Multiply(u, Vector256.Create((ulong)C{i}).AsUInt32());");
        }

        text.Close();
        foreach ((string c, string d) in factors)
        {
            text.Add($"\nx = {Limb(d, Count - 1)};");
            for (int i = 0; i < Count; i++) text.Add($"{p}{i} += Avx2.Multiply(x, {Limb(c, i)});");
        }

        text.Add($"""

            // The last limb by Montgomery's quotient, which makes it vanish: u = -{p}0 / q mod 2^29.
            u = (Avx2.Multiply({p}0.AsUInt32(), Vector256.Create((ulong)NegativeInverse).AsUInt32()) & mask).AsUInt32();
            {p}0 += Avx2.Multiply(u, Vector256.Create((ulong)Q0).AsUInt32());
            """);
        for (int i = 1; i < Count; i++)
        {
            string carry = i == 1 ? $" + ({p}0 >>> 29)" : "";
            text.Add($"Vector256<ulong> {p}{Count + i - 1} = {p}{i}{carry} + Avx2.Multiply(u, Vector256.Create((ulong)Q{i}).AsUInt32());");
        }
    }

    /// <summary>
    /// As <see cref="WriteProduct"/>, for a square: a product of different limbs, which occurs twice, has one of them doubled.
    /// </summary>
    public static void WriteSquare(SourceText text, string p, string a)
    {
        var columns = new Columns(text, p);
        text.Add("Vector256<uint> u;");
        for (int i = 0; i < Count; i++)
        {
            text.Add($"\n{(i == 0 ? "Vector256<uint> " : "")}x = {Limb(a, i)};");
            columns.Add(2 * i, "x", "x");
            if (i < Count - 1) text.Add("x += x;");
            for (int j = i + 1; j < Count; j++) columns.Add(i + j, "x", Limb(a, j));
            WriteReduction(text, columns, p, i);
        }
    }

    /// <summary>Carries columns <paramref name="p"/>9 to 16 and stores them and what they leave as the limbs at a pointer.</summary>
    public static void WriteCarriedStore(SourceText text, string pointer, string p)
    {
        text.Add("");
        for (int k = Count; k < (2 * Count) - 1; k++)
        {
            text.Add($"({p}{k} & mask).Store({Word(pointer, k - Count)});");
            text.Add(k < (2 * Count) - 2
                ? $"{p}{k + 1} += {p}{k} >>> 29;"
                : $"({p}{k} >>> 29).Store({Word(pointer, Count - 1)});");
        }
    }

    /// <summary>The address of a limb's vector.</summary>
    public static string Word(string pointer, int limb) => limb switch
    {
        0 => pointer,
        1 => $"{pointer} + LaneCount",
        _ => $"{pointer} + ({limb} * LaneCount)",
    };

    private static string Limb(string pointer, int limb) =>
        limb == 0 ? $"Vector256.Load((uint*){pointer})" : $"Vector256.Load((uint*)({Word(pointer, limb)}))";

    /// <summary>Drops column k: by C, or the last one by Montgomery's quotient.</summary>
    private static void WriteReduction(SourceText text, Columns columns, string p, int k)
    {
        if (k < Count - 1)
        {
            text.Add($"u = ({p}{k} & mask).AsUInt32();\n{p}{k + 1} += {p}{k} >>> 29;");
            for (int i = 0; i < Count; i++) columns.Add(k + 1 + i, "u", $"Vector256.Create((ulong)C{i}).AsUInt32()");
            return;
        }

        text.Add($"""

            // The last limb by Montgomery's quotient, which makes it vanish: u = -{p}{k} / q mod 2^29.
            u = (Avx2.Multiply({p}{k}.AsUInt32(), Vector256.Create((ulong)NegativeInverse).AsUInt32()) & mask).AsUInt32();
            """);
        for (int i = 0; i < Count; i++)
        {
            columns.Add(k + i, "u", $"Vector256.Create((ulong)Q{i}).AsUInt32()");
            if (i == 1) text.Add($"{p}{k + 1} += {p}{k} >>> 29;");
        }
    }

    /// <summary>Columns that are declared where the first product falls into them.</summary>
    private sealed class Columns(SourceText text, string name)
    {
        private readonly HashSet<int> _declared = [];

        public void Add(int column, string a, string b) => text.Add(_declared.Add(column)
            ? $"Vector256<ulong> {name}{column} = Avx2.Multiply({a}, {b});"
            : $"{name}{column} += Avx2.Multiply({a}, {b});");
    }
}
