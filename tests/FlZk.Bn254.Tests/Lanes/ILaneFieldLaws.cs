namespace FlZk.Bn254.Tests.Lanes;

/// <summary>What every struct of lane kernels of a prime field is held to.</summary>
internal interface ILaneFieldLaws
{
    /// <summary>Edge x edge below the given multiples of the modulus.</summary>
    void CheckProductsOfEdges(int boundA, int boundB);

    void CheckRandomProducts(int boundA, int boundB);

    void CheckSquares();

    /// <summary>Reading and writing one lane leaves the integer, reduced; each integer stands in every lane.</summary>
    void CheckSingleLanes();

    /// <summary>Elements loaded are the integers in memory; stored, they are canonical, around every multiple of q up to 64.</summary>
    void CheckLoadAndStore();
}
