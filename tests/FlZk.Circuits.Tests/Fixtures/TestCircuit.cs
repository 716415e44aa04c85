using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Platform;

namespace FlZk.Circuits.Tests.Fixtures;

/// <summary>A compiled circuit whose wires are known by name, so that tests can write witnesses by hand.</summary>
internal sealed class TestCircuit
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<TestCircuit>>> Compiled = new(StringComparer.Ordinal);

    private readonly Dictionary<string, int> _wires = new(StringComparer.Ordinal);

    private TestCircuit(CircuitArtefacts artefacts)
    {
        Artefacts = artefacts;
        System = RankOneSystem.Read(artefacts.ConstraintSystem);
        foreach (string line in File.ReadLines(artefacts.Symbols))
        {
            string[] fields = line.Split(',');
            int wire = int.Parse(fields[1], CultureInfo.InvariantCulture);
            if (wire >= 0) _wires.Add(fields[3], wire);
        }
    }

    public CircuitArtefacts Artefacts { get; }

    public RankOneSystem System { get; }

    public CircuitInstance Instance => Artefacts.Instance;

    public int ChunkSize => Instance.ChunkSize;

    public int ValueBits => Instance.ValueBits;

    public int WeightBits => Instance.WeightBits;

    /// <summary>Names of all wires but the constant, by wire.</summary>
    public IReadOnlyDictionary<string, int> Wires => _wires;

    /// <summary>FedAvg as it is.</summary>
    public static Task<TestCircuit> FedAvgAsync(int chunkSize, int valueBits = 24, int weightBits = 20) =>
        CompileAsync(null, 0, chunkSize, valueBits, weightBits);

    /// <summary>FedAvg with one library template replaced by a weakened one.</summary>
    /// <param name="weakened">File name in Weakened/, without extension; up to the first dot it names the template replaced.</param>
    /// <param name="fewerRows">Rows the weakened circuit lacks.</param>
    public static Task<TestCircuit> WeakenedAsync(
        string weakened, int fewerRows, int chunkSize = 1, int valueBits = 24, int weightBits = 20) =>
        CompileAsync(weakened, fewerRows, chunkSize, valueBits, weightBits);

    /// <summary>The bounded update, as it is or with one library template replaced by a weakened one.</summary>
    /// <param name="chunkSize">K.</param>
    /// <param name="weakened">File name in Weakened/, or null.</param>
    /// <param name="fewerRows">Rows the weakened circuit lacks.</param>
    public static Task<TestCircuit> BoundedUpdateAsync(int chunkSize, string? weakened = null, int fewerRows = 0) =>
        CompileAsync(weakened ?? string.Empty, BoundedUpdateEntry(chunkSize, fewerRows), workspace => Weaken(workspace, weakened));

    /// <summary>The bounded update with one line's <c>&lt;==</c> made <c>&lt;--</c>: a signal is assigned and no longer constrained. The
    /// compiler merges such equal signals, so no row is missing.</summary>
    /// <param name="chunkSize">K.</param>
    /// <param name="file">The source's path below the circuits' folder.</param>
    /// <param name="line">The line.</param>
    public static Task<TestCircuit> UnboundAsync(int chunkSize, string file, string line) =>
        CompileAsync(
            $"unbound {file} {line}",
            BoundedUpdateEntry(chunkSize, 0),
            workspace =>
            {
                string path = Path.Combine(workspace.Folder, file), source = File.ReadAllText(path);
                Assert.Equal(2, source.Split(line).Length);
                File.WriteAllText(path, source.Replace(line, line.Replace("<==", "<--", StringComparison.Ordinal), StringComparison.Ordinal));
            });

    /// <summary>A wire vector from values by name; what is not named is zero.</summary>
    public BigInteger[] Witness(IReadOnlyDictionary<string, BigInteger> values)
    {
        var witness = new BigInteger[System.WireCount];
        witness[0] = BigInteger.One;
        foreach ((string name, BigInteger value) in values)
        {
            if (_wires.TryGetValue(name, out int wire)) witness[wire] = value;
        }

        return witness;
    }

    private static Task<TestCircuit> CompileAsync(string? weakened, int fewerRows, int chunkSize, int valueBits, int weightBits) =>
        CompileAsync(
            weakened ?? string.Empty,
            CatalogText.FedAvg(
                "under-test", chunkSize, valueBits, weightBits,
                CatalogText.FedAvgConstraints(chunkSize, valueBits, weightBits) - fewerRows),
            workspace => Weaken(workspace, weakened));

    private static string BoundedUpdateEntry(int chunkSize, int fewerRows) => CatalogText.BoundedUpdate(
        "under-test", chunkSize, 24, 128, CatalogText.BoundedUpdateConstraints(chunkSize, 24, 128) - fewerRows);

    private static void Weaken(Workspace workspace, string? weakened)
    {
        if (weakened is null) return;
        File.Copy(
            Path.Combine(Workspace.WeakenedFolder(), weakened + ".circom"),
            workspace.Library(weakened.Split('.')[0]),
            overwrite: true);
    }

    private static Task<TestCircuit> CompileAsync(string change, string entry, Action<Workspace> apply) =>
        Compiled.GetOrAdd(
            $"{change}-{entry}",
            _ => new Lazy<Task<TestCircuit>>(async () =>
            {
                using var workspace = new Workspace(CatalogText.Of(entry));
                apply(workspace);
                var compiler = new CircuitCompiler(cacheFolder: Path.Combine(ProjectLayout.Cache, "tests"));
                return new TestCircuit(await compiler.CompileAsync(workspace.Catalog["under-test"]));
            })).Value;
}
