using System.Numerics;

namespace FlZk.KernelGenerator;

/// <summary>
/// Straight-line products on eight AVX-512 lanes, limbs of 52 bits split by double-precision fused multiply-adds; the method is described
/// in Avx512Limbs, which has the parts that every modulus shares.
/// </summary>
public sealed class FusedProducts(Modulus modulus)
{
    /// <summary>Five limbs of 52 bits: R = 2^260.</summary>
    public static readonly LimbSystem System = new(52, 5);

    private const int Count = 5;
    private const int Columns = 2 * Count;

    /// <summary>The highest column that products of different limbs fall into.</summary>
    private const int LastMixed = (2 * Count) - 2;

    private readonly string _type = "Avx512" + modulus.Field;

    /// <summary>The file with the field's products.</summary>
    public GeneratedFile WriteFile()
    {
        var text = new SourceText();
        string q = modulus.Symbol;
        text.Add($"""
            // Written by tools/FlZk.KernelGenerator: change it there.
            using System.Runtime.CompilerServices;
            using System.Runtime.Intrinsics;
            using static FlZk.Bn254.Lanes.Avx512Limbs;

            namespace FlZk.Bn254.Lanes;

            """);
        text.Open($"internal readonly unsafe partial struct {_type}");
        WriteConstants(text);
        text.Add($"""

            /// <summary>
            /// r = a b 2^-260 mod {q}, block by block; r may be a or b. The factors' bounds in units of {q} multiply to at most 64; the
            /// product is below 2{q}, and below 5{q}/4 if they multiply to at most 10.
            /// </summary>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("public static void Multiply(ulong* r, ulong* a, ulong* b, int blocks)");
        text.Add($"""
            LaneAssertions.Product<{_type}>(a, b, blocks);
            Vector512<ulong> mask = Vector512.Create(LimbMask);
            """);
        text.Open("for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords, b += BlockWords)");
        LoadLimbs(text, "a", "a");
        WriteReducedProduct(text, "p", "a", "b");
        text.Add("StoreCarried(r, p5, p6, p7, p8, p9, mask);");
        text.Close();
        text.Close();

        text.Add($"""

            /// <summary>
            /// r = a^2 2^-260 mod {q}, block by block; r may be a. a is below 8{q}; the square is below 2{q}, and below 5{q}/4 if a is
            /// below 3{q}.
            /// </summary>
            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
            """);
        text.Open("public static void Square(ulong* r, ulong* a, int blocks)");
        text.Add($"""
            LaneAssertions.Product<{_type}>(a, a, blocks);
            Vector512<ulong> mask = Vector512.Create(LimbMask);
            """);
        text.Open("for (int block = 0; block < blocks; block++, r += BlockWords, a += BlockWords)");
        LoadLimbs(text, "a", "a");
        WriteReducedSquare(text, "p", "m", "a");
        text.Add("StoreCarried(r, p5, p6, p7, p8, p9, mask);");
        text.Close();
        text.Close();
        text.Close();
        return new GeneratedFile($"src/FlZk.Bn254/Lanes/Avx512/{_type}.Products.cs", text.ToString());
    }

    /// <summary>Loads the limbs at a pointer as doubles name0 to name4.</summary>
    public static void LoadLimbs(SourceText text, string name, string pointer)
    {
        for (int i = 0; i < Count; i++) text.Add($"Vector512<double> {name}{i} = LoadDouble({Word(pointer, i)});");
    }

    /// <summary>
    /// Declares columns <paramref name="p"/>0 to 9 and u: the reduced product of the limbs in doubles <paramref name="a"/> and those at the
    /// pointer <paramref name="b"/> is in columns 5 to 9, not carried. Each column is dropped as soon as it is complete: the chain of
    /// reductions starts early and runs beside the products.
    /// </summary>
    public static void WriteReducedProduct(SourceText text, string p, string a, string b)
    {
        List<(int Left, int Right)> products = [.. from j in Indices from i in Indices select (i, j)];
        StartColumns(text, p, Start(products, reduced: true));
        for (int j = 0; j < Count; j++)
        {
            text.Add($"\n{(j == 0 ? "Vector512<double> " : "")}u = LoadDouble({Word(b, j)});");
            for (int i = 0; i < Count; i++) Accumulate(text, $"{a}{i}", "u", p, i + j);
            if (j < Count - 1) DropColumn(text, p, j);
        }

        DropLastColumn(text, p);
    }

    /// <summary>
    /// As <see cref="WriteReducedProduct"/>, for the sum of two products: of the doubles <paramref name="a"/> and <paramref name="c"/> and
    /// the limbs at the pointers <paramref name="b"/> and <paramref name="d"/>.
    /// </summary>
    public static void WriteReducedSum(SourceText text, string p, string a, string b, string c, string d)
    {
        List<(int Left, int Right)> products = [.. from j in Indices from i in Indices select (i, j)];
        StartColumns(text, p, Start([.. products, .. products], reduced: true));
        text.Add("Vector512<double> u;");
        for (int j = 0; j < Count; j++)
        {
            text.Add($"\nu = LoadDouble({Word(b, j)});");
            for (int i = 0; i < Count; i++) Accumulate(text, $"{a}{i}", "u", p, i + j);
            text.Add($"u = LoadDouble({Word(d, j)});");
            for (int i = 0; i < Count; i++) Accumulate(text, $"{c}{i}", "u", p, i + j);
            if (j < Count - 1) DropColumn(text, p, j);
        }

        DropLastColumn(text, p);
    }

    /// <summary>
    /// As <see cref="WriteReducedProduct"/>, for a square: the products of different limbs, which occur twice, are collected in columns
    /// <paramref name="m"/> of their own.
    /// </summary>
    public static void WriteReducedSquare(SourceText text, string p, string m, string a)
    {
        List<(int Left, int Right)> squares = [.. from i in Indices select (i, i)];
        List<(int Left, int Right)> mixed = [.. from i in Indices from j in Indices where i < j select (i, j)];
        (int Low, int High)[] start = Start(mixed, reduced: false);
        StartColumns(text, p, Start(squares, reduced: true));
        for (int k = 1; k <= LastMixed; k++) text.Add($"Vector512<ulong> {m}{k} = Biased({start[k].Low}, {start[k].High});");
        text.Add("Vector512<double> u;");
        for (int i = 0; i < Count; i++)
        {
            // After the products of limb i, columns below 2i + 2 lack those of the reduction only; all do when the last column drops.
            text.Add("");
            Accumulate(text, $"{a}{i}", $"{a}{i}", p, 2 * i);
            for (int j = i + 1; j < Count; j++) Accumulate(text, $"{a}{i}", $"{a}{j}", m, i + j);
            for (int k = 2 * i; k <= (2 * i) + 1 && k < Count - 1; k++)
            {
                if (k > 0) text.Add($"{p}{k} += {m}{k} + {m}{k};");
                DropColumn(text, p, k);
            }
        }

        text.Add("");
        for (int k = Count - 1; k <= LastMixed; k++) text.Add($"{p}{k} += {m}{k} + {m}{k};");
        DropLastColumn(text, p);
    }

    private static void DropColumn(SourceText text, string p, int k)
    {
        text.Add($"\n{p}{k + 1} += {p}{k} >>> 52;\nu = ToDouble({p}{k} & mask);");
        for (int i = 0; i < Count; i++) Accumulate(text, "u", $"Vector512.Create((double)C{i})", p, k + 1 + i);
    }

    private static void DropLastColumn(SourceText text, string p)
    {
        int last = Count - 1;
        text.Add($"""

            // The last limb by Montgomery's quotient, which makes it vanish: u = -{p}{last} / q mod 2^52.
            u = ToDouble({p}{last} & mask);
            u = ToDouble(LowProduct(u, Vector512.Create((double)NegativeInverse)) & mask);
            """);
        for (int i = 0; i < Count; i++) Accumulate(text, "u", $"Vector512.Create((double)Q{i})", p, last + i);
        text.Add($"{p}{last + 1} += {p}{last} >>> 52;");
    }

    private static IEnumerable<int> Indices => Enumerable.Range(0, Count);

    /// <summary>The halves that each column will receive from products, and from the reduction after them.</summary>
    private static (int Low, int High)[] Start(IEnumerable<(int Left, int Right)> products, bool reduced)
    {
        var halves = new (int Low, int High)[Columns];
        void Receive(int column)
        {
            halves[column].Low++;
            halves[column + 1].High++;
        }

        foreach ((int i, int j) in products) Receive(i + j);
        if (!reduced) return halves;
        for (int k = 1; k < Count; k++)
        {
            for (int i = 0; i < Count; i++) Receive(k + i);
        }

        for (int i = 0; i < Count; i++) Receive(Count - 1 + i);
        return halves;
    }

    private static void StartColumns(SourceText text, string p, (int Low, int High)[] halves)
    {
        for (int k = 0; k < Columns; k++) text.Add($"Vector512<ulong> {p}{k} = Biased({halves[k].Low}, {halves[k].High});");
    }

    private static void Accumulate(SourceText text, string a, string b, string p, int column) =>
        text.Add($"Accumulate({a}, {b}, ref {p}{column}, ref {p}{column + 1});");

    /// <summary>The address of a limb's vector.</summary>
    public static string Word(string pointer, int limb) => limb switch
    {
        0 => pointer,
        1 => $"{pointer} + LaneCount",
        _ => $"{pointer} + ({limb} * LaneCount)",
    };

    private void WriteConstants(SourceText text)
    {
        string q = modulus.Symbol;
        BigInteger inverse = modulus.InversePowerOfTwo(System.Bits);
        text.Add($"""
            /// <summary>The limbs of C = 2^-52 mod {q}.</summary>
            private const ulong {System.Declare("C", inverse)};

            /// <summary>-{q}^-1 mod 2^52.</summary>
            private const ulong NegativeInverse = {SourceText.Hex(modulus.NegativeInverse(System.Bits))};

            /// <summary>floor(2^50 / (floor({q} / 2^228) + 1)).</summary>
            private const uint QuotientEstimator = {(BigInteger.One << 50) / ((modulus.Value >> 228) + 1)};
            """);
    }
}
