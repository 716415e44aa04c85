namespace FlZk.Bn254.Polynomials;

/// <summary>
/// The factors between the transform over lanes and the transforms in lanes: expanded constants scale x_j(l) with x_j(l) = (shift root^l)^j
/// for the eight neighbours l of a group and the eight lanes j, lane by lane; and their negatives.
/// </summary>
internal sealed unsafe class LaneTwist
{
    private const int Lanes = LaneArray.Lanes;
    private readonly ExpandedConstants _constants = new(2 * Lanes * Lanes);

    public LaneTwist(Fr root, Fr shift, Fr scale)
    {
        Fr point = shift;
        for (int l = 0; l < Lanes; l++, point *= root)
        {
            Fr factor = scale;
            for (int j = 0; j < Lanes; j++, factor *= point)
            {
                ExpandedConstants.Write(factor, At(j, false) + l, Lanes);
                ExpandedConstants.Write(-factor, At(j, true) + l, Lanes);
            }
        }
    }

    /// <summary>The constants for lane j, neighbour l in lane l.</summary>
    public double* At(int j, bool negative) =>
        _constants.Start + ((j + (negative ? Lanes : 0)) * Lanes * ExpandedConstants.Length);
}
