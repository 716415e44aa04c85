namespace FlZk.Learning.Aggregation.Kernels;

/// <summary>One parameter's step of FedAvgM: v' = round(beta v) + 2^16 (y - x), x' = x + round(eta v' / 2^16).</summary>
/// <remarks>
/// <para>v is the velocity in units of 2^-16 of the format's; beta = b / 2^16 with 0 &lt;= b &lt; 2^16; eta = r / 2^20 with 0 &lt; r
/// &lt;= 2^21; round is to the nearest integer, halves upwards. Only 64-bit operations, so that a graphics card runs this very code.</para>
/// <para>Nothing overflows. |v| &lt;= 2^56 is kept: |y - x| &lt; 2^24, so |v'| &lt;= (1 - 2^-16) 2^56 + 1/2 + 2^40 - 2^16 &lt; 2^56.
/// Products are taken in two halves, v = 2^16 h + l with |h| &lt;= 2^40 and 0 &lt;= l &lt; 2^16, which changes nothing:
/// floor((b v + 2^15) / 2^16) = b h + floor((b l + 2^15) / 2^16), below 2^57, and floor((r v + 2^35) / 2^36) =
/// floor((r h + floor((r l + 2^35) / 2^16)) / 2^20) with r h at most 2^61.</para>
/// </remarks>
public static class MomentumStep
{
    /// <summary>The greatest |v|.</summary>
    public const long VelocityBound = 1L << 56;

    /// <summary>v'.</summary>
    /// <param name="velocity">v, at most <see cref="VelocityBound"/> in size.</param>
    /// <param name="difference">y - x, below 2^24 in size.</param>
    /// <param name="momentum">b, in units of 2^-16.</param>
    public static long Velocity(long velocity, int difference, int momentum) =>
        (momentum * (velocity >> 16)) + (((momentum * (velocity & 0xFFFF)) + (1L << 15)) >> 16) + ((long)difference << 16);

    /// <summary>round(eta v' / 2^16), at most 2^41 in size.</summary>
    /// <param name="velocity">v', at most <see cref="VelocityBound"/> in size.</param>
    /// <param name="learningRate">r, in units of 2^-20.</param>
    public static long Move(long velocity, int learningRate) =>
        ((learningRate * (velocity >> 16)) + (((learningRate * (velocity & 0xFFFF)) + (1L << 35)) >> 16)) >> 20;
}
