using FlZk.Cli.Hosting;

namespace FlZk.Cli.Commands.Groth16;

/// <summary>A folder of proofs with their public signals.</summary>
internal static class ProofFolder
{
    private const string ProofSuffix = ".proof.json", PublicSuffix = ".public.json";
    private const string ProofName = "proof.json", PublicName = "public.json";

    /// <summary>All pairs, by name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    /// <exception cref="FileNotFoundException">A proof has no public signals.</exception>
    public static (string Proof, string Public)[] Pairs(string folder)
    {
        IEnumerable<(string Proof, string Public)> named = Directory.EnumerateFiles(folder, "*" + ProofSuffix)
            .Select(static proof => (proof, proof[..^ProofSuffix.Length] + PublicSuffix));
        IEnumerable<(string Proof, string Public)> own = Directory.EnumerateDirectories(folder).Prepend(folder)
            .Where(static inner => File.Exists(Path.Combine(inner, ProofName)))
            .Select(static inner => (Path.Combine(inner, ProofName), Path.Combine(inner, PublicName)));
        (string Proof, string Public)[] pairs = [.. named.Concat(own).OrderBy(static pair => pair.Proof, StringComparer.Ordinal)];
        if (pairs.Length == 0)
            throw new UsageException($"--folder: there is no NAME{ProofSuffix} in {folder}, nor a {ProofName} in it or its subfolders");
        foreach ((string proof, string signals) in pairs)
        {
            if (!File.Exists(signals)) throw new FileNotFoundException($"{proof} has no public signals beside it: {signals} is missing.");
        }

        return pairs;
    }
}
