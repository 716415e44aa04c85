using FlZk.Bench.Circuits;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;

namespace FlZk.Bench.Report.Probes;

/// <summary>Witnesses by circom's program in this process, its compilation to machine code included, as a fresh process would.</summary>
internal static class WitnessProbe
{
    public const string Name = "witness";

    public static int Run(string circuit, string program, string scratch, int samples)
    {
        CircuitInputs inputs = BenchCircuits.Named(circuit).Inputs();
        double[] wasm = Repeated.Time(
            samples,
            () =>
            {
                using var generator = WasmWitnessGenerator.Open(program);
                generator.GenerateAsync(inputs).GetAwaiter().GetResult().Write(scratch);
            },
            warmUps: 0);
        ProbeProcess.Return([new Measurement(circuit, Works.Witness, Programs.CircomInProcess, "ms", wasm)]);
        return 0;
    }
}
