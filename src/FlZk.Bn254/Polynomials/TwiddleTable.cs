using System.Runtime.CompilerServices;

namespace FlZk.Bn254.Polynomials;

/// <summary>The roots of unity that butterflies multiply by, expanded: w_e = w^e for e = 0..n, w of order 2n.</summary>
/// <remarks>
/// The butterflies that join halves of length h need the powers of the root of order 4h: the even ones on the subgroup, the odd ones on the
/// odd coset. All are among the w_e, at a distance of n / 2h; those for short halves are kept once more without gaps, since they are used
/// again and again. Inverse powers are w^-e = -w_(n - e).
/// </remarks>
/// <typeparam name="TKernels">The instruction tier.</typeparam>
internal sealed unsafe class TwiddleTable<TKernels>
    where TKernels : ITransformKernels
{
    // Constants made from one power by multiplication: enough to pay for it.
    private const int Chunk = 512;

    private readonly int _logSize;
    private readonly int _logCompact;
    private readonly ExpandedConstants _powers;
    private readonly ExpandedConstants _compact;

    /// <param name="logSize">n, at least 8.</param>
    /// <param name="logCompact">Halves shorter than 2^logCompact are kept without gaps.</param>
    /// <param name="execution">Cancellation and threads.</param>
    public TwiddleTable(int logSize, int logCompact, Execution execution)
    {
        _logSize = logSize;
        _logCompact = Math.Min(logCompact, logSize - 1);
        long size = 1L << logSize;
        _powers = new ExpandedConstants(size + 1);
        Fr root = EvaluationDomain.RootOfUnity(logSize + 1);
        int length = (int)Math.Min(size, Chunk);
        Parallel.For(0, size / length, execution.ParallelOptions, chunk => Fill(root, chunk * length, length));
        ExpandedConstants.Write(-Fr.One, _powers.Start + (size * ExpandedConstants.Length), 1);

        _compact = new ExpandedConstants((2L << _logCompact) + _logCompact);
        for (int log = 0; log < _logCompact; log++)
        {
            double* to = Compact(log);
            nint step = (nint)ExpandedConstants.Length << (_logSize - 1 - log);
            for (int e = 0; e <= 2 << log; e++)
            {
                new ReadOnlySpan<double>(_powers.Start + (e * step), ExpandedConstants.Length)
                    .CopyTo(new Span<double>(to + (e * ExpandedConstants.Length), ExpandedConstants.Length));
            }
        }
    }

    /// <summary>w_e.</summary>
    public double* Power(int e) => _powers.Start + ((nint)e * ExpandedConstants.Length);

    /// <summary>
    /// The constants of the butterflies for halves of length h = 2^log: the address of the first, and the distance to the next but one,
    /// which is the next of its kind. The first belongs to exponent 0, the following one to 1/2.
    /// </summary>
    public (nint First, nint Step) Forward(int log, bool coset)
    {
        (nint first, nint unit) = Level(log);
        return (first + (coset ? unit * sizeof(double) : 0), 2 * unit);
    }

    /// <summary>The same for the negated inverses.</summary>
    public (nint First, nint Step) Inverse(int log, bool coset)
    {
        (nint first, nint unit) = Level(log);
        nint last = (2 << log) - (coset ? 1 : 0);
        return (first + (last * unit * sizeof(double)), -2 * unit);
    }

    private (nint First, nint Unit) Level(int log) => log < _logCompact
        ? ((nint)Compact(log), ExpandedConstants.Length)
        : ((nint)_powers.Start, (nint)ExpandedConstants.Length << (_logSize - 1 - log));

    // Before the 2h + 1 constants for halves of length h = 2^log lie those for shorter ones.
    private double* Compact(int log) => _compact.Start + (((2 << log) - 2 + log) * ExpandedConstants.Length);

    /// <summary>Powers of the root, eight at a time: the next eight by one product, their five multiples by five.</summary>
    [SkipLocalsInit]
    private void Fill(Fr root, long first, int count)
    {
        const int Lanes = LaneArray.Lanes;
        ulong* room = stackalloc ulong[(2 * LaneArray.BlockLength) + 8];
        var power = (ulong*)(((nint)room + 63) & ~(nint)63);
        ulong* multiple = power + LaneArray.BlockLength;
        double* constants = stackalloc double[2 * ExpandedConstants.Length];
        ExpandedConstants.Write(root.Pow([Lanes]), constants, 1);
        ExpandedConstants.Write(Fr.FromUInt64(1UL << 52), constants + ExpandedConstants.Length, 1);

        // The integers themselves, not their Montgomery forms: that is what constants are made of.
        Fr next = root.Pow([(ulong)first]);
        Fr* integers = stackalloc Fr[Lanes];
        for (int lane = 0; lane < Lanes; lane++, next *= root) integers[lane] = new Fr(next.ToCanonical());
        TKernels.Load((ulong*)integers, 0, power, 0, 1);

        double* byStep = constants, byShift = constants + ExpandedConstants.Length, none = null;
        for (int e = 0; e < count; e += Lanes)
        {
            new ReadOnlySpan<ulong>(power, LaneArray.BlockLength).CopyTo(new Span<ulong>(multiple, LaneArray.BlockLength));
            double* to = Power((int)(first + e));
            for (int i = 0; i < 5; i++)
            {
                TKernels.Scale(&multiple, &byShift, &none, 1);
                TKernels.Canonicalise(multiple, 1);
                for (int lane = 0; lane < Lanes; lane++)
                {
                    double* at = to + (lane * ExpandedConstants.Length) + (5 * i);
                    for (int limb = 0; limb < 5; limb++) at[limb] = multiple[(Lanes * limb) + lane];
                }
            }

            TKernels.Scale(&power, &byStep, &none, 1);
        }
    }
}
