using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>A Groth16 proof: three points, 256 bytes in EVM encoding.</summary>
/// <remarks>Malleable by design: (kA, B/k, C) and re-randomised proofs verify too, so nothing may be keyed on a proof's bytes.</remarks>
/// <param name="A">[alpha + A(tau) + r delta]1.</param>
/// <param name="B">[beta + B(tau) + s delta]2.</param>
/// <param name="C">The quotient and the private part over delta, blinded.</param>
public readonly record struct Proof(G1Affine A, G2Affine B, G1Affine C)
{
    /// <summary>Reads snarkjs's <c>proof.json</c>.</summary>
    /// <exception cref="FileFormatException">Another protocol or curve, a coordinate not below the modulus, a
    /// point off its curve or subgroup.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Proof ReadJson(string path) => ParseJson(File.ReadAllText(path), path);

    /// <summary>Parses snarkjs's proof format; see <see cref="ReadJson"/>.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="FileFormatException">As for <see cref="ReadJson"/>.</exception>
    public static Proof ParseJson(string json, string name = "proof") => SnarkjsJson.Parse(json, name, root =>
    {
        SnarkjsJson.RequireGroth16OnBn254(root, name);
        return new Proof(
            SnarkjsJson.ReadG1(SnarkjsJson.Member(root, "pi_a", name), "pi_a", name),
            SnarkjsJson.ReadG2(SnarkjsJson.Member(root, "pi_b", name), "pi_b", name),
            SnarkjsJson.ReadG1(SnarkjsJson.Member(root, "pi_c", name), "pi_c", name));
    });

    /// <summary>The proof in snarkjs's format.</summary>
    public string ToJson()
    {
        Proof proof = this;
        return SnarkjsJson.Write(json =>
        {
            json.WriteStartObject();
            json.WritePropertyName("pi_a");
            SnarkjsJson.WriteG1(json, proof.A);
            json.WritePropertyName("pi_b");
            SnarkjsJson.WriteG2(json, proof.B);
            json.WritePropertyName("pi_c");
            SnarkjsJson.WriteG1(json, proof.C);
            json.WriteString("protocol", "groth16");
            json.WriteString("curve", "bn128");
            json.WriteEndObject();
        });
    }

    /// <summary>Writes <c>proof.json</c>, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteJson(string path) => AtomicFile.WriteAllText(path, ToJson());
}
