using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using FlZk.Bn254.Curves;
using FlZk.Bn254.Fields;
using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.MultiScalar;

/// <summary>
/// Multi-scalar multiplication by Pippenger's bucket method ("On the evaluation of powers and related problems", FOCS 1976) with signed
/// windows and batch-affine buckets. Work is cut into independent tasks, for some windows or units and a run of terms each, and every
/// thread takes the next one when it is done.
/// </summary>
/// <typeparam name="TPoint">The public point type, laid out as <see cref="AffinePoint{TField}"/>.</typeparam>
/// <typeparam name="TField">Its coordinate field.</typeparam>
internal sealed unsafe class Pippenger<TPoint, TField>
    where TPoint : unmanaged
    where TField : unmanaged, IField<TField>
{
    /// <summary>Runs of scalars whose units are one task.</summary>
    private const int UnitRunsPerTask = 16;

    /// <summary>Workers that wait for the next sum, by tier: their memory is used again.</summary>
    private static readonly ConcurrentDictionary<InstructionTier, ConcurrentBag<BucketSums<TField>>> Idle = new();

    private readonly ulong _origin;
    private readonly uint[][] _units;
    private readonly List<WindowTask> _tasks = [];
    private readonly ConcurrentBag<BucketSums<TField>> _idle;
    private readonly InstructionTier _tier;
    private readonly Execution _execution;
    private readonly List<(int Power, AffinePoint<TField> Point)> _found = [];
    private readonly WorkMeter _meter;
    private readonly int _unitTasks;
    private int _next = -1;

    private Pippenger(ulong address, int count, PreparedScalars scalars, int start, InstructionTier tier, Execution execution)
    {
        _origin = address - ((ulong)start * (ulong)sizeof(TPoint));
        _tier = tier;
        _execution = execution;
        _idle = Idle.GetOrAdd(tier, _ => []);
        int firstRun = start / ScalarRun.Length;
        int runs = count == 0 ? 0 : ((start + count - 1) / ScalarRun.Length) + 1 - firstRun;
        _units = new uint[runs][];
        var shorts = new TermSlice[runs];
        var longs = new TermSlice[runs];
        ForEach(runs, r =>
        {
            ScalarRun run = scalars.Runs[firstRun + r];
            int from = TermBlock.Find(run.Units, start), to = TermBlock.Find(run.Units, start + count);
            _units[r] = from == 0 && to == run.Units.Length ? run.Units : run.Units[from..to];
            shorts[r] = Finite(TermSlice.Within(run.Short, start, start + count));
            longs[r] = Finite(TermSlice.Within(run.Long, start, start + count));
        });

        AddTasks([.. longs.Where(slice => slice.Count != 0)]);
        AddTasks([.. shorts.Where(slice => slice.Count != 0)]);
        _unitTasks = (runs + UnitRunsPerTask - 1) / UnitRunsPerTask;
        _meter = new WorkMeter(execution.Progress, _tasks.Sum(task => task.Digits) + _units.Sum(units => (long)units.Length));
    }

    /// <summary>sum_i scalars[start + i] points[i].</summary>
    public static JacobianPoint<TField> Compute(
        ReadOnlyMemory<TPoint> points, PreparedScalars scalars, int start, InstructionTier tier, Execution execution)
    {
        execution.Cancellation.ThrowIfCancellationRequested();
        using MemoryHandle pin = points.Pin();
        return new Pippenger<TPoint, TField>((ulong)pin.Pointer, points.Length, scalars, start, tier, execution).Run();
    }

    private JacobianPoint<TField> Run()
    {
        ForEach(Math.Min(_execution.Threads, Math.Max(1, _tasks.Count + _unitTasks)), _ =>
        {
            BucketSums<TField> worker = Rent();
            Work(worker);
            lock (_found) _found.AddRange(worker.Found);
            Return(worker);
        });

        BucketSums<TField> last = Rent();
        JacobianPoint<TField> sum = last.Combine(_found, _execution.Cancellation);
        Return(last);
        _meter.Finish();
        return sum;
    }

    /// <summary>One task after the other until none is left.</summary>
    private void Work(BucketSums<TField> worker)
    {
        CancellationToken cancellation = _execution.Cancellation;
        while (true)
        {
            int next = Interlocked.Increment(ref _next);
            if (next < _tasks.Count)
            {
                WindowTask task = _tasks[next];
                worker.AddWindows(_origin, task.Terms.Span, task.Windows.Span, _meter, cancellation);
                continue;
            }

            next -= _tasks.Count;
            if (next >= _unitTasks) break;
            for (int r = next * UnitRunsPerTask; r < Math.Min(_units.Length, (next + 1) * UnitRunsPerTask); r++)
            {
                worker.AddUnits(_origin, _units[r], cancellation);
                _meter.Advance(_units[r].Length);
            }
        }

        worker.FinishUnits(cancellation);
    }

    /// <summary>The terms whose points are finite: where there is another, the rest are copied.</summary>
    private TermSlice Finite(TermSlice slice)
    {
        ReadOnlySpan<uint> terms = slice.Block.Terms.AsSpan(slice.From, slice.Count);
        var point = (AffinePoint<TField>*)_origin;
        int finite = 0;
        while (finite < terms.Length && !point[terms[finite] & ~TermBlock.Negative].IsInfinity) finite++;
        if (finite == terms.Length) return slice;
        var places = new List<int>(terms.Length);
        for (int i = 0; i < terms.Length; i++)
        {
            if (!point[terms[i] & ~TermBlock.Negative].IsInfinity) places.Add(slice.From + i);
        }

        TermBlock block = slice.Block.Select(CollectionsMarshal.AsSpan(places));
        return new TermSlice(block, 0, places.Count);
    }

    private void AddTasks(TermSlice[] slices)
    {
        int count = 0, maximumBits = 0;
        double totalBits = 0;
        foreach (TermSlice slice in slices)
        {
            count += slice.Count;
            maximumBits = Math.Max(maximumBits, slice.Block.MaximumBits);
            totalBits += (double)slice.Block.TotalBits * slice.Count / slice.Block.Terms.Length;
        }

        if (count == 0) return;
        int threads = _execution.Threads;
        WindowPlan plan = WindowPlan.For(count, maximumBits, (long)totalBits, threads);
        int groups = (plan.Windows.Length + plan.WindowsPerTask - 1) / plan.WindowsPerTask;

        // Whole tasks first; those that do not go round are shared by threads, as long as runs are long enough to be worth it.
        int shared = groups < threads ? groups : groups % threads;
        int parts = shared == 0 ? 1 : Math.Clamp((threads + shared - 1) / shared, 1, Math.Max(1, count >> 13));
        for (int group = 0; group < groups; group++)
        {
            int first = group * plan.WindowsPerTask;
            ReadOnlyMemory<Window> windows =
                plan.Windows.AsMemory(first, Math.Min(plan.WindowsPerTask, plan.Windows.Length - first));
            int wanted = group < groups - shared ? 1 : Math.Min(parts, slices.Length);
            for (int part = 0; part < wanted; part++)
            {
                int from = (int)((long)slices.Length * part / wanted), to = (int)((long)slices.Length * (part + 1) / wanted);
                _tasks.Add(new WindowTask(slices.AsMemory(from, to - from), windows));
            }
        }
    }

    private void ForEach(int count, Action<int> body)
    {
        if (count > 1 && _execution.Threads > 1)
        {
            Parallel.For(0, count, _execution.ParallelOptions, body);
            return;
        }

        for (int i = 0; i < count; i++) body(i);
    }

    private BucketSums<TField> Rent() => _idle.TryTake(out BucketSums<TField>? worker) ? worker : new BucketSums<TField>(_tier);

    private void Return(BucketSums<TField> worker)
    {
        worker.Found.Clear();
        _idle.Add(worker);
    }

    /// <summary>Some windows of some terms.</summary>
    private readonly record struct WindowTask(ReadOnlyMemory<TermSlice> Terms, ReadOnlyMemory<Window> Windows)
    {
        public long Digits
        {
            get
            {
                long count = 0;
                foreach (TermSlice slice in Terms.Span) count += slice.Count;
                return count * Windows.Length;
            }
        }
    }
}
