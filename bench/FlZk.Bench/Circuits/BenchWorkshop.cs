using System.Security.Cryptography;
using System.Text;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

namespace FlZk.Bench.Circuits;

/// <summary>Makes a circuit's files on first use: circom compiles, the development setup makes the key, the circuit's own program the
/// witness. They stay in the first-use cache under a digest of their sources.</summary>
/// <param name="report">Told of each step that takes time.</param>
internal sealed class BenchWorkshop(Action<string> report)
{
    // Part of the cache's name: raise it when the same sources give other files.
    private const int Generation = 1;

    private static readonly string[] Options = ["--O1", "--r1cs", "--wasm", "--sym"];

    private static string Sources => Path.Combine(ProjectLayout.Root, "bench", "circuits");

    private static string Cache => Path.Combine(ProjectLayout.Cache, "bench");

    /// <summary>The circuit's files, all there.</summary>
    public async Task<BenchFiles> EnsureAsync(BenchCircuit circuit, CancellationToken cancellation)
    {
        string folder = Path.Combine(Cache, $"{circuit.Name}-{Digest(circuit.Source)}");
        BenchFiles files = await FilesAsync(circuit, folder, cancellation).ConfigureAwait(false);
        if (files.AreThere) return files;

        using CrossProcessLock held = CrossProcessLock.Acquire(folder + ".lock", cancellation: cancellation);
        if (!File.Exists(files.ConstraintSystem)) await CompileAsync(circuit, folder, cancellation).ConfigureAwait(false);
        if (!File.Exists(files.ProvingKey))
        {
            report($"{circuit.Name}: making the key (once)");
            DevelopmentSetup.Generate(
                ConstraintSystem.Read(files.ConstraintSystem, cancellation), Encoding.ASCII.GetBytes(circuit.Name), null, cancellation)
                .Write(files.ProvingKey);
        }

        CircuitInputs inputs = circuit.Inputs();
        if (!File.Exists(files.Inputs)) AtomicFile.WriteAllText(files.Inputs, inputs.ToJson());
        if (!File.Exists(files.Witness))
        {
            using var generator = WasmWitnessGenerator.Open(files.WitnessProgram);
            (await generator.GenerateAsync(inputs, cancellation).ConfigureAwait(false)).Write(files.Witness);
        }

        return files;
    }

    /// <summary>The project's circuit, compiled by the project's own compiler.</summary>
    public static Task<CircuitArtefacts> CompileFedAvgAsync(BenchCircuit circuit, Action<string> report, CancellationToken cancellation) =>
        new CircuitCompiler().CompileAsync(
            FedAvgCatalogue.Instance((int)circuit.Source.Arguments[0], Path.Combine(Cache, "fedavg")),
            new Progress<WorkProgress>(step => report($"{circuit.Name}: {step.Phase}")),
            cancellation);

    private static BenchFiles Files(string folder, string constraintSystem, string witnessProgram) => new(
        constraintSystem,
        witnessProgram,
        Path.Combine(folder, "circuit.zkey"),
        Path.Combine(folder, "input.json"),
        Path.Combine(folder, "witness.wtns"));

    private static string Digest(CircuitSource source)
    {
        string text = source.IsFedAvg ? string.Empty : File.ReadAllText(Path.Combine(Sources, source.File));
        return Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{Generation} {source.MainComponent} {text}")).AsSpan(0, 8));
    }

    private async Task<BenchFiles> FilesAsync(BenchCircuit circuit, string folder, CancellationToken cancellation)
    {
        if (!circuit.Source.IsFedAvg)
            return Files(folder, Path.Combine(folder, "circuit", "main.r1cs"), Path.Combine(folder, "circuit", "main_js", "main.wasm"));
        CircuitArtefacts compiled = await CompileFedAvgAsync(circuit, report, cancellation).ConfigureAwait(false);
        return Files(folder, compiled.ConstraintSystem, compiled.WitnessProgram);
    }

    private async Task CompileAsync(BenchCircuit circuit, string folder, CancellationToken cancellation)
    {
        await NodePackages.EnsureRestoredAsync(
            ProjectLayout.Circuits, new Progress<WorkProgress>(step => report(step.Phase)), cancellation).ConfigureAwait(false);
        report($"{circuit.Name}: compiling (once)");
        string partial = Path.Combine(folder, "circuit.partial");
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        File.Copy(Path.Combine(Sources, circuit.Source.File), Path.Combine(partial, circuit.Source.File));
        await File.WriteAllTextAsync(Path.Combine(partial, "main.circom"), circuit.Source.MainComponent, cancellation)
            .ConfigureAwait(false);
        await ChildProcess.RunCheckedAsync(
            "node",
            [Path.Combine(ProjectLayout.Circuits, "node_modules", "circom2", "cli.js"), "main.circom", .. Options, "-o", "."],
            partial,
            cancellation: cancellation).ConfigureAwait(false);
        Directory.Move(partial, Path.Combine(folder, "circuit"));
    }
}
