using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Statements;

/// <summary>A settled or ready round as one document, schema flzk/statement/1: all that checking it without a chain takes.</summary>
/// <remarks>
/// A bundle that verifies says that the round adds up. That its context, providers, weights, commitments and key are those of a job on
/// chain is for an auditor to compare.
/// </remarks>
public sealed record StatementBundle
{
    /// <summary>The document's schema.</summary>
    public const string Schema = "flzk/statement/1";

    /// <summary>Chain, contract, job, round and aggregator.</summary>
    public required ChainContext Chain { get; init; }

    /// <summary>Every provider whose update entered the sum, in the order of reveal.</summary>
    public required IReadOnlyList<ProviderContribution> Providers { get; init; }

    /// <summary>The claim.</summary>
    public required FedAvgStatement Statement { get; init; }

    /// <summary>Its proof.</summary>
    public required AggregateProof Proof { get; init; }

    /// <summary>The key, or null when the bundle names it by <see cref="FedAvgStatement.KeyId"/> alone.</summary>
    public LinkedVerificationKey? Key { get; init; }

    /// <summary>
    /// Per chunk the proof with its full public signals, for <c>snarkjs groth16 verify</c>. They hold the model, the weighted sums and all
    /// blindings: leave them out (null) of a bundle that others may see.
    /// </summary>
    public IReadOnlyList<ChunkTranscript>? Transcripts { get; init; }

    /// <summary>Parses a bundle.</summary>
    /// <exception cref="FileFormatException">Not such a document, a member missing, unknown, of another type or out of range.</exception>
    /// <exception cref="FlZk.Groth16.KeyException">The key inside is one under which one can forge.</exception>
    public static StatementBundle Parse(ReadOnlyMemory<byte> utf8, string name = "statement bundle") =>
        StatementBundleJson.Parse(utf8, name);

    /// <summary>Reads a bundle file.</summary>
    /// <exception cref="FileFormatException">As for <see cref="Parse"/>.</exception>
    /// <exception cref="FlZk.Groth16.KeyException">As for <see cref="Parse"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static StatementBundle Read(string path) => StatementBundleJson.Parse(StrictJson.ReadFile(path), path);

    /// <summary>The document.</summary>
    public string ToJson() => StatementBundleJson.Write(this);

    /// <summary>Writes a bundle file, atomically; readable by its owner alone when it holds transcripts.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => AtomicFile.WriteAllText(path, ToJson(), Transcripts is null ? null : AtomicFile.OwnerOnly);

    /// <summary>Checks everything that the bundle says: ctx, W and C_S are recomputed from its chain context
    /// and providers, then the proof is verified.</summary>
    /// <param name="key">The key to check with, from a source that the caller trusts; null takes the bundle's own.</param>
    /// <exception cref="ArgumentException">There is no key, neither given nor in the bundle.</exception>
    public FedAvgVerdict Verify(LinkedVerificationKey? key = null)
    {
        LinkedVerificationKey used = key ?? Key
            ?? throw new ArgumentException($"The bundle holds no key; give the one named {Statement.KeyId}.", nameof(key));
        if (Statement.Context != Chain.ToFieldElement())
        {
            return new(
                FedAvgRefusal.ContextMismatch, "The statement's context is not that of its chain, contract, job, round and aggregator.");
        }
        long total = 0;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (ProviderContribution provider in Providers)
        {
            if (!seen.Add(provider.Provider))
                return new(FedAvgRefusal.SumCommitmentMismatch, $"Provider {provider.Provider} appears twice.");
            if (provider.Weight < 1 || provider.Weight > used.Parameters.MaximumTotalWeight)
                return new(FedAvgRefusal.TotalWeightMismatch, $"The weight of {provider.Provider} is {provider.Weight}.");
            total += provider.Weight;
        }

        if (total != Statement.TotalWeight)
            return new(FedAvgRefusal.TotalWeightMismatch, $"The providers' weights add up to {total}, not to {Statement.TotalWeight}.");
        VectorCommitment[] commitments = [.. Providers.Select(provider => provider.Commitment)];
        long[] weights = [.. Providers.Select(provider => provider.Weight)];
        return VectorCommitment.WeightedSum(commitments, weights) == Statement.Sum
            ? FedAvgVerifier.Verify(used, Statement, Proof)
            : new(FedAvgRefusal.SumCommitmentMismatch, "The sum's commitment is not the weighted sum of the providers' commitments.");
    }
}
