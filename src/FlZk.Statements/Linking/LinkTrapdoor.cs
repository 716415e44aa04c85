using System.Buffers.Binary;
using System.Security.Cryptography;
using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>The secrets of a link key, one per row. Whoever knows them can link anything to anything.</summary>
internal sealed class LinkTrapdoor
{
    private LinkTrapdoor(Fr[] rows) => Rows = rows;

    /// <summary>k_S, k_Y, k_0 .. k_(M-1) of FedAvg; k_C, k_0 .. k_(M-1) of a bounded update.</summary>
    public Fr[] Rows { get; }

    /// <summary>Fresh secrets: non-zero, none equal or opposite to another.</summary>
    public static LinkTrapdoor Random(int rows) => Draw(rows, static (_, _) => Fr.Random());

    /// <summary>
    /// The public secrets of a development key: reduced SHA-512 of domain, relation, seed, row and try. The relation keeps keys of one seed
    /// apart: a secret is never used for two keys.
    /// </summary>
    public static LinkTrapdoor FromPublicSeed(ReadOnlySpan<byte> seed, KeccakHash relation, int rows)
    {
        byte[] prefix = [.. "FlZk/v1/development/link"u8, .. relation.ToArray(), .. SHA256.HashData(seed)];
        return Draw(rows, (row, attempt) =>
        {
            var message = new byte[prefix.Length + 8];
            prefix.CopyTo(message, 0);
            BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(prefix.Length), row);
            BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(prefix.Length + 4), attempt);
            return Fr.ReduceBigEndian(SHA512.HashData(message));
        });
    }

    /// <summary>Given secrets, for tests of keys that must be refused.</summary>
    internal static LinkTrapdoor Of(params Fr[] rows) => new(rows);

    /// <summary>The same with the second row's secret a public multiple of the first's: see <see
    /// cref="LinkVerificationKey.IsDevelopment"/>.</summary>
    public LinkTrapdoor Marked()
    {
        Fr[] rows = [.. Rows];
        rows[1] = rows[0] * LinkVerificationKey.DevelopmentMark;
        return new LinkTrapdoor(rows);
    }

    /// <summary>Overwrites the secrets.</summary>
    public void Forget() => Array.Clear(Rows);

    /// <inheritdoc/>
    public override string ToString() => nameof(LinkTrapdoor);

    private static LinkTrapdoor Draw(int count, Func<int, int, Fr> next)
    {
        var rows = new Fr[count];
        var taken = new HashSet<Fr>(2 * count);
        for (int row = 0; row < count; row++)
        {
            for (int attempt = 0; ; attempt++)
            {
                Fr k = next(row, attempt);
                if (k.IsZero || taken.Contains(k) || !taken.Add(-k)) continue;
                taken.Add(k);
                rows[row] = k;
                break;
            }
        }

        return new LinkTrapdoor(rows);
    }
}
