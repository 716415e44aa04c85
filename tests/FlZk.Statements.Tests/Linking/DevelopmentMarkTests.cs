using FlZk.Bn254;
using FlZk.Statements.Tests.Vectors;

namespace FlZk.Statements.Tests.Linking;

/// <summary>Development link keys are told by their elements: k_Y is a public multiple of k_S.</summary>
public sealed class DevelopmentMarkTests
{
    private static readonly LinkedFixture Unmarked = new(20);

    [Theory]
    [InlineData("one")]
    [InlineData("another")]
    public void A_development_key_of_any_seed_carries_the_mark(string seed)
    {
        LinkProvingKey key = LinkSetup.Development(Unmarked.Relation, System.Text.Encoding.UTF8.GetBytes(seed));
        ReadOnlySpan<G2Affine> rows = key.VerificationKey.Rows.Span;
        Assert.Equal(rows[FedAvgLinkRelation.SumRow] * LinkVerificationKey.DevelopmentMark, rows[FedAvgLinkRelation.ModelRow]);
        Assert.True(key.VerificationKey.IsDevelopment);
    }

    [Fact]
    public void Marking_changes_the_model_rows_secret_alone()
    {
        LinkTrapdoor before = Unmarked.Trapdoor, after = before.Marked();
        Assert.Equal(before.Rows[FedAvgLinkRelation.SumRow] * LinkVerificationKey.DevelopmentMark, after.Rows[FedAvgLinkRelation.ModelRow]);
        for (int row = 0; row < before.Rows.Length; row++)
            Assert.Equal(row != FedAvgLinkRelation.ModelRow, before.Rows[row] == after.Rows[row]);
    }

    [Fact]
    public void Other_keys_do_not_carry_it()
    {
        Assert.False(Unmarked.Link.VerificationKey.IsDevelopment);
        G2Affine[] rows = LinkSetup.Development(Unmarked.Relation, "one"u8).VerificationKey.Rows.ToArray();
        (rows[FedAvgLinkRelation.SumRow], rows[FedAvgLinkRelation.ModelRow]) =
            (rows[FedAvgLinkRelation.ModelRow], rows[FedAvgLinkRelation.SumRow]);
        Assert.False(new LinkVerificationKey(Unmarked.Shape, rows).IsDevelopment);
        rows[FedAvgLinkRelation.ModelRow] = -(rows[FedAvgLinkRelation.SumRow] * LinkVerificationKey.DevelopmentMark);
        Assert.False(new LinkVerificationKey(Unmarked.Shape, rows).IsDevelopment);
    }
}
