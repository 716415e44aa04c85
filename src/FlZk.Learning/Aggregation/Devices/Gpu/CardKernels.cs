using ILGPU;
using ILGPU.Runtime;

namespace FlZk.Learning.Aggregation.Devices.Gpu;

/// <summary>All kernels, compiled for one card, with the shapes of their grids.</summary>
internal sealed class CardKernels
{
    // Shared memory of a group: 33 KiB hold 128 columns of 64 updates and leave room for several groups at a time.
    private const int SharedBytes = 33 << 10;

    // Below eight columns a group reads less than the 32 bytes that memory delivers at once.
    private const int FewestColumns = 8;

    // Groups for each multiprocessor, where there is work for as many.
    private const int GroupsPerProcessor = 16;

    // The most parameters whose products of at most 2^46 add up below 2^63.
    private const int MaxPiece = 1 << 16;

    // The most memory for the partial sums of inner products, beyond one piece.
    private const long PartialBytes = 16 << 20;

    private readonly Accelerator _accelerator;
    private readonly int _threads;
    private readonly int _side;

    private readonly Action<
        AcceleratorStream, KernelConfig, ArrayView<Quad>, ArrayView<int>, int, int, ArrayView<LongPair>, ArrayView<Quad>, FloorQuotient>
        _average;

    private readonly Action<
        AcceleratorStream,
        KernelConfig,
        ArrayView<Quad>,
        ArrayView<int>,
        ArrayView<int>,
        int,
        int,
        ArrayView<LongPair>,
        ArrayView<Quad>,
        FloorQuotient> _averageScaled;

    private readonly Action<
        AcceleratorStream, KernelConfig, ArrayView<int>, int, int, int, int, int, int, ArrayView<int>, FloorQuotient> _trimmedMeanShared;

    private readonly Action<
        AcceleratorStream, KernelConfig, ArrayView<int>, int, int, int, int, int, ArrayView<int>, FloorQuotient> _trimmedMeanDirect;

    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<int>, int, int, int, ArrayView<long>> _squares;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<int>, int, int, int, int, ArrayView<long>> _products;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<long>, int, int, ArrayView<long>> _totals;

    private readonly Action<
        AcceleratorStream, KernelConfig, ArrayView<int>, ArrayView<long>, int, int, ServerStepCoefficients, ArrayView<int>> _fedAvgM;

    private readonly Action<
        AcceleratorStream, KernelConfig, ArrayView<int>, ArrayView<long>, int, int, ServerStepCoefficients, ArrayView<int>> _fedAdam;

    /// <summary>Compiles them.</summary>
    public CardKernels(Accelerator accelerator)
    {
        _accelerator = accelerator;
        _threads = 1;
        while (_threads < SquaredNormsKernel.MaxThreads && 2 * _threads <= accelerator.MaxNumThreadsPerGroup) _threads *= 2;
        _side = 1;
        while (_side < InnerProductsKernel.MaxSide && 4 * _side * _side <= _threads) _side *= 2;
        _average = accelerator.LoadKernel<
            ArrayView<Quad>, ArrayView<int>, int, int, ArrayView<LongPair>, ArrayView<Quad>, FloorQuotient>(FedAvgKernel.Average);
        _averageScaled = accelerator.LoadKernel<
            ArrayView<Quad>, ArrayView<int>, ArrayView<int>, int, int, ArrayView<LongPair>, ArrayView<Quad>, FloorQuotient>(
                FedAvgKernel.AverageScaled);
        _trimmedMeanShared = accelerator.LoadKernel<
            ArrayView<int>, int, int, int, int, int, int, ArrayView<int>, FloorQuotient>(TrimmedMeanKernel.Shared);
        _trimmedMeanDirect = accelerator.LoadKernel<
            ArrayView<int>, int, int, int, int, int, ArrayView<int>, FloorQuotient>(TrimmedMeanKernel.Direct);
        _squares = accelerator.LoadKernel<ArrayView<int>, int, int, int, ArrayView<long>>(SquaredNormsKernel.Squares);
        _products = accelerator.LoadKernel<ArrayView<int>, int, int, int, int, ArrayView<long>>(InnerProductsKernel.Products);
        _totals = accelerator.LoadKernel<ArrayView<long>, int, int, ArrayView<long>>(TotalsKernel.Add);
        _fedAvgM = accelerator.LoadKernel<
            ArrayView<int>, ArrayView<long>, int, int, ServerStepCoefficients, ArrayView<int>>(ServerStepCardKernel.FedAvgM);
        _fedAdam = accelerator.LoadKernel<
            ArrayView<int>, ArrayView<long>, int, int, ServerStepCoefficients, ArrayView<int>>(ServerStepCardKernel.FedAdam);
    }

