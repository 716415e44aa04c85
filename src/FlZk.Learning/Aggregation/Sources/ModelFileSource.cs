using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Learning.Aggregation.Sources;

/// <summary>An update in a file, read block by block as a round asks for it; reals are quantised on the way.</summary>
/// <param name="reader">The open file; closed with the source, which is named like it.</param>
/// <param name="format">The round's format.</param>
public sealed class ModelFileSource(ModelFileReader reader, FixedPointFormat format) : IReportingSource
{
    private readonly Lock _gate = new();
    private QuantisationReport _report;

    /// <inheritdoc/>
    public string Name { get; } = Path.GetFileName(reader.Path);

    /// <inheritdoc/>
    public int Length => reader.Length;

    /// <summary>The open file.</summary>
    public ModelFileReader Reader => reader;

    /// <inheritdoc/>
    /// <remarks>Rules that read an update several times read it as a whole each time: the report is of the first.</remarks>
    public QuantisationReport Report
    {
        get
        {
            lock (_gate) return _report;
        }
    }

    /// <inheritdoc/>
    public bool TryGetBlock(int start, int length, out ReadOnlySpan<int> values)
    {
        values = default;
        return false;
    }

    /// <inheritdoc/>
    public void Read(int start, Span<int> values)
    {
        QuantisationReport report;
        try
        {
            report = reader.ReadFixedPoint(start, values, format);
        }
        catch (FileFormatException refusal)
        {
            throw new UnusableUpdateException(refusal.Reason, inner: refusal);
        }
        catch (IOException failure)
        {
            throw new UnusableUpdateException($"{failure.Message}", inner: failure);
        }

        lock (_gate)
        {
            if (_report.Count + report.Count <= Length) _report = _report.Merge(report);
        }

        if (report.FirstNonFinite is { } at)
        {
            throw new UnusableUpdateException(
                $"{reader.Describe((int)at)} is {(float.IsNaN(report.FirstNonFiniteValue) ? "NaN" : "infinite")}: only finite numbers can "
                + $"be quantised.",
                (int)at);
        }
    }

    /// <inheritdoc/>
    public void RestartReport()
    {
        lock (_gate) _report = default;
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();
}
