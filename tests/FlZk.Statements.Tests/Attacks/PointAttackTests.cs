using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform.Files;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.Attacks;

public sealed class PointAttackTests
{
    private static readonly G1Affine OffCurve = new(Fp.One, Fp.One);

    private static readonly LinkedFixture Keys = new(16);
    private static readonly HandProof Honest = Keys.Prove(Keys.Round());

    [Fact]
    public void Infinity_is_refused_wherever_a_point_is()
    {
        foreach ((FedAvgStatement statement, AggregateProof proof) in WithEveryFirst(G1Affine.Infinity))
            Assert.Equal(FedAvgRefusal.PointAtInfinity, FedAvgVerifier.Verify(Keys.Key, statement, proof).Refusal);
        Assert.Equal(FedAvgRefusal.PointAtInfinity, WithB(G2Affine.Infinity));
    }

    [Fact]
    public void A_point_off_the_curve_is_refused_wherever_a_point_is()
    {
        foreach ((FedAvgStatement statement, AggregateProof proof) in WithEveryFirst(OffCurve))
            Assert.Equal(FedAvgRefusal.PointOffCurve, FedAvgVerifier.Verify(Keys.Key, statement, proof).Refusal);
        Assert.Equal(FedAvgRefusal.PointOffCurve, WithB(new G2Affine(Fp2.One, Fp2.One)));
    }

    [Fact]
    public void B_outside_the_subgroup_is_refused_for_that_reason()
    {
        G2Affine outside = TwistPoint.OutsideSubgroup();
        Assert.Equal(FedAvgRefusal.PointOutsideSubgroup, WithB(outside));
        Assert.Equal(FedAvgRefusal.PointOutsideSubgroup, WithB(Honest.Proof.Chunks[0].Groth16.B + outside));
    }

    [Fact]
    public void Decoders_refuse_coordinates_of_p_and_more_points_off_curve_and_off_subgroup()
    {
        byte[] bytes = Honest.Proof.Encode();
        byte[] p = Fp.Modulus.ToByteArray(isUnsigned: true, isBigEndian: true);
        for (int word = 0; word < bytes.Length / 32; word++)
        {
            byte[] changed = [.. bytes];
            p.CopyTo(changed, 32 * word);
            Assert.Throws<FileFormatException>(() => AggregateProof.Decode(changed));
        }

        byte[] subgroup = [.. bytes];
        TwistPoint.OutsideSubgroup().WriteUncompressed(subgroup.AsSpan(128 + 128));
        FileFormatException refused = Assert.Throws<FileFormatException>(() => AggregateProof.Decode(subgroup));
        Assert.Equal(256, refused.Offset);
        Assert.Throws<FileFormatException>(() => AggregateProof.Decode(bytes.AsSpan(1)));
        Assert.Throws<FileFormatException>(() => AggregateProof.Decode([]));
    }

    [Fact]
    public void Key_blobs_refuse_infinity_off_curve_off_subgroup_and_odd_numbers()
    {
        byte[] blob = Keys.Key.ToBlob();
        Assert.Equal(32 * 35, blob.Length);
        Assert.Equal(Keys.Key.KeyId, LinkedVerificationKey.FromBlob(blob, KeyOrigin.Development).KeyId);
        foreach (int word in (int[])[7, 17, 19, 21])
        {
            byte[] changed = [.. blob];
            changed.AsSpan(32 * word, 64).Clear();
            Assert.Throws<FileFormatException>(() => LinkedVerificationKey.FromBlob(changed, KeyOrigin.Development));
        }

        foreach (int word in (int[])[9, 13, 23, 27, 31])
        {
            byte[] changed = [.. blob];
            changed.AsSpan(32 * word, 128).Clear();
            Assert.Throws<FileFormatException>(() => LinkedVerificationKey.FromBlob(changed, KeyOrigin.Development));
            TwistPoint.OutsideSubgroup().WriteUncompressed(changed.AsSpan(32 * word));
            Assert.Throws<FileFormatException>(() => LinkedVerificationKey.FromBlob(changed, KeyOrigin.Development));
        }

        for (int word = 0; word < 5; word++)
        {
            byte[] changed = [.. blob];
            changed.AsSpan(32 * word, 32).Fill(0xff);
            Assert.Throws<FileFormatException>(() => LinkedVerificationKey.FromBlob(changed, KeyOrigin.Development));
            changed.AsSpan(32 * word, 32).Clear();
            Assert.Throws<FileFormatException>(() => LinkedVerificationKey.FromBlob(changed, KeyOrigin.Development));
        }

        Assert.Throws<FileFormatException>(() => LinkedVerificationKey.FromBlob(blob.AsSpan(32), KeyOrigin.Development));
        Assert.Throws<FileFormatException>(() => LinkedVerificationKey.FromBlob([.. blob, .. new byte[128]], KeyOrigin.Development));
    }

    private static FedAvgRefusal WithB(G2Affine b)
    {
        ChunkProof chunk = Honest.Proof.Chunks[0];
        AggregateProof proof = Honest.Proof with { Chunks = [chunk with { Groth16 = chunk.Groth16 with { B = b } }] };
        return FedAvgVerifier.Verify(Keys.Key, Honest.Statement, proof).Refusal;
    }

    private static IEnumerable<(FedAvgStatement Statement, AggregateProof Proof)> WithEveryFirst(G1Affine point)
    {
        (FedAvgStatement statement, AggregateProof proof) = (Honest.Statement, Honest.Proof);
        ChunkProof chunk = proof.Chunks[0];
        yield return (statement with { Sum = new(point) }, proof);
        yield return (statement with { Model = new(point) }, proof with { Model = new(point) });
        yield return (statement, proof with { Link = point });
        yield return (statement, proof with { Chunks = [chunk with { Commitment = point }] });
        yield return (statement, proof with { Chunks = [chunk with { Groth16 = chunk.Groth16 with { A = point } }] });
        yield return (statement, proof with { Chunks = [chunk with { Groth16 = chunk.Groth16 with { C = point } }] });
    }
}