    /// <summary>FedAvg of n rows of a pitch that is a multiple of 4.</summary>
    /// <param name="stream">The order it takes its place in.</param>
    /// <param name="updates">The rows.</param>
    /// <param name="weights">w.</param>
    /// <param name="scales">k, or empty.</param>
    /// <param name="count">n.</param>
    /// <param name="pitch">The rows' length.</param>
    /// <param name="quotient">Division by W.</param>
    /// <param name="sum">Receives s, the pitch long.</param>
    /// <param name="model">Receives y, the pitch long.</param>
    public void Average(
        AcceleratorStream stream,
        ArrayView<int> updates,
        ArrayView<int> weights,
        ArrayView<int> scales,
        int count,
        int pitch,
        FloorQuotient quotient,
        ArrayView<long> sum,
        ArrayView<int> model)
    {
        int quads = pitch / 4;
        KernelConfig shape = Stride(quads);
        if (scales.Length == 0)
        {
            _average(stream, shape, Quads(updates), weights, count, quads, sum.Cast<LongPair>(), Quads(model), quotient);
        }
        else
        {
            _averageScaled(
                stream, shape, Quads(updates), weights, scales, count, quads, sum.Cast<LongPair>(), Quads(model), quotient);
        }
    }

    /// <summary>Trimmed mean of n rows.</summary>
    /// <param name="stream">The order it takes its place in.</param>
    /// <param name="updates">The rows.</param>
    /// <param name="count">n.</param>
    /// <param name="pitch">The rows' length.</param>
    /// <param name="trim">t.</param>
    /// <param name="least">The format's least value.</param>
    /// <param name="bits">The format's width.</param>
    /// <param name="model">Receives y, the pitch long.</param>
    public void TrimmedMean(
        AcceleratorStream stream, ArrayView<int> updates, int count, int pitch, int trim, int least, int bits, ArrayView<int> model)
    {
        var quotient = new FloorQuotient(count - (2 * trim));
        long affordable = Math.Min(SharedBytes, _accelerator.MaxSharedMemoryPerGroup) / sizeof(int);
        int columns = _threads;
        while (columns >= FewestColumns && SharedWords(columns) > affordable) columns /= 2;
        if (SharedWords(columns) > affordable)
        {
            _trimmedMeanDirect(stream, Stride(pitch), updates, count, pitch, trim, least, bits, model, quotient);
            return;
        }

        int groups = (int)Math.Min((pitch + columns - 1L) / columns, (long)GroupsPerProcessor * _accelerator.NumMultiprocessors);
        var shape = new KernelConfig(groups, _threads, SharedMemoryConfig.RequestDynamic<int>((int)SharedWords(columns)));
        _trimmedMeanShared(stream, shape, updates, count, pitch, columns, trim, least, bits, model, quotient);

        long SharedWords(int width) => ((long)count * width) + _threads;
    }

    /// <summary>How many totals <see cref="SquaredNorms"/> adds to: one for each update, in order.</summary>
    public static int NormTotals(int count) => count;

    /// <summary>Adds a tile's squared norms to the totals.</summary>
    /// <param name="slot">Holds the rows, the pieces' sums and the totals.</param>
    /// <param name="count">n.</param>
    /// <param name="tile">The rows' length.</param>
    public void SquaredNorms(TileSlot slot, int count, Tile tile)
    {
        long work = ((long)tile.Length * count / ((long)GroupsPerProcessor * _accelerator.NumMultiprocessors)) + 1;
        (int piece, int pieces) = Pieces(tile.Length, Math.Max(work, 4L * _threads));
        slot.Partial.Ensure((long)pieces * count);
        _squares(
            slot.Stream,
            new KernelConfig(new Index3D(count, pieces, 1), new Index3D(_threads, 1, 1)),
            slot.Values.Device,
            tile.Length,
            tile.Pitch,
            piece,
            slot.Partial.Device);
        _totals(slot.Stream, Stride(count), slot.Partial.Device, pieces, count, slot.Totals.Device);
    }

