using System.Buffers.Binary;

namespace FlZk.Bn254.Polynomials;

/// <summary>
/// Transforms between the values of a polynomial f on a subgroup of order n, or on its odd coset, and its coefficients, on blocks of eight
/// lanes.
/// </summary>
/// <remarks>
/// Let m = n / 8. Lane j holds f_j, with f(X) = sum_j X^j f_j(X^8): coefficient k of f_j is coefficient 8k + j of f. Values of f_j on the
/// subgroup of order m (or on its odd coset) are in block t for exponent t; its coefficients in block brv(k), bits reversed. Between them
/// run butterflies of whole blocks, in place and without a permutation: halves of length m/2 first towards coefficients, last towards
/// values, every pair of blocks meeting one constant. Between the f_j(x^8) and f(x) lie the factors x^j (<see cref="LaneTwist"/>) and
/// transforms of length 8 across lanes.
/// <para>
/// Blocks are in rows. Halves of a row and longer join blocks of one column: a task is eight neighbouring columns, which it takes from
/// elements to the last halves of that kind, or back. Shorter halves lie within a row: a task is a row. So all blocks pass through the
/// cache twice, or three times for a change to the coset, where the way to the coefficients and the way back meet in the rows.
/// </para>
/// <para>
/// Ranges, in multiples B of r (see <see cref="ITransformKernels"/>). Towards coefficients: elements 1, at most 7/2 after the first layer
/// across lanes, doubled by the two others to 14; 7/2 after the factors; every layer doubles the range, but those with halves of length 4^i
/// reduce it to 7/2, so it is 7 at most; the last two layers double 7/2 to 14. Towards values: layers whose halves have a length of 2^(8
/// i), the first included, begin with a reduction and give 9/2, the seven others add 7/2 each: 29 at most; 7/2 after the factors; each
/// layer across lanes doubles or adds 7/2: 28 at most.
/// </para>
/// </remarks>
/// <typeparam name="TKernels">The instruction tier.</typeparam>
internal sealed unsafe partial class LaneTransform<TKernels> : ITransform
    where TKernels : ITransformKernels
{
    private const int Lanes = LaneArray.Lanes;
    private const int BlockLength = LaneArray.BlockLength;
    private const int ConstantLength = ExpandedConstants.Length;

    // Layers with halves shorter than this are run sub-row by sub-row, in the first-level cache.
    private const int LogSubRow = 6;

    // Rows that cross lanes together: their blocks and the scratch of three polynomials stay in the first-level cache.
    private const int Batch = 4;

    // Fewer elements are transformed on the calling thread.
    private const int SmallestShared = 1 << 12;

    private readonly int _logBlocks;
    private readonly int _logRows;
    private readonly int _logColumns;
    private readonly TwiddleTable<TKernels> _twiddles;

    /// <summary>The cube, the square and the first power of the root of order 8.</summary>
    private readonly ExpandedConstants _eighthRoots = new(3);

    /// <summary>A transform of 2^logSize elements, eight blocks at least.</summary>
    public LaneTransform(int logSize, Execution execution)
    {
        _logBlocks = logSize - 3;
        _logRows = _logBlocks < 8 ? 0 : Math.Min(_logBlocks / 2, Math.Max(7, _logBlocks - 10));
        _logColumns = _logBlocks - _logRows;
        _twiddles = new TwiddleTable<TKernels>(_logBlocks, _logColumns, execution);
        Fr root = EvaluationDomain.RootOfUnity(3), power = root;
        for (int i = 2; i >= 0; i--, power *= root) ExpandedConstants.Write(power, _eighthRoots.Start + (i * ConstantLength), 1);
    }

    private int BlockCount => 1 << _logBlocks;

    private int Rows => 1 << _logRows;

    private int Columns => 1 << _logColumns;

    /// <inheritdoc/>
    public void Inverse(Span<Fr> values, bool coset, Execution execution)
    {
        LaneTwist twist = ToCoefficients(coset, 1);
        fixed (Fr* start = values)
        {
            using LaneArray blocks = new(Rows, Columns);
            var words = (nint)start;
            ForEach(Columns / Lanes, execution, group => LoadColumns((ulong*)words, blocks, group, twist, coset));
            ForEach(Rows, execution, row =>
            {
                RowToCoefficients(blocks, row, coset);
                for (int column = 0; column < Columns; column++)
                {
                    TKernels.Store(blocks.Block(row, column), 0, (ulong*)words + (4 * CoefficientIndex(row, column)), 0, 1);
                }
            });
        }
    }

    /// <inheritdoc/>
    public void Forward(Span<Fr> values, bool coset, Execution execution)
    {
        LaneTwist twist = ToValues(coset);
        fixed (Fr* start = values)
        {
            using LaneArray blocks = new(Rows, Columns);
            var words = (nint)start;
            ForEach(Rows, execution, row =>
            {
                for (int column = 0; column < Columns; column++)
                {
                    TKernels.Load((ulong*)words + (4 * CoefficientIndex(row, column)), 0, blocks.Block(row, column), 0, 1);
                }

                RowToValues(blocks, row, coset);
            });
            ForEach(Columns / Lanes, execution, group => StoreColumns(blocks, (ulong*)words, group, twist, coset));
        }
    }

    /// <inheritdoc/>
    public void MoveToCoset(Span<Fr> values, Execution execution)
    {
        LaneTwist toCoefficients = ToCoefficients(coset: false, 1), toValues = ToValues(coset: true);
        fixed (Fr* start = values)
        {
            using LaneArray blocks = new(Rows, Columns);
            var words = (nint)start;
            ForEach(Columns / Lanes, execution, group => LoadColumns((ulong*)words, blocks, group, toCoefficients, coset: false));
            ForEach(Rows, execution, row => RowToCoset(blocks, row));
            ForEach(Columns / Lanes, execution, group => StoreColumns(blocks, (ulong*)words, group, toValues, coset: true));
        }
    }

    /// <summary>The factors on the way to coefficients, which are scaled.</summary>
    private LaneTwist ToCoefficients(bool coset, ulong scale)
    {
        Fr shift = coset ? EvaluationDomain.RootOfUnity(_logBlocks + 4).Inverse() : Fr.One;
        Fr size = Fr.FromUInt64((ulong)BlockCount * Lanes);
        return new LaneTwist(EvaluationDomain.RootOfUnity(_logBlocks + 3).Inverse(), shift, Fr.FromUInt64(scale) * size.Inverse());
    }

    private LaneTwist ToValues(bool coset) => new(
        EvaluationDomain.RootOfUnity(_logBlocks + 3), coset ? EvaluationDomain.RootOfUnity(_logBlocks + 4) : Fr.One, Fr.One);

    /// <summary>Tasks on as many threads as allowed, each taking the next when it is free.</summary>
    private void ForEach(int tasks, Execution execution, Action<int> task)
    {
        execution.Cancellation.ThrowIfCancellationRequested();
        if (execution.Threads == 1 || BlockCount * Lanes <= SmallestShared)
        {
            for (int i = 0; i < tasks; i++)
            {
                execution.Cancellation.ThrowIfCancellationRequested();
                task(i);
            }

            return;
        }

        Parallel.For(0, tasks, execution.ParallelOptions, task);
    }

    /// <summary>The first of the eight coefficients in a block.</summary>
    private long CoefficientIndex(int row, int column) => (long)Lanes * ReverseBits((row << _logColumns) + column, _logBlocks);

    private static uint ReverseBits(int value, int bits)
    {
        uint v = (uint)value;
        v = ((v >> 1) & 0x55555555) | ((v & 0x55555555) << 1);
        v = ((v >> 2) & 0x33333333) | ((v & 0x33333333) << 2);
        v = ((v >> 4) & 0x0f0f0f0f) | ((v & 0x0f0f0f0f) << 4);
        return BinaryPrimitives.ReverseEndianness(v) >> (32 - bits);
    }
}
