using System.Security.Cryptography;
using FlZk.Groth16;
using FlZk.Learning.ModelFiles;
using FlZk.Platform.Files;
using FlZk.Statements;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Fuzz;

/// <summary>Every reader of files from elsewhere.</summary>
internal static class FuzzTargets
{
    /// <summary>All targets, in the order in which they run.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("zkey", Groth16Seeds.ProvingKeys, static path =>
        {
            ProvingKey.ReadHeader(path);
            using (ProvingKey mapped = ProvingKey.Open(path, new ProvingKeyOptions { Memory = KeyMemory.Mapped })) _ = mapped.Header;
            using ProvingKey copied = ProvingKey.Read(path);
            KeyInspection.RequireSound(copied.Header);
        }),
        new("converted-key", ConvertedKeySeeds.Contents, ConvertedKeySeeds.Read),
        new("wtns", Groth16Seeds.Witnesses, static path => Witness.Read(path)),
        new("r1cs", Groth16Seeds.ConstraintSystems, static path => _ = ConstraintSystem.Read(path).DomainSize),

        // The check of the powers computes sums and pairings, which have buffers of their own.
        new("ptau", PowersOfTauSeeds.Files, PowersOfTauSeeds.Read) { FixedAllowance = 1 << 23 },
        new("groth16-json", Groth16Seeds.Json, Groth16Json),
        new("link-key", StatementSeeds.LinkKeys, static path => WithClosingHash.Read(path, file => LinkProvingKey.Read(file))),
        new("link-contribution", StatementSeeds.LinkContributions, static path =>
            WithClosingHash.Read(path, file => LinkContribution.Read(file))),
        new("linked-key", StatementSeeds.LinkedKeys, LinkedKey),
        new("bundle", StatementSeeds.Bundles, static path => StatementBundle.Read(path)),
        new("opening", StatementSeeds.Openings, static path => CommitmentOpening.Read(path)),
        new("aggregate-proof", StatementSeeds.AggregateProofs, static path =>
        {
            byte[] bytes = File.ReadAllBytes(path);
            var proof = AggregateProof.Decode(bytes);
            if (!proof.Encode().AsSpan().SequenceEqual(bytes)) throw new InvalidOperationException("A proof has two encodings.");
        }),
        new("generators", StatementSeeds.Generators, StatementSeeds.ReadGenerators),
        new("npy", ModelSeeds.Arrays, static path => Either(
            () => BlockReads.CompareSingles(NpyFile.Open, path, NpyFile.ReadSingles(path).Values),
            () => BlockReads.CompareIntegers(NpyFile.Open, path, NpyFile.ReadIntegers(path).Values))),
        new("safetensors", ModelSeeds.Tensors, static path => Either(
            () => BlockReads.CompareSingles(SafetensorsFile.Open, path, SafetensorsFile.ReadModel(path).Values),
            () => BlockReads.CompareIntegers(
                SafetensorsFile.Open, path, Array.ConvertAll(SafetensorsFile.ReadUpdate(path).Values, static value => (long)value)))),
        new("server-state", ModelSeeds.ServerStates, static path =>
            WithClosingHash.Read(
                path,
                static (source, target) => SHA256.HashData(source, target),
                static file => ServerStateFile.Read(file, ModelSeeds.Adam, ModelSeeds.AdamModel))),
    ];

    // One text is tried as each of snarkjs's three documents.
    private static void Groth16Json(string path) => Either(
        () => Same(Proof.ReadJson(path), static proof => proof.ToJson(), static json => Proof.ParseJson(json)),
        () => Same(VerificationKey.ReadJson(path), static key => key.ToJson(), static json => VerificationKey.ParseJson(json)),
        () => Same(
            PublicSignals.ReadJson(path), static signals => PublicSignals.ToJson(signals), static json => PublicSignals.ParseJson(json)));

    private static void LinkedKey(string path) => Either(
        () => LinkedVerificationKey.ReadJson(path),
        () => LinkedVerificationKey.FromBlob(File.ReadAllBytes(path), KeyOrigin.Development));

    // What was read, written and read again is the same.
    private static void Same<T>(T value, Func<T, string> write, Func<string, T> read)
    {
        string text = write(value);
        if (write(read(text)) != text) throw new InvalidOperationException("What was written is read as something else.");
    }

    // Each reader is tried; one success is enough.
    private static void Either(params ReadOnlySpan<Action> readers)
    {
        Exception? last = null;
        bool accepted = false;
        foreach (Action read in readers)
        {
            try
            {
                read();
                accepted = true;
            }
            catch (Exception refusal) when (refusal is FileFormatException or KeyException)
            {
                last = refusal;
            }
        }

        if (!accepted) throw last!;
    }
}
