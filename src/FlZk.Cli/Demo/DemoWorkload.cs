using System.Globalization;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Training.Data;
using FlZk.Training.Federation;

namespace FlZk.Cli.Demo;

/// <summary>The learning side of a demo: data, shards, the network, and the baseline of providers who train alone.</summary>
internal sealed class DemoWorkload
{
    private readonly FederatedWorkload _workload;
    private readonly float[][] _alone;

    private DemoWorkload(FederatedWorkload workload, string description)
    {
        _workload = workload;
        Description = description;
        Layout = new TensorLayout(workload.Model.Tensors.Select(tensor => new TensorDescriptor(tensor.Name, tensor.Shape)));
        InitialModel = new int[workload.InitialParameters.Length];
        FixedPointFormat.Default.Quantise(workload.InitialParameters, InitialModel);
        _alone = [.. workload.Shards.Select(_ => Dequantise(InitialModel))];
    }

    /// <summary>What the data is, as a phrase.</summary>
    public string Description { get; }

    /// <summary>Names and shapes of the network's parameters.</summary>
    public TensorLayout Layout { get; }

    /// <summary>The parameters everybody starts from, in fixed point.</summary>
    public int[] InitialModel { get; }

    /// <summary>Reads or generates the data and deals it out.</summary>
    /// <exception cref="Platform.Files.FileFormatException">The table cannot be used; names line and column.</exception>
    /// <exception cref="Hosting.UsageException">The table is too small for so many providers.</exception>
    public static DemoWorkload Create(DemoOptions options)
    {
        TabularDataset data = options.DataFile is { } file
            ? CsvDataset.Read(file, options.LabelColumn!)
            : GeneratedDataset.Create(options.Seed);
        string name = options.DataFile is { } table ? Path.GetFileName(table) : "generated data";
        try
        {
            return new DemoWorkload(FederatedWorkload.Create(data, options.Providers, options.Seed), string.Create(
                CultureInfo.InvariantCulture, $"{name}: {data.RowCount:N0} rows, {data.FeatureCount} features, {data.ClassCount} classes"));
        }
        catch (ArgumentException tooSmall)
        {
            throw new Hosting.UsageException(tooSmall.Message);
        }
    }

    /// <summary>Trains one provider from the global model.</summary>
    public LocalTrainingResult Train(int provider, int round, ReadOnlySpan<int> model, CancellationToken cancellation) =>
        _workload.Train(provider, round, Dequantise(model), cancellation);

    /// <summary>Held-out accuracy of a model in fixed point.</summary>
    public double Accuracy(ReadOnlySpan<int> model) => _workload.Evaluate(Dequantise(model));

    /// <summary>Lets every provider train one more round alone, from where it left off, and gives the mean held-out accuracy.</summary>
    public double TrainAlone(int round, CancellationToken cancellation)
    {
        double sum = 0;
        for (int i = 0; i < _alone.Length; i++)
        {
            _alone[i] = _workload.Train(i, round, _alone[i], cancellation).Parameters;
            sum += _workload.Evaluate(_alone[i]);
        }

        return sum / _alone.Length;
    }

    private static float[] Dequantise(ReadOnlySpan<int> model)
    {
        var values = new float[model.Length];
        FixedPointFormat.Default.Dequantise(model, values);
        return values;
    }
}
