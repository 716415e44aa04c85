namespace FlZk.Bn254.Polynomials;

/// <summary>Transforms of one size, natural order in and out, in place.</summary>
internal interface ITransform
{
    /// <summary>Coefficients to values on the subgroup, or on the odd coset.</summary>
    void Forward(Span<Fr> values, bool coset, Execution execution);

    /// <summary>Values on the subgroup, or on the odd coset, to coefficients.</summary>
    void Inverse(Span<Fr> values, bool coset, Execution execution);

    /// <summary>Values on the subgroup to values on the odd coset.</summary>
    void MoveToCoset(Span<Fr> values, Execution execution);

    /// <summary>See <see cref="EvaluationDomain.ProductRemainderOnCoset"/>.</summary>
    void ProductRemainderOnCoset(DomainFactors factors, Span<Fr> remainder, Execution execution);
}
