using FlZk.Circuits.Catalog;
using FlZk.Circuits.Tests.Fixtures;
using FlZk.Platform.Files;

namespace FlZk.Circuits.Tests.Catalog;

public sealed class CatalogTests
{
    private static readonly string Entry = CatalogText.FedAvg("fedavg-4", 4, 24, 20);

    /// <summary>What to change in a good entry, and what the error must say.</summary>
    public static TheoryData<string, string, string> Mistakes => new()
    {
        { "\"name\": \"fedavg-4\"", "\"name\": \"../evil\"", "name must be lower-case" },
        { "\"name\": \"fedavg-4\",", "", "instance 0 name must be a text" },
        { "fedavg.circom", "../fedavg.circom", "fedavg-4 file must be" },
        { "fedavg.circom", "/etc/fedavg.circom", "fedavg-4 file must be" },
        { "\"FedAvg\"", "\"FedAvg(1); component x\"", "fedavg-4 template must be" },
        { "[4, 24, 20]", "[4, 2.5, 20]", "fedavg-4 arguments must be whole" },
        { "[4, 24, 20]", "[]", "fedavg-4 arguments must be a list" },
        { "\"chunkSize\": 4", "\"chunkSize\": 0", "fedavg-4 chunkSize must be" },
        { "\"chunkSize\": 4", "\"chunkSize\": 99999999999", "fedavg-4 chunkSize must be" },
        { "\"valueBits\": 24", "\"valueBits\": \"24\"", "fedavg-4 valueBits must be" },
        { "\"valueBits\": 24", "\"valueBits\": 240", "must not exceed 252" },
        { ", \"weightBits\": 20", "", "must have either weightBits or normBits" },
        { "\"weightBits\": 20", "\"weightBits\": 20, \"normBits\": 64", "must have either weightBits or normBits" },
        { "\"constraints\": 202", "\"constraints\": -1", "fedavg-4 constraints must be" },
        { "\"constraints\": 202", "\"constraints\": 268435456", "more rows than the largest domain" },
        { "\"name\": \"s\"", "\"name\": \"y\"", "public signal y is there twice" },
        { "\"name\": \"s\"", "\"name\": \"s[0]\"", "public signal s[0] name must be" },
        { "\"kind\": \"mask\"", "\"kind\": \"veil\"", "public signal blind kind veil" },
        { "\"kind\": \"mask\"", "\"kind\": \"scalar\"", "exactly one mask" },
        { "\"commitment\": \"sum\" },\n", "\"commitment\": \"model\" },\n",
            "commitment model must have exactly one vector and one blinding" },
        { "\"kind\": \"blinding\", \"commitment\": \"sum\"", "\"kind\": \"scalar\"", "commitment sum must have exactly one" },
        { "\"kind\": \"scalar\" },", "\"kind\": \"scalar\", \"commitment\": \"sum\" },", "belongs to no commitment" },
        { "\"kind\": \"mask\"", "\"kind\": \"mask\", \"length\": 2", "only a vector has a length" },
        { "\"length\": 4, \"commitment\": \"sum\"", "\"length\": 5, \"commitment\": \"sum\"",
            "public signal s has length 5, the chunk size is 4" },
        { "\"length\": 4, \"commitment\": \"sum\"", "\"commitment\": \"sum\"", "public signal s length must be" },
        { "\"output\": true", "\"output\": 1", "public signal y output must be" },
        { "\"kind\": \"mask\"", "\"kind\": \"mask\", \"output\": true", "public signal blind is an output after an input" },
    };

