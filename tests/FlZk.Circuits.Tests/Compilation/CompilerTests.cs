using System.Collections.Concurrent;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Tests.Fixtures;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Processes;

namespace FlZk.Circuits.Tests.Compilation;

public sealed class CompilerTests
{
    private static readonly string Small = CatalogText.Of(CatalogText.FedAvg("small", 1, 4, 4));

    [Fact]
    public async Task A_circuit_is_compiled_once_and_then_found()
    {
        using var workspace = new Workspace(Small);
        var compiler = new CircuitCompiler(cacheFolder: workspace.Cache);
        var told = new Told();
        CircuitArtefacts first = await compiler.CompileAsync(workspace.Catalog["small"], told);
        Assert.Contains(told.Phases, phase => phase.StartsWith("compiling circuit small", StringComparison.Ordinal));
        Assert.All([first.ConstraintSystem, first.WitnessProgram, first.Symbols], path => Assert.True(File.Exists(path), path));
        DateTime written = File.GetLastWriteTimeUtc(first.ConstraintSystem);

        told.Phases.Clear();
        CircuitArtefacts second = await compiler.CompileAsync(workspace.Catalog["small"], told);
        Assert.Empty(told.Phases);
        Assert.Equal((first.Digest, first.ConstraintSystem), (second.Digest, second.ConstraintSystem));
        Assert.Equal(written, File.GetLastWriteTimeUtc(second.ConstraintSystem));
    }

    [Fact]
    public async Task A_changed_source_anywhere_is_another_circuit()
    {
        using var workspace = new Workspace(Small);
        var compiler = new CircuitCompiler(cacheFolder: workspace.Cache);
        var digests = new HashSet<string> { (await compiler.CompileAsync(workspace.Catalog["small"])).Digest };
        foreach (string file in (string[])["fedavg.circom", "lib/signed_range.circom", "lib/residue_weights.circom",
            "lib/rounded_quotient.circom"])
        {
            File.AppendAllText(Path.Combine(workspace.Folder, file), "\n");
            Assert.True(digests.Add((await compiler.CompileAsync(workspace.Catalog["small"])).Digest), file);
        }

        File.WriteAllText(Path.Combine(workspace.Folder, "lib", "unused.circom"), "// Included by nobody.");
        Assert.False(digests.Add((await compiler.CompileAsync(workspace.Catalog["small"])).Digest));
    }

    [Fact]
    public async Task Compiling_twice_from_nothing_gives_the_same_bytes()
    {
        using var one = new Workspace(Small);
        using var two = new Workspace(Small);
        CircuitArtefacts first = await new CircuitCompiler(cacheFolder: one.Cache).CompileAsync(one.Catalog["small"]);
        CircuitArtefacts second = await new CircuitCompiler(cacheFolder: two.Cache).CompileAsync(two.Catalog["small"]);
        Assert.Equal(first.Digest, second.Digest);
        Assert.Equal(File.ReadAllBytes(first.ConstraintSystem), File.ReadAllBytes(second.ConstraintSystem));
        Assert.Equal(File.ReadAllBytes(first.WitnessProgram), File.ReadAllBytes(second.WitnessProgram));
    }

    [Fact]
    public async Task A_cache_with_a_missing_file_or_the_remains_of_a_killed_compiler_heals()
    {
        using var workspace = new Workspace(Small);
        var compiler = new CircuitCompiler(cacheFolder: workspace.Cache);
        CircuitArtefacts circuit = await compiler.CompileAsync(workspace.Catalog["small"]);
        byte[] program = File.ReadAllBytes(circuit.WitnessProgram);
        File.Delete(circuit.WitnessProgram);
        string partial = Path.GetDirectoryName(circuit.ConstraintSystem)! + ".partial";
        Directory.CreateDirectory(partial);
        File.WriteAllText(Path.Combine(partial, "main.r1cs"), "half");
        await compiler.CompileAsync(workspace.Catalog["small"]);
        Assert.Equal(program, File.ReadAllBytes(circuit.WitnessProgram));
        Assert.False(Directory.Exists(partial));
    }

