using System.Runtime.Intrinsics.X86;
using FlZk.Bn254.Lanes;
using FlZk.Bn254.Polynomials;

namespace FlZk.Bn254.Tests.Polynomials;

public sealed class Avx512TransformKernelTests() : TransformKernelTests(
    new TransformKernelLaws<Avx512TransformKernels>(), InstructionTiers.IsSupported(InstructionTier.Avx512));

public sealed class Avx2TransformKernelTests() : TransformKernelTests(
    new TransformKernelLaws<Avx2TransformKernels>(), InstructionTiers.IsSupported(InstructionTier.Avx2) && Fma.IsSupported);

/// <summary>The laws of <see cref="TransformKernelLaws{TKernels}"/> as tests of one tier.</summary>
public abstract class TransformKernelTests
{
    private readonly ITransformKernelLaws _laws;

    private protected TransformKernelTests(ITransformKernelLaws laws, bool supported)
    {
        Assert.SkipUnless(supported, "This machine lacks the tier's instructions.");
        _laws = laws;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_butterflies_are_the_integers_and_in_range(bool reduced) => _laws.CheckForwardButterflies(reduced);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Inverse_butterflies_are_the_integers_and_in_range(bool reduced) => _laws.CheckInverseButterflies(reduced);

    [Fact]
    public void Sums_and_differences_are_the_integers() => _laws.CheckSumsAndDifferences();

    [Fact]
    public void Products_by_constants_are_the_integers_and_in_range() => _laws.CheckScale();

    [Fact]
    public void Products_of_blocks_are_the_integers_over_R_and_in_range() => _laws.CheckProducts();

    [Fact]
    public void Canonical_forms_and_stored_elements_are_the_residues() => _laws.CheckCanonicalForms();

    [Fact]
    public void Loaded_elements_are_the_integers_in_memory() => _laws.CheckLoad();

    [Fact]
    public void Transposition_swaps_lanes_and_blocks() => _laws.CheckTranspose();
}
