using System.Text.Json;
using System.Text.RegularExpressions;
using FlZk.Platform.Files;

namespace FlZk.Circuits.Catalog;

/// <summary>Reads and checks <c>flzk/catalog/1</c>. What it lets through is consistent: names are unique and safe as file names, vectors
/// fill a chunk, every committed vector has one blinding, and there is one mask.</summary>
internal sealed partial class CatalogReader(string file)
{
    private const string Schema = "flzk/catalog/1";
    private const int LargestChunk = 1 << 24;
    private const int LargestFieldBits = 252;

    /// <summary>Largest domain BN254's scalar field has roots of unity for.</summary>
    private const int LargestDomain = 1 << 28;

    public CircuitCatalog Read(ReadOnlyMemory<byte> json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
        }
        catch (JsonException cause)
        {
            throw new FileFormatException(file, $"not JSON: {cause.Message}", inner: cause);
        }

        using (document)
        {
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw Wrong("the catalogue", "must be an object");
            string schema = Text(root, "the catalogue", "schema");
            if (schema != Schema) throw Wrong("the catalogue", $"has schema {schema}, this reader knows {Schema}");
            var instances = new List<CircuitInstance>();
            foreach (JsonElement entry in Items(root, "the catalogue", "instances")) instances.Add(Instance(entry, instances));
            return new CircuitCatalog(file, instances);
        }
    }

    private CircuitInstance Instance(JsonElement entry, List<CircuitInstance> earlier)
    {
        string where = $"instance {earlier.Count}";
        if (entry.ValueKind != JsonValueKind.Object) throw Wrong(where, "must be an object");
        string name = Text(entry, where, "name");
        where = $"instance {name}";
        if (!NamePattern().IsMatch(name)) throw Wrong(where, "name must be lower-case letters, digits and hyphens, at most 64");
        if (earlier.Any(instance => instance.Name == name)) throw Wrong(where, "is there twice");

        string source = Text(entry, where, "file");
        if (!FilePattern().IsMatch(source)) throw Wrong(where, "file must be a .circom file beside the catalogue");
        string template = Text(entry, where, "template");
        if (!IdentifierPattern().IsMatch(template)) throw Wrong(where, "template must be a circom identifier");
        var arguments = new List<long>();
        foreach (JsonElement argument in Items(entry, where, "arguments"))
        {
            if (argument.ValueKind != JsonValueKind.Number || !argument.TryGetInt64(out long value))
                throw Wrong(where, "arguments must be whole numbers");
            arguments.Add(value);
        }

        int chunkSize = Number(entry, where, "chunkSize", LargestChunk);
        int valueBits = Number(entry, where, "valueBits", LargestFieldBits);
        int weightBits = OptionalNumber(entry, where, "weightBits", LargestFieldBits);
        int normBits = OptionalNumber(entry, where, "normBits", LargestFieldBits);
        if ((weightBits == 0) == (normBits == 0)) throw Wrong(where, "must have either weightBits or normBits");
        if (valueBits + weightBits > LargestFieldBits)
            throw Wrong(where, $"valueBits and weightBits together must not exceed {LargestFieldBits}");
        int constraints = Number(entry, where, "constraints", LargestDomain);
        List<PublicSignal> signals = Signals(entry, where, chunkSize);
        if (constraints + signals.Sum(signal => (long)signal.Length) + 1 > LargestDomain)
            throw Wrong(where, "has more rows than the largest domain, 2^28");
        return new CircuitInstance(
            name, Path.GetDirectoryName(file)!, source, template, arguments, chunkSize, valueBits, weightBits, normBits, constraints,
            signals);
    }

    private List<PublicSignal> Signals(JsonElement entry, string where, int chunkSize)
    {
        var signals = new List<PublicSignal>();
        int offset = 0;
        foreach (JsonElement item in Items(entry, where, "publicSignals"))
        {
            string at = $"{where}, public signal {signals.Count}";
            if (item.ValueKind != JsonValueKind.Object) throw Wrong(at, "must be an object");
            string name = Text(item, at, "name");
            at = $"{where}, public signal {name}";
            if (!IdentifierPattern().IsMatch(name)) throw Wrong(at, "name must be a circom identifier");
            if (signals.Any(signal => signal.Name == name)) throw Wrong(at, "is there twice");
            PublicSignalKind kind = Kind(Text(item, at, "kind"), at);
            bool committed = kind is PublicSignalKind.Vector or PublicSignalKind.Blinding;
            if (!committed && item.TryGetProperty("commitment", out _)) throw Wrong(at, "belongs to no commitment");
            if (kind != PublicSignalKind.Vector && item.TryGetProperty("length", out _)) throw Wrong(at, "only a vector has a length");
            int length = kind == PublicSignalKind.Vector ? Number(item, at, "length", LargestChunk) : 1;
            if (kind == PublicSignalKind.Vector && length != chunkSize)
                throw Wrong(at, $"has length {length}, the chunk size is {chunkSize}");
            bool output = item.TryGetProperty("output", out JsonElement flag) && flag.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => throw Wrong(at, "output must be true or false"),
            };
            if (output && signals.Any(signal => !signal.IsOutput))
                throw Wrong(at, "is an output after an input; circom numbers outputs first");
            signals.Add(new PublicSignal(name, kind, length, offset, output, committed ? Text(item, at, "commitment") : null));
            offset += length;
        }

        CheckCommitments(signals, where);
        return signals;
    }

    private void CheckCommitments(List<PublicSignal> signals, string where)
    {
        if (signals.Count(signal => signal.Kind == PublicSignalKind.Mask) != 1) throw Wrong(where, "must have exactly one mask");
        string[] vectors = [.. signals.Where(signal => signal.Kind == PublicSignalKind.Vector).Select(signal => signal.Commitment!)];
        string[] blindings = [.. signals.Where(signal => signal.Kind == PublicSignalKind.Blinding).Select(signal => signal.Commitment!)];
        foreach (string commitment in vectors.Concat(blindings).Distinct(StringComparer.Ordinal))
        {
            if (vectors.Count(name => name == commitment) != 1 || blindings.Count(name => name == commitment) != 1)
            {
                throw Wrong(where, $"commitment {commitment} must have exactly one vector and one blinding");
            }
        }
    }

    private PublicSignalKind Kind(string text, string where) => text switch
    {
        "vector" => PublicSignalKind.Vector,
        "scalar" => PublicSignalKind.Scalar,
        "blinding" => PublicSignalKind.Blinding,
        "mask" => PublicSignalKind.Mask,
        "carry" => PublicSignalKind.Carry,
        _ => throw Wrong(where, $"kind {text} is none of vector, scalar, blinding, mask, carry"),
    };

    private string Text(JsonElement of, string where, string property) =>
        of.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { Length: > 0 } text
            ? text
            : throw Wrong(where, $"{property} must be a text");

    private int Number(JsonElement of, string where, string property, int largest) =>
        of.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out int number) && number >= 1 && number <= largest
            ? number
            : throw Wrong(where, $"{property} must be a whole number from 1 to {largest}");

    private int OptionalNumber(JsonElement of, string where, string property, int largest) =>
        of.TryGetProperty(property, out _) ? Number(of, where, property, largest) : 0;

    private JsonElement.ArrayEnumerator Items(JsonElement of, string where, string property) =>
        of.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            ? value.EnumerateArray()
            : throw Wrong(where, $"{property} must be a list with at least one entry");

    private FileFormatException Wrong(string where, string what) => new(file, $"{where} {what}");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_-]*\.circom\z")]
    private static partial Regex FilePattern();

    [GeneratedRegex(@"\A[A-Za-z_$][A-Za-z0-9_$]*\z")]
    private static partial Regex IdentifierPattern();
}
