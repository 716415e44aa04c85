using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Polynomials;

/// <summary>An aligned, immovable array of expanded constants (see <see cref="ITransformKernels"/>).</summary>
internal sealed unsafe class ExpandedConstants
{
    /// <summary>Doubles per constant.</summary>
    public const int Length = 25;

    private const int Alignment = 64;

    private static readonly Fr TwoTo52 = Fr.FromUInt64(1UL << 52);

    // Pinned for life by where it is allocated; the field keeps it alive.
    private readonly double[] _values;

    public ExpandedConstants(long count)
    {
        _values = GC.AllocateUninitializedArray<double>(checked((int)((count * Length) + (Alignment / sizeof(double)))), pinned: true);
        fixed (double* start = _values) Start = (double*)(((nint)start + Alignment - 1) & ~(nint)(Alignment - 1));
    }

    /// <summary>The first constant.</summary>
    public double* Start { get; }

    /// <summary>Expands a constant.</summary>
    /// <param name="constant">w.</param>
    /// <param name="to">Where the first double goes.</param>
    /// <param name="step">From one double to the next.</param>
    public static void Write(Fr constant, double* to, int step)
    {
        for (int i = 0; i < 5; i++)
        {
            constant *= TwoTo52;
            Limbs t = constant.ToCanonical();
            const ulong Mask = (1UL << 52) - 1;
            to[0] = t.L0 & Mask;
            to[step] = ((t.L0 >> 52) | (t.L1 << 12)) & Mask;
            to[2 * step] = ((t.L1 >> 40) | (t.L2 << 24)) & Mask;
            to[3 * step] = ((t.L2 >> 28) | (t.L3 << 36)) & Mask;
            to[4 * step] = t.L3 >> 16;
            to += 5 * step;
        }
    }
}
