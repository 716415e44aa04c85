using System.Diagnostics;
using System.Text.Json;
using FlZk.Bench.Report.Processes;
using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Bench.Report.Probes;

/// <summary>A prover as a server would run it: reads its key once and proves whenever standard input says so. Its own process, so that each
/// combination of instruction set and cores has one, and proofs of all of them can take turns.</summary>
internal static class ProverProbe
{
    public const string Name = "prover";
    public const string Prove = "prove";

    /// <summary>Arguments: the key and the witness.</summary>
    public static int Run(string zkey, string wtns)
    {
        long clock = Stopwatch.GetTimestamp();
        ProvingKey key = ProvingKey.Read(zkey);
        double load = Elapsed(clock);
        clock = Stopwatch.GetTimestamp();
        Witness witness = Witness.Read(wtns);
        Answer(load, Elapsed(clock), []);
        while (Console.In.ReadLine() == Prove)
        {
            clock = Stopwatch.GetTimestamp();
            ProvingResult result = NativeProver.Prove(key, witness);
            double taken = Elapsed(clock);
            Answer(taken, 0, [.. result.Timings.Select(t => new ProverPhase(t.Phase, t.Elapsed.TotalMilliseconds))]);
        }

        return 0;
    }

    private static double Elapsed(long since) => Stopwatch.GetElapsedTime(since).TotalMilliseconds;

    private static void Answer(double milliseconds, double readWitness, IReadOnlyList<ProverPhase> phases)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(
            new ProverAnswer(InstructionSet.Current, milliseconds, readWitness, PeakMemory.OfThisProcess, phases)));
        Console.Out.Flush();
    }
}
