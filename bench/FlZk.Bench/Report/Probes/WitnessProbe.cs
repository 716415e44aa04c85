using System.Text.Json;
using FlZk.Bench.Circuits;
using FlZk.Bn254;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;

namespace FlZk.Bench.Report.Probes;

/// <summary>Witnesses of federated averaging: input.json to .wtns, as circom's script for Node.js does, or by both generators of this
/// project with the inputs at hand.</summary>
internal static class WitnessProbe
{
    public const string Name = "witness";
    public const string FromFile = "file";

    /// <summary>One witness from a file of inputs: for measuring the whole process.</summary>
    public static int Run(string circuit, string inputFile, string witnessFile)
    {
        var inputs = new CircuitInputs();
        using (JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(inputFile)))
        {
            foreach (JsonProperty signal in json.RootElement.EnumerateObject()) inputs.Add(signal.Name, Values(signal.Value));
        }

        using var generator = CatalogWitnessGenerator.Open(Compiled(circuit));
        generator.GenerateAsync(inputs).GetAwaiter().GetResult().Write(witnessFile);
        return 0;
    }

    /// <summary>Both generators in this process, their programs and tables read anew each time.</summary>
    public static int Run(string circuit, string scratch, int samples)
    {
        CircuitInputs inputs = BenchCircuits.Named(circuit).Inputs();
        CircuitArtefacts compiled = Compiled(circuit);
        double[] direct = Repeated.Time(
            samples,
            () =>
            {
                using var generator = CatalogWitnessGenerator.Open(compiled);
                generator.GenerateAsync(inputs).GetAwaiter().GetResult().Write(scratch);
            });
        double[] program = Repeated.Time(
            samples,
            () =>
            {
                using var generator = WasmWitnessGenerator.Open(compiled);
                generator.GenerateAsync(inputs).GetAwaiter().GetResult().Write(scratch);
            });
        ProbeProcess.Return(
        [
            new Measurement(circuit, Works.Witness, Programs.FlZk, "ms", direct) { Mode = Modes.Warm },
            new Measurement(circuit, Works.Witness, Programs.CircomInProcess, "ms", program) { Mode = Modes.Warm },
        ]);
        return 0;
    }

    private static CircuitArtefacts Compiled(string circuit) =>
        BenchWorkshop.CompileFedAvgAsync(BenchCircuits.Named(circuit), _ => { }, CancellationToken.None).GetAwaiter().GetResult();

    private static Fr[] Values(JsonElement signal) => signal.ValueKind == JsonValueKind.Array
        ? [.. signal.EnumerateArray().Select(Value)]
        : [Value(signal)];

    private static Fr Value(JsonElement number) => Fr.TryParse(number.GetString()!, out Fr value)
        ? value
        : throw new FormatException("An input is no field element.");
}
