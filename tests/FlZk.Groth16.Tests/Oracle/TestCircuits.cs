using System.Text;
using FlZk.Bn254;
using FlZk.Groth16.Tests;
using FlZk.Platform;
using FlZk.Platform.Node;
using FlZk.Platform.Processes;

[assembly: AssemblyFixture(typeof(TestCircuits))]

namespace FlZk.Groth16.Tests;

/// <summary>The fixture circuits, compiled by circom, with witnesses and keys; made once per test run in a temporary folder.</summary>
public sealed class TestCircuits : IAsyncLifetime
{
    private static readonly CircuitInputs Mixed =
        new CircuitInputs().Add("x", [.. Enumerable.Range(-2, 5).Select(i => Fr.FromInt64(i * 1_000_000_007L))])
            .Add("scale", Fr.FromInt64(-3));

    // NAME, or NAME.LEVEL for a level of the compiler's optimisation other than its own choice.
    private static readonly Dictionary<string, CircuitInputs> Inputs = new()
    {
        ["multiplier"] = new CircuitInputs().Add("a", Fr.FromUInt64(3)).Add("b", Fr.FromInt64(-11)).Add("d", Fr.FromUInt64(1_000_003)),
        ["no_public"] = new CircuitInputs().Add("p", Fr.FromUInt64(7)).Add("q", Fr.FromUInt64(13))
            .Add("inverseP", Fr.FromUInt64(6).Inverse()).Add("inverseQ", Fr.FromUInt64(12).Inverse()),
        ["many_public"] = new CircuitInputs().Add("x", [.. Enumerable.Range(-12, 24).Select(i => Fr.FromInt64(i))]).Add(
            "shift", Fr.FromInt64(5)),
        ["linear"] = new CircuitInputs().Add("a", Fr.FromUInt64(17)).Add("b", Fr.FromInt64(-4)),
        ["unused_input"] = new CircuitInputs().Add("context", Fr.FromUInt64(42)).Add("nonce", Fr.Zero).Add("a", Fr.FromUInt64(9)),
        ["power_of_two"] = new CircuitInputs().Add("x", Fr.FromUInt64(2)),
        ["one_constraint"] = new CircuitInputs().Add("root", Fr.FromInt64(-12)).Add("square", Fr.FromUInt64(144)),
        ["linear.O0"] = new CircuitInputs().Add("a", Fr.FromUInt64(17)).Add("b", Fr.FromInt64(-4)),
        ["mixed.O0"] = Mixed,
        ["mixed.O1"] = Mixed,
        ["mixed.O2"] = Mixed,
    };

    private readonly Dictionary<string, TestCircuit> _circuits = [];

    public static IEnumerable<TheoryDataRow<string>> Names => Inputs.Keys.Select(name => new TheoryDataRow<string>(name));

    /// <summary>A folder for whatever a test writes; deleted after the run.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("flzk-groth16-").FullName;

    public string PowersOfTau => Path.Combine(Folder, "powers.ptau");

    public TestCircuit this[string name] => _circuits[name];

    /// <summary>A new file name in <see cref="Folder"/>.</summary>
    public string NewPath(string extension) => Path.Combine(Folder, Guid.NewGuid().ToString("N") + extension);

    public async ValueTask InitializeAsync()
    {
        await NodePackages.EnsureRestoredAsync(ProjectLayout.Circuits);
        await Parallel.ForEachAsync(Inputs.Keys, CompileAsync);

        var jobs = new List<object> { new { operation = "newPowers", power = 8, to = PowersOfTau } };
        foreach ((string circuit, CircuitInputs inputs) in Inputs)
        {
            string name = FileName(circuit);
            jobs.Add(new
            {
                operation = "witness",
                wasm = At($"{name}_js/{name}.wasm"),
                input = System.Text.Json.JsonDocument.Parse(inputs.ToJson()).RootElement,
                to = At($"{name}.wtns"),
            });
            jobs.Add(new { operation = "setup", r1cs = At($"{name}.r1cs"), ptau = PowersOfTau, to = At($"{name}.initial.zkey") });
            jobs.Add(new { operation = "contribute", from = At($"{name}.initial.zkey"), to = At($"{name}.zkey"), name = "a contributor" });
        }

        await SnarkjsOracle.RunAsync(Folder, [.. jobs]);
        foreach (string circuit in Inputs.Keys)
        {
            string name = FileName(circuit);
            DevelopmentSetup.Generate(ConstraintSystem.Read(At($"{name}.r1cs")), Encoding.ASCII.GetBytes("tests")).Write(
                At($"{name}.development.zkey"));
            _circuits[circuit] = new TestCircuit(
                circuit, At($"{name}.r1cs"), At($"{name}.wtns"), At($"{name}.development.zkey"), At($"{name}.initial.zkey"),
                At($"{name}.zkey"));
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async ValueTask CompileAsync(string name, CancellationToken cancellation)
    {
        string[] parts = name.Split('.');
        string source = At(FileName(name) + ".circom");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Circuits", parts[0] + ".circom"), source);
        string[] level = parts.Length > 1 ? ["--" + parts[1]] : [];
        await ChildProcess.RunCheckedAsync(
            NodePackages.Command(ProjectLayout.Circuits, "circom2"),
            [source, "--r1cs", "--wasm", .. level, "-o", Folder],
            Folder,
            cancellation: cancellation);
    }

    private static string FileName(string circuit) => circuit.Replace('.', '_');

    private string At(string name) => Path.Combine(Folder, name);
}
