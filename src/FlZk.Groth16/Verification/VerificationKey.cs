using System.Globalization;
using System.Text.Json;
using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>What a verifier of one circuit needs. Immutable; safe to share between threads.</summary>
public sealed class VerificationKey
{
    private readonly G1Affine[] _inputBases;
    private volatile bool _sound;
    private volatile PreparedVerificationKey? _prepared;

    /// <summary>Puts a key together from points that are on their curves and in their subgroups.</summary>
    /// <param name="alpha">[alpha]1.</param>
    /// <param name="beta">[beta]2.</param>
    /// <param name="gamma">[gamma]2; snarkjs's keys have [1]2.</param>
    /// <param name="delta">[delta]2.</param>
    /// <param name="inputBases">IC: the constant's base, then one per public signal. Copied.</param>
    /// <exception cref="ArgumentException">There is no input base.</exception>
    public VerificationKey(G1Affine alpha, G2Affine beta, G2Affine gamma, G2Affine delta, ReadOnlySpan<G1Affine> inputBases)
    {
        if (inputBases.IsEmpty) throw new ArgumentException("A key has an input base for the constant.", nameof(inputBases));
        Alpha = alpha;
        Beta = beta;
        Gamma = gamma;
        Delta = delta;
        _inputBases = inputBases.ToArray();
    }

    /// <summary>[alpha]1.</summary>
    public G1Affine Alpha { get; }

    /// <summary>[beta]2.</summary>
    public G2Affine Beta { get; }

    /// <summary>[gamma]2.</summary>
    public G2Affine Gamma { get; }

    /// <summary>[delta]2.</summary>
    public G2Affine Delta { get; }

    /// <summary>IC: base 0 for the constant, base i for public signal i - 1 (zero-based).</summary>
    public ReadOnlyMemory<G1Affine> InputBases => _inputBases;

    /// <summary>The number of public signals.</summary>
    public int PublicCount => _inputBases.Length - 1;

    /// <summary>Reads snarkjs's <c>verification_key.json</c>.</summary>
    /// <exception cref="FileFormatException">Another protocol or curve, a wrong number of bases, or a point
    /// off its curve or subgroup.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static VerificationKey ReadJson(string path) => ParseJson(File.ReadAllText(path), path);

    /// <summary>Parses snarkjs's verification key format; see <see cref="ReadJson"/>. vk_alphabeta_12 is
    /// derived data and not read.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="FileFormatException">As for <see cref="ReadJson"/>.</exception>
    public static VerificationKey ParseJson(string json, string name = "verification key") => SnarkjsJson.Parse(json, name, root =>
    {
        SnarkjsJson.RequireGroth16OnBn254(root, name);
        JsonElement bases = SnarkjsJson.Member(root, "IC", name);
        if (bases.ValueKind != JsonValueKind.Array) throw new FileFormatException(name, "IC is not an array.");
        int count = bases.GetArrayLength();
        string declared = SnarkjsJson.Text(SnarkjsJson.Member(root, "nPublic", name), "nPublic", name);
        if (declared != (count - 1).ToString(CultureInfo.InvariantCulture) || count == 0)
            throw new FileFormatException(name, $"nPublic is {declared}, but IC has {count} points.");

        var inputBases = new G1Affine[count];
        int at = 0;
        foreach (JsonElement element in bases.EnumerateArray())
        {
            inputBases[at] = SnarkjsJson.ReadG1(element, $"IC[{at}]", name);
            at++;
        }

        return new VerificationKey(
            SnarkjsJson.ReadG1(SnarkjsJson.Member(root, "vk_alpha_1", name), "vk_alpha_1", name),
            SnarkjsJson.ReadG2(SnarkjsJson.Member(root, "vk_beta_2", name), "vk_beta_2", name),
            SnarkjsJson.ReadG2(SnarkjsJson.Member(root, "vk_gamma_2", name), "vk_gamma_2", name),
            SnarkjsJson.ReadG2(SnarkjsJson.Member(root, "vk_delta_2", name), "vk_delta_2", name),
            inputBases);
    });

    /// <summary>The key in snarkjs's format, with vk_alphabeta_12 = e(alpha, beta).</summary>
    public string ToJson() => SnarkjsJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("protocol", "groth16");
        json.WriteString("curve", "bn128");
        json.WriteNumber("nPublic", PublicCount);
        json.WritePropertyName("vk_alpha_1");
        SnarkjsJson.WriteG1(json, Alpha);
        json.WritePropertyName("vk_beta_2");
        SnarkjsJson.WriteG2(json, Beta);
        json.WritePropertyName("vk_gamma_2");
        SnarkjsJson.WriteG2(json, Gamma);
        json.WritePropertyName("vk_delta_2");
        SnarkjsJson.WriteG2(json, Delta);
        json.WritePropertyName("vk_alphabeta_12");
        SnarkjsJson.WriteFp12(json, Pairing.Pair(Alpha, Beta));
        json.WriteStartArray("IC");
        foreach (G1Affine point in _inputBases) SnarkjsJson.WriteG1(json, point);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Writes <c>verification_key.json</c>, atomically.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void WriteJson(string path) => AtomicFile.WriteAllText(path, ToJson());

    /// <summary>The key made ready for verifying, once.</summary>
    /// <exception cref="KeyException">The key is unsafe.</exception>
    internal PreparedVerificationKey Prepared() => _prepared ??= new PreparedVerificationKey(this);

    /// <summary>Requires a key under which nobody can forge by construction; see
    /// <see cref="KeyInspection.RequireSound(VerificationKey)"/>. Checked once.</summary>
    /// <exception cref="KeyException">The key is unsafe.</exception>
    internal void RequireSound()
    {
        if (_sound || _prepared is not null) return;
        KeyInspection.RequireSound(this);
        _sound = true;
    }
}
