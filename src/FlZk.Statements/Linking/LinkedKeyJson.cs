using System.Text.Json;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>The JSON form of a linked key of any kind: the blob, with what a reader wants to see beside it. Both must agree.</summary>
internal static class LinkedKeyJson
{
    private const string Development = "development";
    private const string Ceremony = "ceremony";

    public static string Write(LinkedKey key) => StrictJson.Write(key.Parts.Kind.Schema, json => WriteMembers(json, key));

    public static LinkedKeyParts Parse(LinkedKeyKind kind, ReadOnlyMemory<byte> utf8, string name) =>
        StrictJson.Parse(utf8, name, kind.Schema, root => ReadMembers(kind, root, name, "schema"));

    /// <summary>Writes the key's members into the current object.</summary>
    public static void WriteMembers(Utf8JsonWriter json, LinkedKey key)
    {
        json.WriteString("keyId", key.KeyId.ToString());
        json.WriteString("origin", key.Origin == KeyOrigin.Development ? Development : Ceremony);
        json.WriteNumber("parameters", key.Dimension);
        json.WriteNumber("chunkSize", key.Shape.ChunkSize);
        json.WriteNumber("chunks", key.Chunks);
        json.WriteNumber("valueBits", key.Parts.ValueBits);
        json.WriteNumber(key.Parts.Kind.ScalarBitsMember, key.Parts.ScalarBits);
        json.WriteString("groth16KeyHash", key.Groth16KeyHash.ToString());
        json.WriteString("linkKeyHash", key.LinkKeyHash.ToString());
        json.WriteString("blob", Hexadecimal.Write(key.ToBlob()));
    }

    /// <summary>Reads what <see cref="WriteMembers"/> writes.</summary>
    public static LinkedKeyParts ReadMembers(
        LinkedKeyKind kind, JsonMember json, string name, params ReadOnlySpan<string> others)
    {
        json.Object([
            .. others, "keyId", "origin", "parameters", "chunkSize", "chunks", "valueBits", kind.ScalarBitsMember, "groth16KeyHash",
            "linkKeyHash", "blob"]);
        KeyOrigin origin = json.Member("origin").Text() switch
        {
            Development => KeyOrigin.Development,
            Ceremony => KeyOrigin.Ceremony,
            _ => throw json.Member("origin").Fault($"\"{Development}\" or \"{Ceremony}\" was expected."),
        };
        byte[] blob = json.Member("blob").Bytes();
        LinkedKeyParts key = LinkedKeyBlob.Read(kind, blob, origin, $"{name}, key blob");
        Agree(json.Member("keyId"), KeccakHash.Of(blob));
        Agree(json.Member("parameters"), key.Shape.Dimension);
        Agree(json.Member("chunkSize"), key.Shape.ChunkSize);
        Agree(json.Member("chunks"), key.Shape.Chunks);
        Agree(json.Member("valueBits"), key.ValueBits);
        Agree(json.Member(kind.ScalarBitsMember), key.ScalarBits);
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
