using FlZk.Learning.Quantisation;

namespace FlZk.Learning.Aggregation.Sources;

/// <summary>A source that counts what becomes of its values while they are read.</summary>
public interface IReportingSource : IUpdateSource
{
    /// <summary>Range, saturated and non-finite values of the first pass over the update, as far as it has come; later passes do not
    /// count again.</summary>
    QuantisationReport Report { get; }

    /// <summary>Forgets what was counted, before the update is read again from its beginning.</summary>
    void RestartReport();
}
