using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>
/// The link key file: magic, version, origin, d, K, relation, session, contributors, row keys, columns, closing hash.
/// </summary>
internal static class LinkProvingKeyFile
{
    private const int Version = 1;
    private const int MaximumContributors = 1 << 16;

    public static void Write(string path, LinkProvingKey key) => AtomicFile.Write(path, stream =>
    {
        var writer = new BinaryKeyWriter(stream);
        writer.Write(Magic(key.Shape.Statement));
        writer.Write(Version);
        writer.Write(key.Origin == KeyOrigin.Development ? 0 : 1);
        writer.Write(key.Shape.Dimension);
        writer.Write(key.Shape.ChunkSize);
        writer.Write(key.Relation);
        writer.Write(key.Session);
        writer.Write(key.Contributors.Count);
        foreach (LinkContributor contributor in key.Contributors)
        {
            writer.Write(contributor.Party);
            writer.Write(contributor.Contribution);
        }

        writer.Write(key.VerificationKey.Rows.Span);
        writer.Write(key.Columns.Span);
        writer.Finish();
    });

    public static LinkProvingKey Read(string path, LinkedStatement statement)
    {
        using var reader = new BinaryKeyReader(path, Magic(statement), Version);
        KeyOrigin origin = reader.ReadInt32("the origin", 0, 1) == 0 ? KeyOrigin.Development : KeyOrigin.Ceremony;
        var shape = new LinkShape(
            reader.ReadInt32("the number of parameters", 1, LinkShape.MaximumDimension),
            reader.ReadInt32("the chunk size", 1, LinkShape.MaximumDimension),
            statement);
        KeccakHash relation = reader.ReadHash("the relation");
        KeccakHash session = reader.ReadHash("the session");
        int count = reader.ReadInt32("the number of contributors", 0, MaximumContributors);
        if (origin == KeyOrigin.Ceremony && count == 0) throw reader.Fault("a ceremony's key names its contributors; this one has none.");
        reader.RequireRemaining((long)count * KeccakHash.ByteLength, "the contributors");
        var contributors = new LinkContributor[count];
        for (int i = 0; i < count; i++)
            contributors[i] = new(reader.ReadParty("a contributor"), reader.ReadHash("a contribution"));
        var rowKeys = reader.ReadG2(shape.RowCount, "the row keys");
        var columns = reader.ReadG1(shape.ColumnCount, "the columns");
        reader.Finish();
        return new LinkProvingKey(shape, relation, session, origin, contributors, columns, rowKeys);
    }

    /// <summary>A kind of file per statement: a key of one is no key of another.</summary>
    private static ReadOnlySpan<byte> Magic(LinkedStatement statement) =>
        statement == LinkedStatement.FedAvg ? "FLZKLINK"u8 : "FLZKLNKB"u8;
}
