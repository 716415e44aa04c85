namespace FlZk.Groth16;

/// <summary>What a file of Groth16's world is, told from its content.</summary>
/// <param name="File">Its path.</param>
/// <param name="Kind">In words: "Groth16 proving key (.zkey)".</param>
/// <param name="Facts">Names and values, in the order in which a reader wants them.</param>
/// <param name="IsSafe">For keys: whether nobody can forge under it by construction, as far as the file tells; null for others.</param>
/// <param name="Reason">For keys: why it is unsafe, or what its safety rests on; null for others.</param>
public sealed record FileInspection(
    string File, string Kind, IReadOnlyList<KeyValuePair<string, string>> Facts, bool? IsSafe = null, string? Reason = null)
{
    /// <summary>Looks into a .zkey, .wtns, .r1cs or .ptau, or into a verification key, proof or public signals in snarkjs's JSON. Large
    /// arrays are not read.</summary>
    /// <exception cref="FlZk.Platform.Files.FileFormatException">None of these, damaged, or over another curve, which is named.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileInspection Of(string path) => FileInspector.Inspect(path);
}
