using FlZk.Bn254;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.Linking;

public sealed class LinkRelationTests
{
    private static readonly LinkedFixture Keys = new(20);

    [Fact]
    public void Every_column_but_the_masks_touches_two_rows()
    {
        for (int c = 0; c < Keys.Shape.ColumnCount; c++)
            Assert.Equal(c >= Keys.Shape.MaskColumn(0), Keys.Relation.Column(c).SecondRow < 0);
    }

    [Fact]
    public void The_rows_of_a_rounds_values_are_its_commitments_and_Ds()
    {
        Round round = Keys.Round();
        HandProof honest = Keys.Prove(round);
        Fr[] values = [
            .. round.Sums.Select(Fr.FromInt64), .. round.WideModel.Select(Fr.FromInt64), round.SumBlinding, round.ModelBlinding,
            .. honest.Masks];
        Assert.Equal(
            [round.SumCommitment.Point, round.ModelCommitment.Point, .. honest.Proof.Chunks.Select(chunk => chunk.Commitment)],
            Keys.Relation.Rows(values));
        Assert.Equal(honest.Proof.Link, Forgeries.LinkFromSecrets(Keys.Trapdoor.Rows, honest.Statement, honest.Proof.Chunks));
    }

    [Fact]
    public void Joint_multiplication_is_the_sum_of_both_multiples()
    {
        G1Affine p = G1Affine.Generator * Fr.FromInt64(77), q = PedersenGenerators.ValueGenerator(3);
        Fr[] edges = [Fr.Zero, Fr.One, -Fr.One, Fr.FromInt64(2), Fr.FromInt64(-2), Fr.FromUInt64(ulong.MaxValue), Fr.Random(), Fr.Random()];
        foreach (Fr a in edges)
        {
            foreach (Fr b in edges)
            {
                Assert.Equal((p * a) + (q * b), new JointMultiplication(a, b).Multiply(p, q).ToAffine());
                Assert.Equal((p * a) + (p * b), new JointMultiplication(a, b).Multiply(p, p).ToAffine());
            }
        }
    }

    [Theory]
    [InlineData(1, 16, 1)]
    [InlineData(16, 16, 1)]
    [InlineData(17, 16, 2)]
    [InlineData(48, 16, 3)]
    public void Chunks_are_as_many_as_it_takes(int d, int k, int chunks)
    {
        var shape = new LinkShape(d, k);
        Assert.Equal(chunks, shape.Chunks);
        Assert.Equal(d, Enumerable.Range(0, chunks).Sum(shape.ParametersOf));
        Assert.Equal(shape.ColumnCount, shape.MaskColumn(chunks));
    }

    [Fact]
    public void Linked_keys_survive_JSON_and_contradictions_are_refused()
    {
        string json = Keys.Key.ToJson();
        LinkedVerificationKey read = LinkedVerificationKey.ParseJson(System.Text.Encoding.UTF8.GetBytes(json));
        Assert.Equal((Keys.Key.KeyId, Keys.Key.Origin), (read.KeyId, read.Origin));
        Assert.Equal(Keys.Key.ToBlob(), read.ToBlob());
        foreach ((string from, string to) in ((string, string)[])[
            ("\"parameters\": 20", "\"parameters\": 21"),
            ("\"origin\": \"development\"", "\"origin\": \"unknown\""),
            (Keys.Key.KeyId.ToString(), KeccakHash.Of([]).ToString()),
            ("\"chunks\": 2", "\"chunks\": 2, \"extra\": 1"),
            ("flzk/linked-key/1", "flzk/linked-key/2"),
            ("\"chunks\": 2,", "\"chunks\": 2, \"chunks\": 2,")])
        {
            Assert.Contains(from, json, StringComparison.Ordinal);
            byte[] changed = System.Text.Encoding.UTF8.GetBytes(json.Replace(from, to, StringComparison.Ordinal));
            Assert.Throws<FlZk.Platform.Files.FileFormatException>(() => LinkedVerificationKey.ParseJson(changed));
        }
    }
}
