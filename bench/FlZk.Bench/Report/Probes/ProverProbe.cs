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
        (double firstLoad, double load) = (0, 0);
        ProvingKey key = Open(zkey, ref load);
        if (!key.IsFromConverted)
        {
            firstLoad = load;
            key.SaveConverted();
            key.Dispose();
            key = Open(zkey, ref load);
        }

        long clock = Stopwatch.GetTimestamp();
        Witness witness = Witness.Read(wtns);
        Answer(load, firstLoad, Elapsed(clock), []);
        while (Console.In.ReadLine() == Prove)
        {
            clock = Stopwatch.GetTimestamp();
            ProvingResult result = NativeProver.Prove(key, witness);
            double taken = Elapsed(clock);
            Answer(taken, 0, 0, [.. result.Timings.Select(t => new ProverPhase(t.Phase, t.Elapsed.TotalMilliseconds))]);
        }

        return 0;
    }

    // As the command does it.
    private static ProvingKey Open(string zkey, ref double milliseconds)
    {
        long clock = Stopwatch.GetTimestamp();
        var key = ProvingKey.Open(zkey, new ProvingKeyOptions { Memory = KeyMemory.Mapped, UseConverted = true });
        milliseconds = Elapsed(clock);
        return key;
    }

    private static double Elapsed(long since) => Stopwatch.GetElapsedTime(since).TotalMilliseconds;

    private static void Answer(double milliseconds, double firstLoad, double readWitness, IReadOnlyList<ProverPhase> phases)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(
            new ProverAnswer(InstructionSet.Current, milliseconds, firstLoad, readWitness, PeakMemory.OfThisProcess, phases)));
        Console.Out.Flush();
    }
}
