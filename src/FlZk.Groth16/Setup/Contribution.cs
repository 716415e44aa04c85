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
    private const byte NameParameter = 1;

    /// <summary>Begins the contribution names of keys made by <see cref="DevelopmentSetup"/>.</summary>
    internal const string DevelopmentMark = "flzk origin=development";

    /// <summary>The contributor's name, or empty.</summary>
    public string Name
    {
        get
        {
            // A name, when there is one, comes first: parameters are sorted by type.
            ReadOnlySpan<byte> bytes = Parameters.Span;
            bool named = bytes.Length >= 2 && bytes[0] == NameParameter && bytes.Length >= 2 + bytes[1];
            return named ? Encoding.UTF8.GetString(bytes.Slice(2, bytes[1])) : string.Empty;
        }
    }

    /// <summary>Whether this record says that one party made all secrets of the key before it.</summary>
    public bool IsDevelopment => Name.StartsWith(DevelopmentMark, StringComparison.Ordinal);

    /// <summary>The parameters of a contribution that has nothing but a name.</summary>
    internal static byte[] NameParameters(string name)
    {
        byte[] text = Encoding.UTF8.GetBytes(name);
        return [NameParameter, checked((byte)text.Length), .. text];
    }
}
