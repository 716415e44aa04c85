using System.Text;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>A phase-2 contribution's record in a .zkey: delta was multiplied by a secret, with a proof of
/// knowing it (Bowe, Gabizon, Miers 2017).</summary>
/// <param name="DeltaAfter">[delta]1 after this contribution.</param>
/// <param name="S">[s]1, a random point.</param>
/// <param name="Sx">[s x]1 for the contributor's secret x.</param>
/// <param name="Spx">[s' x]2, s' being derived from the transcript.</param>
/// <param name="Transcript">64 bytes: hash of everything before.</param>
/// <param name="Type">0 a person's contribution, 1 a beacon.</param>
/// <param name="Parameters">Name, iterations and beacon hash, in the file's type-prefixed encoding.</param>
public sealed record Contribution(
    G1Affine DeltaAfter,
    G1Affine S,
    G1Affine Sx,
    G2Affine Spx,
    ReadOnlyMemory<byte> Transcript,
    uint Type,
    ReadOnlyMemory<byte> Parameters)
{
    internal const byte NameParameter = 1;
    internal const byte IterationsParameter = 2;
    internal const byte BeaconParameter = 3;

    /// <summary>Begins the contribution names of keys made by <see cref="DevelopmentSetup"/>.</summary>
    internal const string DevelopmentMark = "flzk origin=development";

    /// <summary>The contributor's name, or empty.</summary>
    public string Name => Encoding.UTF8.GetString(Parameter(NameParameter).Span);

    /// <summary>The beacon's value; empty for a person's contribution.</summary>
    public ReadOnlyMemory<byte> Beacon => Parameter(BeaconParameter);

    /// <summary>The binary logarithm of how often the beacon is hashed; null for a person's contribution.</summary>
    public int? BeaconIterationsLog => Parameter(IterationsParameter) is { IsEmpty: false } value ? value.Span[0] : null;

    /// <summary>BLAKE2b of the record, 64 bytes: what a contributor publishes, to find itself in the final key.</summary>
    public byte[] Hash() => PhaseTwoTranscript.HashOf(this);

    /// <summary>Whether this record says that one party made all secrets of the key before it.</summary>
    public bool IsDevelopment => Name.StartsWith(DevelopmentMark, StringComparison.Ordinal);

    /// <summary>The parameters of a contribution that has nothing but a name.</summary>
    internal static byte[] NameParameters(string name)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        return [NameParameter, checked((byte)text.Length), .. text];
    }

    // Type, length and content each, but for the iterations, which are one byte and have no length.
    private ReadOnlyMemory<byte> Parameter(byte type)
    {
        ReadOnlyMemory<byte> left = Parameters;
        while (left.Length >= 2)
        {
            bool isIterations = left.Span[0] == IterationsParameter;
            int start = isIterations ? 1 : 2, end = isIterations ? 2 : 2 + left.Span[1];
            if (end > left.Length) break;
            if (left.Span[0] == type) return left[start..end];
            left = left[end..];
        }

        return default;
    }
}
