namespace FlZk.Bn254.Tests.Lanes;

/// <summary>What the kernels that the quadratic extension needs are held to, and the loads of rows of points.</summary>
internal interface ILaneExtensionLaws
{
    /// <summary>Sums of two products of edges below the given multiples of p.</summary>
    void CheckProductSums(int boundA, int boundB, int boundC, int boundD);

    /// <summary>Sums and differences of edges, carried.</summary>
    void CheckSumsAndDifferences();

    /// <summary>Around every multiple of p up to 64.</summary>
    void CheckReduction();

    /// <summary>Rows of canonical edges, with every sign, from memory that is not aligned to words.</summary>
    void CheckRows(int word, bool xSigned, bool ySigned);
}
