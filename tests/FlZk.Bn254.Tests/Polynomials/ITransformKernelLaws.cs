namespace FlZk.Bn254.Tests.Polynomials;

/// <summary>What every tier's kernels of transforms are held to, on columns and values at the ends of their ranges.</summary>
internal interface ITransformKernelLaws
{
    void CheckForwardButterflies(bool reduced);

    void CheckInverseButterflies(bool reduced);

    void CheckSumsAndDifferences();

    void CheckScale();

    void CheckProducts();

    void CheckCanonicalForms();

    void CheckLoad();

    void CheckTranspose();
}
