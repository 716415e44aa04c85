using FlZk.Bench.Circuits;
using FlZk.Bench.Report.Processes;
using FlZk.Groth16;

namespace FlZk.Bench.Report.Probes;

/// <summary>A development key from a .r1cs file, reading and writing included.</summary>
internal static class SetupProbe
{
    public const string Name = "setup";

    public static int Run(string constraintSystem, int samples)
    {
        string key = Path.GetTempFileName();
        try
        {
            double[] times = Repeated.Time(
                samples,
                () => DevelopmentSetup.Generate(ConstraintSystem.Read(constraintSystem), "bench"u8).Write(key),
                warmUps: 0);
            ProbeProcess.Return(
            [
                new Measurement(BenchCircuits.Largest.Name, Works.Setup, Programs.FlZk, "ms", times),
                new Measurement(BenchCircuits.Largest.Name, Works.Peak, Programs.FlZk, "MiB", [PeakMemory.OfThisProcess])
                {
                    Detail = Works.Setup,
                },
            ]);
            return 0;
        }
        finally
        {
            File.Delete(key);
        }
    }
}
