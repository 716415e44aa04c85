using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.Lanes;

public sealed class Avx512ExtensionTests() : LaneExtensionTests(new LaneExtensionLaws<Avx512Fp>(InstructionTier.Avx512));

public sealed class Avx2ExtensionTests() : LaneExtensionTests(new LaneExtensionLaws<Avx2Fp>(InstructionTier.Avx2));

/// <summary>The laws of <see cref="LaneExtensionLaws{TKernels}"/> as tests of one tier.</summary>
public abstract class LaneExtensionTests
{
    private readonly ILaneExtensionLaws _laws;

    private protected LaneExtensionTests(ILaneExtensionLaws laws) => _laws = laws;

    /// <summary>The bounds of four factors in units of p: those of the norm and the slope, of s t, and others that reach 64.</summary>
    [Theory]
    [InlineData(2, 2, 2, 2)]
    [InlineData(2, 16, 2, 16)]
    [InlineData(32, 1, 1, 32)]
    [InlineData(5, 6, 4, 8)]
    public void Sum_of_two_products_is_the_integers_over_R(int boundA, int boundB, int boundC, int boundD) =>
        _laws.CheckProductSums(boundA, boundB, boundC, boundD);

    [Fact]
    public void Sums_and_differences_are_the_integers_and_carried() => _laws.CheckSumsAndDifferences();

    [Fact]
    public void Reduction_is_canonical_around_every_multiple_of_the_modulus() => _laws.CheckReduction();

    /// <summary>As G1 loads a point, and as G2 loads x and y.</summary>
    [Theory]
    [InlineData(0, false, true)]
    [InlineData(0, false, false)]
    [InlineData(8, true, true)]
    public void Rows_are_loaded_with_signs_differences_and_exceptions(int word, bool xSigned, bool ySigned) =>
        _laws.CheckRows(word, xSigned, ySigned);
}
