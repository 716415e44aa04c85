namespace FlZk.Bn254.Pairings;

/// <summary>Signed binary digits without two adjacent non-zero ones.</summary>
internal static class NonAdjacentForm
{
    /// <summary>The digits -1, 0, 1 of a positive integer, most significant first.</summary>
    public static sbyte[] MostSignificantFirst(UInt128 value)
    {
        var digits = new List<sbyte>();
        while (value != 0)
        {
            sbyte digit = (sbyte)((value & 1) == 0 ? 0 : 2 - (int)(value & 3));
            digits.Add(digit);
            value = (digit < 0 ? value + 1 : value - (UInt128)(uint)digit) >> 1;
        }

        digits.Reverse();
        return [.. digits];
    }
}
