using BenchmarkDotNet.Attributes;
using FlZk.Bench.Roofline;
using FlZk.Learning.Quantisation;

namespace FlZk.Bench.Learning;

/// <summary>Reals to fixed point with the report of their range, and back.</summary>
public class QuantisationBenchmarks : IRooflineSuite
{
    private float[] _singles = null!;
    private Half[] _halves = null!;
    private ushort[] _brainFloats = null!;
    private int[] _integers = null!;

    [Params(1 << 16, 1 << 20, 1 << 24)]
    public int Parameters { get; set; }

    /// <summary>Values of a trained model's size: normal, with deviation one; none of them saturates.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _singles = new float[Parameters];
        _halves = new Half[Parameters];
        _brainFloats = new ushort[Parameters];
        _integers = new int[Parameters];
        var random = new Random(1);
        for (int i = 0; i < Parameters; i++)
        {
            float value = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            _singles[i] = value;
            _halves[i] = (Half)value;
            _brainFloats[i] = (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
        }

        // What has never been written is one page of zeros to the system, however long it is: reading it would be reading the cache.
        FixedPointFormat.Default.Quantise(_singles, _integers);
    }

    [Benchmark(Baseline = true)]
    public QuantisationReport FromFloat32() => FixedPointFormat.Default.Quantise(_singles, _integers);

    [Benchmark]
    public QuantisationReport FromFloat16() => FixedPointFormat.Default.Quantise(_halves, _integers);

    [Benchmark]
    public QuantisationReport FromBFloat16() => FixedPointFormat.Default.QuantiseBrainFloats(_brainFloats, _integers);

    [Benchmark]
    public void ToFloat32() => FixedPointFormat.Default.Dequantise(_integers, _singles);

    [Benchmark]
    public void ToFloat16() => FixedPointFormat.Default.Dequantise(_integers, _halves);

    [Benchmark]
    public void ToBFloat16() => FixedPointFormat.Default.DequantiseToBrainFloats(_integers, _brainFloats);

    /// <summary>One real or integer read and one written for each parameter.</summary>
    OperationWork? IRooflineSuite.WorkOf(string method)
    {
        double real = method.EndsWith("16", StringComparison.Ordinal) ? sizeof(ushort) : sizeof(float), integer = sizeof(int);
        bool quantises = method.StartsWith("From", StringComparison.Ordinal);
        return new OperationWork((quantises ? real : integer) * Parameters, (quantises ? integer : real) * Parameters);
    }
}
