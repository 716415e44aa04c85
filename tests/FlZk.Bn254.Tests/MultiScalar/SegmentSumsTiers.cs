using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.MultiScalar;

public sealed class ScalarG1SegmentSumsLaws() : SegmentSumsLaws(
    InstructionTier.Scalar, new SegmentSumsCheck<Fp>(InstructionTier.Scalar, G1Affine.Generator.Point));

public sealed class Avx2G1SegmentSumsLaws() : SegmentSumsLaws(
    InstructionTier.Avx2, new SegmentSumsCheck<Fp>(InstructionTier.Avx2, G1Affine.Generator.Point));

public sealed class Avx512G1SegmentSumsLaws() : SegmentSumsLaws(
    InstructionTier.Avx512, new SegmentSumsCheck<Fp>(InstructionTier.Avx512, G1Affine.Generator.Point));

public sealed class ScalarG2SegmentSumsLaws() : SegmentSumsLaws(
    InstructionTier.Scalar, new SegmentSumsCheck<Fp2>(InstructionTier.Scalar, G2Affine.Generator.Point));

public sealed class Avx2G2SegmentSumsLaws() : SegmentSumsLaws(
    InstructionTier.Avx2, new SegmentSumsCheck<Fp2>(InstructionTier.Avx2, G2Affine.Generator.Point));

public sealed class Avx512G2SegmentSumsLaws() : SegmentSumsLaws(
    InstructionTier.Avx512, new SegmentSumsCheck<Fp2>(InstructionTier.Avx512, G2Affine.Generator.Point));
