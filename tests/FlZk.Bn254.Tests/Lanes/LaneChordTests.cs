using System.Numerics;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.Lanes;

public sealed class Avx512ChordTests() : LaneChordTests(new LaneChordLaws<Avx512Fp>(InstructionTier.Avx512));

public sealed class Avx2ChordTests() : LaneChordTests(new LaneChordLaws<Avx2Fp>(InstructionTier.Avx2));

/// <summary>The laws of <see cref="LaneChordLaws{TKernels}"/> as tests of one tier.</summary>
public abstract class LaneChordTests
{
    private readonly ILaneChordLaws _laws;

    private protected LaneChordTests(ILaneChordLaws laws) => _laws = laws;

    [Fact]
    public void X_of_a_chord_is_canonical_around_every_multiple_of_the_modulus() => _laws.CheckX();

    [Fact]
    public void Y_of_a_chord_is_canonical_around_every_multiple_of_the_modulus() => _laws.CheckY();
}
