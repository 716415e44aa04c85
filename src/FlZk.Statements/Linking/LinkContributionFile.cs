using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>The contribution file: magic, version, session, party, numbers of rows and columns, row keys,
/// proofs, columns, closing hash.</summary>
internal static class LinkContributionFile
{
    private const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "FLZKCONT"u8;

    public static void Write(string path, LinkContribution contribution) => AtomicFile.Write(path, stream =>
    {
        var writer = new BinaryKeyWriter(stream);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(contribution.Session);
        writer.Write(contribution.Party);
        writer.Write(contribution.RowKeys.Length);
        writer.Write(contribution.Columns.Length);
        writer.Write(contribution.RowKeys);
        foreach (KnowledgeProof proof in contribution.Proofs)
        {
            writer.Write([proof.Nonce]);
            writer.Write(proof.Response);
        }

        writer.Write(contribution.Columns);
        writer.Finish();
    });

    public static LinkContribution Read(string path)
    {
        using var reader = new BinaryKeyReader(path, Magic, Version);
        KeccakHash session = reader.ReadHash("the session");
        string party = reader.ReadParty("the party");
        int rows = reader.ReadInt32("the number of rows", 2, 2 + LinkShape.MaximumDimension);
        int columns = reader.ReadInt32("the number of columns", 4, new LinkShape(LinkShape.MaximumDimension, 1).ColumnCount);
        var rowKeys = reader.ReadG2(rows, "the row keys");
        reader.RequireRemaining((long)rows * 160, "the proofs of knowledge");
        var proofs = new KnowledgeProof[rows];
        for (int row = 0; row < rows; row++)
            proofs[row] = new(reader.ReadG2($"the nonce of row {row}"), reader.ReadScalar($"the response of row {row}"));
        var points = reader.ReadG1(columns, "the columns");
        reader.Finish();
        return new LinkContribution(session, party, points, rowKeys, proofs);
    }
}
