namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>floor((s + floor(W/2)) / W) by one multiplication, in integers alone: a card's 64-bit division is a long subroutine, and many
/// cards have few double-precision units or none.</summary>
/// <remarks>
/// <para>t = s + floor(W/2) + 2^24 W is positive and its quotient is greater by 2^24, because |s| &lt;= 2^23 W; t &lt; 2^25 W. Shifting t
/// and W left by one number of bits changes no quotient, so W' lies in [2^19, 2^20) and t' &lt; 2^25 W' &lt; 2^45.</para>
/// <para>With m = floor(2^51 / W') and h = floor(t' / 2^13), q = floor(h m / 2^38) is at most t' / W'. It falls short of it by less than
/// 2^13 / W' &lt;= 2^-6 for the bits cut off t', and by less than h / 2^38 &lt; 2^-6 for the fraction cut off m; so it is the quotient's
/// floor or one less, which the remainder decides. h m &lt;= 2^-13 t' 2^51 / W' &lt; 2^63.</para>
/// </remarks>
internal readonly struct FloorQuotient
{
    // Read by kernels, which take the structure as an argument.
    private readonly long _offset;
    private readonly long _divisor;
    private readonly ulong _multiplier;
    private readonly int _shift;

    /// <summary>Prepares the division.</summary>
    /// <param name="divisor">W, 0 &lt; W &lt; 2^20.</param>
    public FloorQuotient(int divisor)
    {
        _shift = 0;
        while (((long)divisor << _shift) < 1 << 19) _shift++;
        _divisor = (long)divisor << _shift;
        _multiplier = (1UL << 51) / (ulong)_divisor;
        _offset = (divisor / 2) + ((long)divisor << 24);
    }

    /// <summary>Divides.</summary>
    /// <param name="sum">s, at most 2^23 W in size.</param>
    public int Of(long sum)
    {
        long dividend = (sum + _offset) << _shift;
        long quotient = (long)(((ulong)(dividend >> 13) * _multiplier) >> 38);
        if (dividend - (quotient * _divisor) >= _divisor) quotient++;
        return (int)(quotient - (1L << 24));
    }
}
