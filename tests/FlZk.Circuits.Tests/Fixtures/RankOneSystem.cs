using System.Buffers.Binary;
using System.Numerics;

namespace FlZk.Circuits.Tests.Fixtures;

/// <summary>A second reader of .r1cs files and a second satisfaction check, in plain BigInteger, that shares
/// nothing with the product's.</summary>
internal sealed class RankOneSystem
{
    public static readonly BigInteger R = BigInteger.Parse("21888242871839275222246405745257275088548364400416034343698204186575808495617");

    private readonly List<(Term[] A, Term[] B, Term[] C)> _rows = [];

    private RankOneSystem()
    {
    }

    public int WireCount { get; private set; }

    public int OutputCount { get; private set; }

    public int PublicInputCount { get; private set; }

    public int PrivateInputCount { get; private set; }

    public int RowCount => _rows.Count;

    public static RankOneSystem Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        Assert.Equal("r1cs"u8.ToArray(), file[..4]);
        Assert.Equal(1, Int(file, 4));
        var sections = new Dictionary<int, (int Start, long Length)>();
        int at = 12;
        for (int i = Int(file, 8); i > 0; i--)
        {
            long length = BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at + 4));
            sections[Int(file, at)] = (at + 12, length);
            at += 12 + (int)length;
        }

        Assert.Equal(file.Length, at);
        int header = sections[1].Start;
        Assert.Equal(32, Int(file, header));
        Assert.Equal(R, new BigInteger(file.AsSpan(header + 4, 32), isUnsigned: true));
        var system = new RankOneSystem
        {
            WireCount = Int(file, header + 36),
            OutputCount = Int(file, header + 40),
            PublicInputCount = Int(file, header + 44),
            PrivateInputCount = Int(file, header + 48),
        };
        int rows = Int(file, header + 60);
        at = sections[2].Start;
        for (int i = 0; i < rows; i++) system._rows.Add((Combination(file, ref at), Combination(file, ref at), Combination(file, ref at)));
        Assert.Equal(sections[2].Start + sections[2].Length, at);
        return system;
    }

    /// <summary>The rows a witness violates.</summary>
    public IReadOnlyList<int> Violated(BigInteger[] witness)
    {
        Assert.Equal(WireCount, witness.Length);
        Assert.Equal(BigInteger.One, witness[0]);
        var violated = new List<int>();
        for (int i = 0; i < _rows.Count; i++)
        {
            (Term[] a, Term[] b, Term[] c) = _rows[i];
            if (!((Value(a, witness) * Value(b, witness)) - Value(c, witness) is var rest && (rest % R).IsZero)) violated.Add(i);
        }

        return violated;
    }

    private static BigInteger Value(Term[] terms, BigInteger[] witness)
    {
        BigInteger sum = BigInteger.Zero;
        foreach (Term term in terms) sum += term.Coefficient * witness[term.Wire];
        return sum;
    }

    private static Term[] Combination(byte[] file, ref int at)
    {
        var terms = new Term[Int(file, at)];
        at += 4;
        for (int i = 0; i < terms.Length; i++, at += 36)
        {
            var coefficient = new BigInteger(file.AsSpan(at + 4, 32), isUnsigned: true);

            // The signed form keeps numbers small; the value modulo r is the same.
            terms[i] = new Term(Int(file, at), coefficient > R / 2 ? coefficient - R : coefficient);
        }

        return terms;
    }

    private static int Int(byte[] file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));

    private readonly record struct Term(int Wire, BigInteger Coefficient);
}
