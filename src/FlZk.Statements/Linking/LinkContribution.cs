using System.Text;
using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>One party's part of a link key: its columns P^p, its row keys [k_R^p]2 and a proof of knowing every k_R^p. Public.</summary>
public sealed class LinkContribution
{
    /// <summary>The longest party name, in UTF-8 bytes.</summary>
    public const int MaximumPartyLength = 64;

    internal LinkContribution(KeccakHash session, string party, G1Affine[] columns, G2Affine[] rowKeys, KnowledgeProof[] proofs)
    {
        Session = session;
        Party = party;
        Columns = columns;
        RowKeys = rowKeys;
        Proofs = proofs;
        Statement = new KeccakTranscript()
            .Append("FlZk/v1/link-contribution"u8)
            .Append(session)
            .AppendWord(Encoding.UTF8.GetByteCount(party))
            .Append(Encoding.UTF8.GetBytes(party))
            .AppendWord(rowKeys.Length)
            .Append(rowKeys)
            .AppendWord(columns.Length)
            .Append(columns)
            .Finish();
    }

    /// <summary>The ceremony it was made for.</summary>
    public KeccakHash Session { get; }

    /// <summary>Who made it.</summary>
    public string Party { get; }

    /// <summary>Hash of session, party, all row keys and all columns: what its proofs of knowledge are bound to.</summary>
    public KeccakHash Statement { get; }

    /// <summary>P^p.</summary>
    internal G1Affine[] Columns { get; }

    /// <summary>[k_R^p]2.</summary>
    internal G2Affine[] RowKeys { get; }

    /// <summary>One per row key.</summary>
    internal KnowledgeProof[] Proofs { get; }

    /// <summary>Whether a text can name a party: 1 to <see cref="MaximumPartyLength"/> bytes of
    /// <see cref="ForeignText"/>.</summary>
    public static bool IsPartyName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Encoding.UTF8.GetByteCount(text) is > 0 and <= MaximumPartyLength && ForeignText.IsPrintable(text);
    }

    /// <summary>Reads a contribution file.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">Not such a file, truncated, or a point off
    /// its curve or subgroup.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LinkContribution Read(string path) => LinkContributionFile.Read(path);

    /// <summary>Writes a contribution file, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => LinkContributionFile.Write(path, this);

    /// <summary>c for one row's proof of knowledge.</summary>
    internal static Fr Challenge(KeccakHash statement, int row, G2Affine key, G2Affine nonce)
    {
        KeccakHash hash = new KeccakTranscript()
            .Append("FlZk/v1/link-knowledge"u8).Append(statement).AppendWord(row).Append(key).Append(nonce).Finish();
        return Fr.ReduceBigEndian(hash.ToArray());
    }
}
