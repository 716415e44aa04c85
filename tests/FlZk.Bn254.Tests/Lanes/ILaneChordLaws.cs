namespace FlZk.Bn254.Tests.Lanes;

/// <summary>What the kernels of affine addition are held to.</summary>
internal interface ILaneChordLaws
{
    /// <summary>The end of x3 for every multiple of p that its sum can be, and its neighbours.</summary>
    void CheckX();

    /// <summary>The end of y3, likewise, and its way to memory.</summary>
    void CheckY();
}