    [Fact]
    public void The_checkouts_catalogue_reads_and_fills_its_domains()
    {
        CircuitCatalog catalog = CircuitCatalog.Read();
        Assert.Equal(
            [
                ("fedavg-16", 10), ("fedavg-256", 14), ("fedavg-696", 15), ("fedavg-1392", 16), ("fedavg-5568", 18),
                ("bounded-16", 10), ("bounded-309", 13), ("bounded-1255", 15), ("bounded-5036", 17),
            ],
            catalog.Instances.Select(instance => (instance.Name, int.Log2(instance.DomainSize))));
        foreach (CircuitInstance instance in catalog.Instances)
        {
            Assert.Same(instance, catalog[instance.Name]);
            if (instance.Template == "BoundedUpdate")
            {
                Assert.Equal(instance.ChunkSize + 6, instance.PublicCount);
                Assert.Equal(
                    CatalogText.BoundedUpdateConstraints(instance.ChunkSize, instance.ValueBits, instance.NormBits),
                    instance.ConstraintCount);
                Assert.Equal([instance.ChunkSize, instance.ValueBits, instance.NormBits], instance.Arguments);
                continue;
            }

            Assert.Equal((2 * instance.ChunkSize) + 5, instance.PublicCount);
            Assert.Equal(
                CatalogText.FedAvgConstraints(instance.ChunkSize, instance.ValueBits, instance.WeightBits), instance.ConstraintCount);
            Assert.Equal([instance.ChunkSize, instance.ValueBits, instance.WeightBits], instance.Arguments);
        }
    }

    [Fact]
    public void Public_signals_lie_where_protocol_and_contracts_expect_them()
    {
        CircuitInstance instance = CircuitCatalog.Read()["fedavg-16"];
        Assert.Equal(
            [("y", 0), ("ctx", 16), ("W", 17), ("s", 18), ("rhoS", 34), ("rhoY", 35), ("blind", 36)],
            instance.PublicSignals.Select(signal => (signal.Name, signal.Offset)));
        Assert.Equal(["ctx", "W", "s", "rhoS", "rhoY", "blind"], instance.Inputs.Select(signal => signal.Name));
        Assert.Equal((PublicSignalKind.Vector, "sum"), (instance.Signal("s").Kind, instance.Signal("s").Commitment));
        Assert.Contains(
            "component main {public [ctx, W, s, rhoS, rhoY, blind]} = FedAvg(16, 24, 20);",
            instance.MainComponent,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Public_signals_of_a_bounded_update_lie_where_its_key_expects_them()
    {
        CircuitInstance instance = CircuitCatalog.Read()["bounded-16"];
        Assert.Equal(
            [("accOut", 0), ("ctx", 1), ("bound", 2), ("accIn", 3), ("x", 4), ("rho", 20), ("blind", 21)],
            instance.PublicSignals.Select(signal => (signal.Name, signal.Offset)));
        Assert.Equal((PublicSignalKind.Carry, true), (instance.Signal("accOut").Kind, instance.Signal("accOut").IsOutput));
        Assert.Equal((0, 128), (instance.WeightBits, instance.NormBits));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_named_with_its_entry(string from, string to, string expected)
    {
        Assert.Contains(from, Entry, StringComparison.Ordinal);
        using var workspace = new Workspace(CatalogText.Of(Replaced(Entry, from, to)));
        FileFormatException error = Assert.Throws<FileFormatException>(() => workspace.Catalog);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("catalog.json", error.File, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("{}", "schema must be a text")]
    [InlineData("""{ "schema": "flzk/catalog/2", "instances": [] }""", "has schema flzk/catalog/2")]
    [InlineData("""{ "schema": "flzk/catalog/1" }""", "instances must be a list")]
    [InlineData("""{ "schema": "flzk/catalog/1", "instances": [5] }""", "instance 0 must be an object")]
    public void A_file_that_is_no_catalogue_is_refused(string text, string expected)
    {
        using var workspace = new Workspace(text);
        Assert.Contains(expected, Assert.Throws<FileFormatException>(() => workspace.Catalog).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_entries_of_one_name_are_refused()
    {
        using var workspace = new Workspace(CatalogText.Of(Entry, Entry));
        Assert.Contains(
            "fedavg-4 is there twice", Assert.Throws<FileFormatException>(() => workspace.Catalog).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones()
    {
        using var workspace = new Workspace(CatalogText.Of(Entry));
        Assert.Contains("fedavg-4", Assert.Throws<KeyNotFoundException>(() => workspace.Catalog["krum"]).Message, StringComparison.Ordinal);
        Assert.Contains(
            "rhoS", Assert.Throws<KeyNotFoundException>(() => workspace.Catalog["fedavg-4"].Signal("z")).Message, StringComparison.Ordinal);
    }

    private static string Replaced(string text, string from, string to)
    {
        int at = text.IndexOf(from, StringComparison.Ordinal);
        return text[..at] + to + text[(at + from.Length)..];
    }
}