    /// <summary>How many totals <see cref="InnerProducts"/> adds to: a block of B B for each pair of blocks of updates.</summary>
    /// <exception cref="DeviceUnavailableException">There are more than a kernel's indices reach.</exception>
    public int ProductTotals(int count)
    {
        long totals = Pairs(count) * ProductBlock * ProductBlock;
        if (totals > int.MaxValue / 2)
        {
            throw new DeviceUnavailableException(
                $"inner products of {count} updates are too many for a card; use --device cpu.");
        }

        return (int)totals;
    }

    /// <summary>Where the inner product of updates i and k &lt;= i stands among the totals.</summary>
    public int ProductAt(int i, int k)
    {
        int row = i / ProductBlock;
        int pair = (row * (row + 1) / 2) + (k / ProductBlock);
        return (((pair * ProductBlock) + (i % ProductBlock)) * ProductBlock) + (k % ProductBlock);
    }

    /// <summary>Adds a tile's inner products to the totals.</summary>
    /// <param name="slot">Holds the rows, the pieces' sums and the totals.</param>
    /// <param name="count">n.</param>
    /// <param name="tile">The rows' length.</param>
    public void InnerProducts(TileSlot slot, int count, Tile tile)
    {
        int pairs = (int)Pairs(count);
        int totals = ProductTotals(count);
        long wanted = ((long)GroupsPerProcessor * _accelerator.NumMultiprocessors / pairs) + 1;
        long affordable = Math.Max(PartialBytes / (sizeof(long) * (long)totals), 1);
        (int piece, int pieces) = Pieces(tile.Length, Math.Max((tile.Length / Math.Min(wanted, affordable)) + 1, 256));
        slot.Partial.Ensure((long)pieces * totals);
        _products(
            slot.Stream,
            new KernelConfig(new Index3D(pairs, pieces, 1), new Index3D(_side, _side, 1)),
            slot.Values.Device,
            count,
            tile.Length,
            tile.Pitch,
            piece,
            slot.Partial.Device);
        _totals(slot.Stream, Stride(totals), slot.Partial.Device, pieces, totals, slot.Totals.Device);
    }

    /// <summary>A server's step.</summary>
    /// <param name="slot">Holds averages and model, the moments, and a counter of what was saturated.</param>
    /// <param name="tile">The rows' length.</param>
    /// <param name="adam">FedAdam, or else FedAvgM.</param>
    /// <param name="step">The coefficients.</param>
    public void Step(TileSlot slot, Tile tile, bool adam, ServerStepCoefficients step)
    {
        (adam ? _fedAdam : _fedAvgM)(
            slot.Stream,
            Stride(tile.Length),
            slot.Values.Device,
            slot.Sums.Device,
            tile.Length,
            tile.Pitch,
            step,
            slot.Counters.Device);
    }

    private int ProductBlock => 4 * _side;

    private static ArrayView<Quad> Quads(ArrayView<int> values) => values.Cast<Quad>();

    private static (int Piece, int Pieces) Pieces(int length, long piece)
    {
        // A grid's second dimension has room for 65,535 groups.
        int chosen = (int)Math.Clamp(piece, (length / 32768) + 1, MaxPiece);
        return (chosen, (length + chosen - 1) / chosen);
    }

    private long Pairs(int count)
    {
        long blocks = (count + ProductBlock - 1) / ProductBlock;
        return blocks * (blocks + 1) / 2;
    }

    // Threads enough for the work, or for the card: then each goes on in strides.
    private KernelConfig Stride(int work) => new(
        (int)Math.Min((work + _threads - 1L) / _threads, (long)GroupsPerProcessor * _accelerator.NumMultiprocessors), _threads);
}
