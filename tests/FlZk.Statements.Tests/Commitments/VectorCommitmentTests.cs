using CsCheck;
using FlZk.Bn254;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.Commitments;

public sealed class VectorCommitmentTests
{
    private static readonly PedersenGenerators G = LinkedFixture.Generators;

    private static readonly Gen<int[]> Vector = Gen.Int[-(1 << 23), (1 << 23) - 1].Array[1, 40];

    [Fact]
    public void A_commitment_is_the_sum_of_its_values_times_their_generators_and_the_blinding() => Vector.Sample(
        values =>
        {
            Fr rho = VectorCommitment.FreshBlinding();
            G1Affine sum = G.Blinding * rho;
            for (int j = 0; j < values.Length; j++) sum += PedersenGenerators.ValueGenerator(j) * Fr.FromInt64(values[j]);
            return VectorCommitment.Commit(G, values, rho).Point == sum;
        },
        iter: 5);

    [Fact]
    public void The_weighted_sum_of_commitments_commits_to_the_weighted_sum() =>
        Gen.Select(Vector, Vector, Gen.Long[1, 1 << 20], Gen.Long[1, 1 << 20]).Sample(
        (x, y, v, w) =>
        {
            int d = Math.Max(x.Length, y.Length);
            Fr rho = VectorCommitment.FreshBlinding(), sigma = VectorCommitment.FreshBlinding();
            VectorCommitment[] commitments = [VectorCommitment.Commit(G, x, rho), VectorCommitment.Commit(G, y, sigma)];
            var sums = new long[d];
            for (int j = 0; j < d; j++) sums[j] = (v * x.ElementAtOrDefault(j)) + (w * y.ElementAtOrDefault(j));
            VectorCommitment sum = VectorCommitment.WeightedSum(commitments, [v, w]);
            return sum.Opens(G, sums, VectorCommitment.WeightedBlinding([rho, sigma], [v, w]))
                && sum == (commitments[0] * Fr.FromInt64(v)) + (commitments[1] * Fr.FromInt64(w));
        },
        iter: 20);

    [Fact]
    public void Another_value_another_blinding_or_another_length_does_not_open()
    {
        int[] values = [5, -3, 0, 7];
        Fr rho = VectorCommitment.FreshBlinding();
        var commitment = VectorCommitment.Commit(G, values, rho);
        Assert.True(commitment.Opens(G, values, rho));
        Assert.True(commitment.Opens(G, (int[])[.. values, 0], rho));
        Assert.False(commitment.Opens(G, values, rho + Fr.One));
        Assert.False(commitment.Opens(G, (int[])[5, -3, 0, 8], rho));
        Assert.False(commitment.Opens(G, (int[])[5, -3, 0], rho));
        Assert.False(commitment.Opens(G, new int[G.Count + 1], rho));
    }

    [Fact]
    public void Equal_updates_under_fresh_blindings_give_different_commitments()
    {
        int[] values = [1, 2, 3];
        Assert.NotEqual(
            VectorCommitment.Commit(G, values, VectorCommitment.FreshBlinding()),
            VectorCommitment.Commit(G, values, VectorCommitment.FreshBlinding()));
    }

    [Fact]
    public void Ranges_end_where_twos_complement_ends()
    {
        var range = new ValueRange(24);
        Assert.Equal((-8388608, 8388607), (range.Minimum, range.Maximum));
        Assert.Equal(-1, range.IndexOfFirstOutside([-8388608, 8388607, 0]));
        Assert.Equal(1, range.IndexOfFirstOutside([0, 8388608]));
        Assert.Equal(0, range.IndexOfFirstOutside([-8388609]));
        Assert.Throws<ArgumentOutOfRangeException>(() => range.ThrowIfOutside([8388608], "the update"));
        Assert.Equal(-1, new ValueRange(32).IndexOfFirstOutside([int.MinValue, int.MaxValue]));
    }

    [Fact]
    public void The_cache_gives_the_same_generators_and_a_damaged_one_is_made_again()
    {
        using var folder = new TemporaryFolder();
        PedersenGenerators first = PedersenGenerators.LoadOrDerive(folder.Root, 40);
        Assert.Equal(G.Values[..40].ToArray(), first.Values.ToArray());
        Assert.Equal(first.Values.ToArray()[..30], PedersenGenerators.LoadOrDerive(folder.Root, 30).Values.ToArray());
        Assert.Equal(G.Values[..50].ToArray(), PedersenGenerators.LoadOrDerive(folder.Root, 50).Values.ToArray());
        string file = folder[GeneratorCache.FileName];
        byte[] bytes = File.ReadAllBytes(file);
        for (int at = 0; at < bytes.Length; at += 97)
        {
            byte[] changed = [.. bytes];
            changed[at] ^= 1;
            File.WriteAllBytes(file, changed);
            Assert.Equal(G.Values[..50].ToArray(), PedersenGenerators.LoadOrDerive(folder.Root, 50).Values.ToArray());
        }

        File.WriteAllBytes(file, bytes);
        Assert.Equal(bytes, File.ReadAllBytes(file));
        PedersenGenerators.LoadOrDerive(folder.Root, 50);
        Assert.Equal(bytes, File.ReadAllBytes(file));
        File.WriteAllBytes(file, bytes[..^40]);
        Assert.Equal(G.Values[..50].ToArray(), PedersenGenerators.LoadOrDerive(folder.Root, 50).Values.ToArray());
    }

    [Fact]
    public void A_planted_cache_with_a_right_digest_and_wrong_points_is_made_again()
    {
        using var folder = new TemporaryFolder();
        PedersenGenerators.LoadOrDerive(folder.Root, 8);
        string file = folder[GeneratorCache.FileName];
        byte[] bytes = File.ReadAllBytes(file);

        // 16 bytes of prefix, the digest of the points, the digest of both, the points.
        for (int j = 0; j < 8; j++)
        {
            G1Affine chosen = G1Affine.Generator * Fr.FromInt64(j + 2);
            chosen.X.WriteMontgomery(bytes.AsSpan(80 + (64 * j)));
            chosen.Y.WriteMontgomery(bytes.AsSpan(80 + (64 * j) + 32));
        }

        System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(80), bytes.AsSpan(16));
        System.Security.Cryptography.SHA256.HashData(bytes.AsSpan(0, 48), bytes.AsSpan(48));
        File.WriteAllBytes(file, bytes);
        Assert.Equal(G.Values[..8].ToArray(), PedersenGenerators.LoadOrDerive(folder.Root, 8).Values.ToArray());
    }
}
