using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.MultiScalar;

public sealed class ScalarSegmentAdderLaws() : SegmentAdderLaws(InstructionTier.Scalar);

public sealed class Avx2SegmentAdderLaws() : SegmentAdderLaws(InstructionTier.Avx2);

public sealed class Avx512SegmentAdderLaws() : SegmentAdderLaws(InstructionTier.Avx512);
