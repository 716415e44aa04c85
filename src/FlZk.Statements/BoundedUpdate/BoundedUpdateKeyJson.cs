using System.Text.Json;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>The JSON form of a contribution key: the blob, with what a reader wants to see beside it. Both must agree.</summary>
internal static class BoundedUpdateKeyJson
{
    private const string Schema = "flzk/contribution-key/1";
    private const string Development = "development";
    private const string Ceremony = "ceremony";

    public static string Write(BoundedUpdateVerificationKey key) => StrictJson.Write(Schema, json => WriteMembers(json, key));

    public static BoundedUpdateVerificationKey Parse(ReadOnlyMemory<byte> utf8, string name) =>
        StrictJson.Parse(utf8, name, Schema, root => ReadMembers(root, name, "schema"));

    /// <summary>Writes the key's members into the current object.</summary>
    public static void WriteMembers(Utf8JsonWriter json, BoundedUpdateVerificationKey key)
    {
        json.WriteString("keyId", key.KeyId.ToString());
        json.WriteString("origin", key.Origin == KeyOrigin.Development ? Development : Ceremony);
        json.WriteNumber("parameters", key.Dimension);
        json.WriteNumber("chunkSize", key.Shape.ChunkSize);
        json.WriteNumber("chunks", key.Chunks);
        json.WriteNumber("valueBits", key.Parameters.ValueBits);
        json.WriteNumber("normBits", key.Parameters.NormBits);
        json.WriteString("groth16KeyHash", key.Groth16KeyHash.ToString());
        json.WriteString("linkKeyHash", key.LinkKeyHash.ToString());
        json.WriteString("blob", Hexadecimal.Write(key.ToBlob()));
    }

    /// <summary>Reads what <see cref="WriteMembers"/> writes.</summary>
    public static BoundedUpdateVerificationKey ReadMembers(JsonMember json, string name, params ReadOnlySpan<string> others)
    {
        json.Object([
            .. others, "keyId", "origin", "parameters", "chunkSize", "chunks", "valueBits", "normBits", "groth16KeyHash",
            "linkKeyHash", "blob"]);
        KeyOrigin origin = json.Member("origin").Text() switch
        {
            Development => KeyOrigin.Development,
            Ceremony => KeyOrigin.Ceremony,
            _ => throw json.Member("origin").Fault($"\"{Development}\" or \"{Ceremony}\" was expected."),
        };
        var key = BoundedUpdateVerificationKey.FromBlob(json.Member("blob").Bytes(), origin, $"{name}, key blob");
        Agree(json.Member("keyId"), key.KeyId);
        Agree(json.Member("parameters"), key.Dimension);
        Agree(json.Member("chunkSize"), key.Shape.ChunkSize);
        Agree(json.Member("chunks"), key.Chunks);
        Agree(json.Member("valueBits"), key.Parameters.ValueBits);
        Agree(json.Member("normBits"), key.Parameters.NormBits);
        Agree(json.Member("groth16KeyHash"), key.Groth16KeyHash);
        Agree(json.Member("linkKeyHash"), key.LinkKeyHash);
        return key;
    }

    private static void Agree(JsonMember member, long value)
    {
        if (member.Integer(0, long.MaxValue) != value) throw member.Fault($"the blob says {value}.");
    }

    private static void Agree(JsonMember member, KeccakHash hash)
    {
        if (member.Hash() != hash) throw member.Fault($"the blob says {hash}.");
    }
}
