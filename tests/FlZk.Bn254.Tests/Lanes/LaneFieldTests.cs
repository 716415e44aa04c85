using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.Lanes;

public sealed class Avx512FpTests() : LaneFieldTests(
    new LaneFieldLaws<Fp, Avx512Fp>(InstructionTier.Avx512, Fp.Modulus, Fp.FromBigInteger));

public sealed class Avx512FrTests() : LaneFieldTests(
    new LaneFieldLaws<Fr, Avx512Fr>(InstructionTier.Avx512, Fr.Modulus, Fr.FromBigInteger));

public sealed class Avx2FpTests() : LaneFieldTests(
    new LaneFieldLaws<Fp, Avx2Fp>(InstructionTier.Avx2, Fp.Modulus, Fp.FromBigInteger));

public sealed class Avx2FrTests() : LaneFieldTests(
    new LaneFieldLaws<Fr, Avx2Fr>(InstructionTier.Avx2, Fr.Modulus, Fr.FromBigInteger));

/// <summary>The laws of <see cref="LaneFieldLaws{TField, TKernels}"/> as tests of one tier's kernels of one field.</summary>
public abstract class LaneFieldTests
{
    private readonly ILaneFieldLaws _laws;

    private protected LaneFieldTests(ILaneFieldLaws laws) => _laws = laws;

    /// <summary>The bounds of two factors in units of the modulus.</summary>
    [Theory]
    [InlineData(1, 64)]
    [InlineData(2, 32)]
    [InlineData(8, 8)]
    [InlineData(1, 10)]
    [InlineData(2, 5)]
    [InlineData(1, 1)]
    public void Product_is_the_integers_product_over_R_on_every_pair_of_edges(int boundA, int boundB) =>
        _laws.CheckProductsOfEdges(boundA, boundB);

    [Theory]
    [InlineData(1, 64)]
    [InlineData(8, 8)]
    [InlineData(2, 5)]
    public void Product_is_the_integers_product_over_R_at_random(int boundA, int boundB) => _laws.CheckRandomProducts(boundA, boundB);

    [Fact]
    public void Square_is_the_integers_square_over_R() => _laws.CheckSquares();

    [Fact]
    public void Single_lanes_are_read_and_written_as_integers() => _laws.CheckSingleLanes();

    [Fact]
    public void Elements_are_loaded_as_they_are_and_stored_canonical() => _laws.CheckLoadAndStore();
}
