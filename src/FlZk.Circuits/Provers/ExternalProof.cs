using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Processes;

namespace FlZk.Circuits.Provers;

/// <summary>Has another program make a proof, by way of files, and verifies what it answered.</summary>
internal static class ExternalProof
{
    private const string WitnessFile = "witness.wtns";

    /// <summary>What to run, given the paths of witness, proof and public signals.</summary>
    public delegate (string Program, IReadOnlyList<string> Arguments) Command(string witness, string proof, string publicSignals);

    /// <summary>Writes the witness, runs the prover, reads and verifies its proof.</summary>
    /// <remarks>The witness is secret: it lies in a folder of its owner's alone, which is deleted whatever
    /// happens; arguments hold paths only.</remarks>
    public static async Task<Proof> MakeAsync(
        string prover, Command command, ProvingKey key, Witness witness, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        KeyInspection.RequireSound(key.Header);
        if (witness.Values.Length != key.WireCount)
        {
            throw new KeyException(
                $"The witness has {witness.Values.Length} values, the key {key.WireCount} wires: they are of different circuits.");
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("flzk-proof-");
        try
        {
            string witnessFile = Path.Combine(folder.FullName, WitnessFile);
            string proofFile = Path.Combine(folder.FullName, "proof.json");
            progress?.Report(new WorkProgress($"writing the witness for {prover}"));
            witness.Write(witnessFile);
            (string program, IReadOnlyList<string> arguments) = command(
                witnessFile, proofFile, Path.Combine(folder.FullName, "public.json"));
            progress?.Report(new WorkProgress($"proving with {prover}"));
            await ChildProcess.RunCheckedAsync(program, arguments, cancellation: cancellation).ConfigureAwait(false);
            if (!File.Exists(proofFile)) throw new ProcessFailedException(prover, 0, "it wrote no proof");
            Proof proof = Proof.ReadJson(proofFile);
            progress?.Report(new WorkProgress("verifying the proof"));
            if (!Verifier.Verify(key.VerificationKey, witness.PublicSignals(key.PublicCount).Span, proof))
            {
                throw new UnprovableException(
                    $"The proof {prover} made does not verify: the witness does not satisfy the circuit, or the key is another's.");
            }

            return proof;
        }
        finally
        {
            await DeleteAsync(folder).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes the folder, the witness before all else. A prover that is being ended may still
    /// create a file, so this is tried again.</summary>
    private static async Task DeleteAsync(DirectoryInfo folder)
    {
        File.Delete(Path.Combine(folder.FullName, WitnessFile));
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                folder.Delete(recursive: true);
                return;
            }
            catch (IOException) when (attempt < 10)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20 * attempt), CancellationToken.None).ConfigureAwait(false);
            }
        }
    }
}