    [Fact]
    public async Task Many_at_once_compile_once()
    {
        using var workspace = new Workspace(Small);
        var told = new Told();
        CircuitInstance instance = workspace.Catalog["small"];
        string cache = workspace.Cache;
        CircuitArtefacts[] all = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => new CircuitCompiler(cacheFolder: cache).CompileAsync(instance, told))));
        Assert.Single(all.Select(circuit => circuit.Digest).Distinct());
        Assert.Single(told.Phases, phase => phase.StartsWith("compiling", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_error_in_the_circuit_is_told_in_circoms_words_and_leaves_nothing()
    {
        using var workspace = new Workspace(Small);
        File.AppendAllText(workspace.Library("signed_range"), "template Cubic() { signal input x; x * x * x === 1; } template { }");
        FileFormatException error = await Refused(workspace);
        Assert.Contains("could not compile small", error.Message, StringComparison.Ordinal);
        Assert.Contains("signed_range.circom", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(workspace.Cache, "circuits")));
    }

    [Fact]
    public async Task A_missing_include_is_named()
    {
        using var workspace = new Workspace(Small);
        File.Delete(workspace.Library("signed_range"));
        FileFormatException error = await Refused(workspace);
        Assert.EndsWith("signed_range.circom", error.File, StringComparison.Ordinal);
        Assert.Contains("lib/rounded_quotient.circom includes it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_include_outside_the_circuits_folder_is_refused()
    {
        using var workspace = new Workspace(Small);
        File.AppendAllText(workspace.Library("signed_range"), "include \"../../elsewhere.circom\";\n");
        Assert.Contains("outside", (await Refused(workspace)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_number_of_constraints_in_the_catalogue_is_noticed()
    {
        using var workspace = new Workspace(CatalogText.Of(CatalogText.FedAvg("small", 1, 4, 4, constraints: 14)));
        Assert.Contains("compiles to 15 constraints, the catalogue says 14", (await Refused(workspace)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_order_of_public_signals_in_the_catalogue_is_noticed()
    {
        string swapped = Small.Replace("\"rhoS\"", "\"swap\"", StringComparison.Ordinal).Replace(
            "\"rhoY\"", "\"rhoS\"", StringComparison.Ordinal)
            .Replace("\"swap\"", "\"rhoY\"", StringComparison.Ordinal);
        using var workspace = new Workspace(swapped);
        Assert.Contains("is not main.rhoY", (await Refused(workspace)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_the_catalogue_forgets_is_noticed()
    {
        using var workspace = new Workspace(Small);
        string source = Path.Combine(workspace.Folder, "fedavg.circom");
        File.WriteAllText(
            source,
            File.ReadAllText(source).Replace("signal input blind;", "signal input blind; signal input secret;", StringComparison.Ordinal));
        Assert.Contains("1 private inputs", (await Refused(workspace)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_leaves_nothing_behind()
    {
        using var workspace = new Workspace(Small);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new CircuitCompiler(cacheFolder: workspace.Cache).CompileAsync(
            workspace.Catalog["small"], cancellation: cancelled.Token));
        Assert.False(Directory.Exists(Path.Combine(workspace.Cache, "circuits")));
    }

    [Theory]
    [InlineData("fedavg-16")]
    [InlineData("fedavg-256")]
    [InlineData("fedavg-5568")]
    public async Task The_catalogues_sizes_are_what_snarkjs_and_our_readers_count(string name)
    {
        CircuitInstance instance = CircuitCatalog.Read()[name];
        CircuitArtefacts circuit = await new CircuitCompiler().CompileAsync(instance);
        ConstraintSystem ours = ConstraintSystem.Read(circuit.ConstraintSystem);
        Assert.Equal(
            (instance.ConstraintCount, instance.PublicCount, instance.ChunkSize),
            (ours.ConstraintCount, ours.PublicCount, ours.PublicOutputCount));
        Assert.Equal(instance.DomainSize, ours.DomainSize);

        string info = (await Snarkjs.RunAsync("r1cs", "info", circuit.ConstraintSystem)).StandardOutput;
        Assert.Contains($"# of Constraints: {instance.ConstraintCount}", info, StringComparison.Ordinal);
        Assert.Contains($"# of Public Inputs: {instance.PublicCount - instance.ChunkSize}", info, StringComparison.Ordinal);
        Assert.Contains($"# of Outputs: {instance.ChunkSize}", info, StringComparison.Ordinal);
        Assert.Contains("# of Private Inputs: 0", info, StringComparison.Ordinal);
        Assert.Contains($"# of Wires: {ours.WireCount}", info, StringComparison.Ordinal);
    }

    private static Task<FileFormatException> Refused(Workspace workspace) =>
        Assert.ThrowsAsync<FileFormatException>(
            () => new CircuitCompiler(cacheFolder: workspace.Cache).CompileAsync(workspace.Catalog["small"]));

    private sealed class Told : IProgress<WorkProgress>
    {
        public ConcurrentQueue<string> Phases { get; } = new();

        public void Report(WorkProgress value) => Phases.Enqueue(value.Phase);
    }
}
