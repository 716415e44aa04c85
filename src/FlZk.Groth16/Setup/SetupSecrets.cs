using System.Security.Cryptography;
using System.Text;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>The secrets of a one-party setup ("toxic waste"). gamma is 1, as in snarkjs's keys.</summary>
/// <param name="Tau">The point at which the constraint polynomials are evaluated; not in the domain of twice the size.</param>
/// <param name="Alpha">Binds A to B and C; not zero.</param>
/// <param name="Beta">Binds B to A and C; not zero.</param>
/// <param name="Delta">Separates the private part from the public one: neither 0 nor gamma nor -gamma.</param>
internal sealed record SetupSecrets(Fr Tau, Fr Alpha, Fr Beta, Fr Delta)
{
    private const string Domain = "FlZk/v1/development/groth16";

    // 48 bytes reduced modulo the 254-bit r: within 2^-130 of uniform.
    private const int WideLength = 48;

    /// <summary>Derives all secrets from a public seed. They are public too: keys made from them are for local chains.</summary>
    /// <param name="seed">Any bytes.</param>
    /// <param name="domainSize">The evaluation domain's size.</param>
    public static SetupSecrets FromPublicSeed(ReadOnlySpan<byte> seed, int domainSize)
    {
        byte[] key = SHA256.HashData([.. Encoding.ASCII.GetBytes(Domain), .. seed]);
        return Draw(domainSize, (name, attempt) => Expand(key, name, attempt));
    }

    /// <summary>Draws all secrets from the operating system.</summary>
    /// <param name="domainSize">The evaluation domain's size.</param>
    public static SetupSecrets Random(int domainSize) => Draw(domainSize, static (_, _) => Fr.Random());

    /// <summary>Kept out of logs: the secrets are not printed.</summary>
    public override string ToString() => nameof(SetupSecrets);

    private static SetupSecrets Draw(int domainSize, Func<string, int, Fr> draw)
    {
        return new SetupSecrets(
            First("tau", tau => !tau.IsZero && !tau.Pow([2UL * (ulong)domainSize]).IsOne),
            First("alpha", alpha => !alpha.IsZero),
            First("beta", beta => !beta.IsZero),
            First("delta", delta => !delta.IsZero && !delta.IsOne && delta != -Fr.One));

        Fr First(string name, Func<Fr, bool> isUsable)
        {
            for (int attempt = 0; ; attempt++)
            {
                Fr value = draw(name, attempt);
                if (isUsable(value)) return value;
            }
        }
    }

    private static Fr Expand(byte[] key, string name, int attempt)
    {
        Span<byte> wide = stackalloc byte[2 * SHA256.HashSizeInBytes];
        for (int half = 0; half < 2; half++)
        {
            byte[] block = [.. key, .. Encoding.ASCII.GetBytes(name), checked((byte)attempt), (byte)half];
            SHA256.HashData(block, wide[(half * SHA256.HashSizeInBytes)..]);
        }

        return Fr.ReduceBigEndian(wide[..WideLength]);
    }
}
