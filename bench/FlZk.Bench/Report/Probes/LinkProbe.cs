using FlZk.Bench.Circuits;
using FlZk.Bn254;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Statements;

namespace FlZk.Bench.Report.Probes;

/// <summary>A whole FedAvg statement of one chunk: what its parts take, the link beside the Groth16 proof above all.</summary>
internal static class LinkProbe
{
    public const string Name = "link";
    public const string Statement = "statement";

    public static int Run(string zkey, int samples)
    {
        int parameters = (int)BenchCircuits.Chunk.Source.Arguments[0];
        ProvingKey key = ProvingKey.Read(zkey);
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, parameters).Take(parameters);
        var relation = new FedAvgLinkRelation(key.VerificationKey, generators, new LinkShape(parameters, parameters));
        LinkProvingKey link = LinkSetup.Development(relation, "bench"u8);
        var keys = new FedAvgProvingKeys(zkey, key, new FedAvgParameters(parameters, 24, 20), link, generators);
        using var witnesses = CatalogWitnessGenerator.Open(
            BenchWorkshop.CompileFedAvgAsync(BenchCircuits.Chunk, _ => { }, CancellationToken.None).GetAwaiter().GetResult());
        var prover = new FedAvgProver(keys, witnesses, new NativeProver());
        FedAvgRound round = FedAvgRound.Random(parameters);
        var inputs = new FedAvgInputs
        {
            Context = Fr.FromUInt64(5),
            TotalWeight = round.TotalWeight,
            Sums = round.Sums,
            Model = round.Model,
            SumBlinding = Fr.FromUInt64(6).Inverse(),
        };
        var timings = new List<ProofTimings>();
        for (int i = 0; i <= samples; i++)
        {
            FedAvgProof proof = prover.ProveAsync(inputs).GetAwaiter().GetResult();
            if (i > 0) timings.Add(proof.Timings);
        }

        Measurement Part(string work, Func<ProofTimings, TimeSpan> of) => new(
            BenchCircuits.Chunk.Name, work, Programs.FlZk, "ms", [.. timings.Select(t => of(t).TotalMilliseconds)])
        {
            Detail = Statement,
        };
        ProbeProcess.Return(
        [
            Part(Works.Witness, t => t.Witness),
            Part(Works.Prove, t => t.Prove),
            Part(Works.Link, t => t.Link),
            Part(Works.Verify, t => t.Verify),
        ]);
        return 0;
    }
}
