using FlZk.Groth16;
using FlZk.Platform.Files;

// ProveAndVerify CIRCUIT.zkey WITNESS.wtns...: a proof for every witness, then one check of them all.
using var interruption = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    interruption.Cancel();
};

try
{
    var opening = new ProvingKeyOptions { Memory = KeyMemory.Mapped, UseConverted = true };
    using ProvingKey key = ProvingKey.Open(args[0], opening, cancellation: interruption.Token);
    var claims = new List<ProofClaim>();
    foreach (string file in args[1..])
    {
        Witness witness = Witness.Read(file, interruption.Token);
        ProvingResult result = NativeProver.Prove(key, witness, cancellation: interruption.Token);
        result.Proof.WriteJson(Path.ChangeExtension(file, ".proof.json"));
        PublicSignals.WriteJson(Path.ChangeExtension(file, ".public.json"), result.PublicSignals.Span);
        claims.Add(new ProofClaim(result.PublicSignals, result.Proof));
        Console.WriteLine($"{file}: {result.Elapsed.TotalMilliseconds:F0} ms, {result.InstructionSet}, {result.Threads} threads");
    }

    // The next start of this program opens the key faster.
    key.SaveConverted(interruption.Token);

    var verifier = new PreparedVerificationKey(key.VerificationKey);
    BatchVerdict verdict = BatchVerifier.Verify(verifier, claims.ToArray(), interruption.Token);
    Console.WriteLine(verdict.Accepted ? "All hold." : $"Refused: {string.Join(", ", verdict.Refused)}.");
    return verdict.Accepted ? 0 : 1;
}
catch (UnprovableException refusal)
{
    Console.Error.WriteLine(refusal.Message);
    return 1;
}
catch (Exception failure) when (failure is FileFormatException or KeyException or IOException)
{
    Console.Error.WriteLine(failure.Message);
    return 3;
}
catch (OperationCanceledException)
{
    return 130;
}
