using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests.Polynomials;

public sealed class ScalarEvaluationDomainLaws() : EvaluationDomainLaws(InstructionTier.Scalar);

public sealed class Avx2EvaluationDomainLaws() : EvaluationDomainLaws(InstructionTier.Avx2);

public sealed class Avx512EvaluationDomainLaws() : EvaluationDomainLaws(InstructionTier.Avx512);
