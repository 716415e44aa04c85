using FlZk.Bn254;
using FlZk.Platform;

namespace FlZk.Groth16.Tests;

/// <summary>Refusal of wrong witnesses, and what callers are told.</summary>
public sealed class NativeProverTests(TestCircuits circuits)
{
    [Fact]
    public void A_witness_with_any_wrong_wire_is_not_proved()
    {
        foreach (string name in (string[])["multiplier", "no_public", "power_of_two", "linear"])
        {
            TestCircuit circuit = circuits[name];
            for (int wire = 1; wire < circuit.System.WireCount; wire++)
            {
                Fr[] values = circuit.Witness.Values.ToArray();
                values[wire] += Fr.One;
                var wrong = new Witness(values);
                Assert.NotNull(circuit.System.FirstViolatedConstraint(wrong));
                Assert.Throws<UnprovableException>(() => NativeProver.Prove(circuit.DevelopmentKey, wrong));
            }
        }
    }

    [Fact]
    public void A_witness_of_another_circuit_is_refused_before_any_work()
    {
        KeyException refusal = Assert.Throws<KeyException>(
            () => NativeProver.Prove(circuits["multiplier"].DevelopmentKey, circuits["many_public"].Witness));
        Assert.Contains("different circuits", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => circuits["multiplier"].System.FirstViolatedConstraint(circuits["many_public"].Witness));
    }

    [Fact]
    public void A_key_of_another_circuit_with_as_many_wires_gives_no_proof()
    {
        TestCircuit linear = circuits["linear"], unused = circuits["unused_input"];
        Assert.Equal(linear.System.WireCount, unused.System.WireCount);
        Assert.Throws<UnprovableException>(() => NativeProver.Prove(unused.DevelopmentKey, linear.Witness));
    }

    [Fact]
    public void Every_proof_has_fresh_blinding()
    {
        TestCircuit circuit = circuits["multiplier"];
        Proof[] proofs = [.. Enumerable.Range(0, 8).Select(_ => NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness).Proof)];
        Assert.Equal(8, proofs.Select(p => p.A).Distinct().Count());
        Assert.Equal(8, proofs.Select(p => p.B).Distinct().Count());
        Assert.Equal(8, proofs.Select(p => p.C).Distinct().Count());
    }

    [Fact]
    public async Task Progress_tells_each_phase_once_and_timings_hold_the_same()
    {
        TestCircuit circuit = circuits["multiplier"];
        var told = new Recorder();
        ProvingResult result = NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness, told);
        Assert.Equal(told.Steps.Select(s => s.Phase).Distinct().Order(), result.Timings.Select(t => t.Phase).Order());
        Assert.Equal(8, result.Timings.Count);
        Assert.Equal("verifying the proof", result.Timings[^1].Phase);
        Assert.Equal(told.Steps.Select(s => s.Done).Order(), told.Steps.Select(s => s.Done));
        Assert.Equal(told.Steps[^1].Total, told.Steps[^1].Done);
        Assert.Equal(circuit.PublicSignals, result.PublicSignals.ToArray());
        Assert.True(result.PeakMemory > 0 && result.Threads > 0 && result.Elapsed >= result.Timings.Max(t => t.Elapsed));

        Proof proof = await new NativeProver().ProveAsync(circuit.DevelopmentKeyPath, circuit.DevelopmentKey, circuit.Witness);
        Assert.True(Verifier.Verify(circuit.DevelopmentKey.VerificationKey, circuit.PublicSignals, proof));
    }

    [Fact]
    public async Task Cancellation_stops_reading_setting_up_and_proving()
    {
        TestCircuit circuit = circuits["many_public"];
        var cancelled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(
            () => NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness, cancellation: cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => ProvingKey.Read(circuit.DevelopmentKeyPath, cancellation: cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => Witness.Read(circuit.WitnessPath, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => ConstraintSystem.Read(circuit.ConstraintSystemPath, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => DevelopmentSetup.Generate(circuit.System, [], cancellation: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new NativeProver().ProveAsync(circuit.DevelopmentKeyPath, circuit.DevelopmentKey, circuit.Witness, cancellation: cancelled));

        // Cancelled by the phase it is told of: none of what comes after it begins.
        foreach (int threads in (int[])[1, 0])
        {
            using var source = new CancellationTokenSource();
            var told = new Recorder { OnStep = step => { if (step.Phase.EndsWith(" H", StringComparison.Ordinal)) source.Cancel(); } };
            var options = new ProvingOptions { MaximumThreads = threads, Progress = told };
            Assert.ThrowsAny<OperationCanceledException>(
                () => NativeProver.Prove(circuit.DevelopmentKey, circuit.Witness, options, source.Token));
            Assert.DoesNotContain(told.Steps, step => step.Phase.StartsWith("verifying", StringComparison.Ordinal));
        }
    }

    private sealed class Recorder : IProgress<WorkProgress>
    {
        public List<WorkProgress> Steps { get; } = [];

        public Action<WorkProgress>? OnStep { get; init; }

        public void Report(WorkProgress value)
        {
            Steps.Add(value);
            OnStep?.Invoke(value);
        }
    }
}
