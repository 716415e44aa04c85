using FlZk.Bench.Report.Pieces;
using FlZk.Bench.Report.Rendering;
using FlZk.Platform;

namespace FlZk.Bench.Report;

/// <summary>One report: what is measured for it, and how it is rendered.</summary>
/// <param name="Name">What <c>report</c> takes, and its files' name.</param>
/// <param name="Pieces">What is measured, in that order.</param>
/// <param name="Write">Renders results into a folder and says which file to read.</param>
internal sealed record ReportBook(string Name, IReadOnlyList<IReportPiece> Pieces, Func<Results, string, string> Write)
{
    /// <summary>The proving engine.</summary>
    public static ReportBook Groth16 { get; } =
        new("groth16", ReportPieces.All, (results, folder) => new MarkdownReport(results).Write(folder));

    /// <summary>Aggregation and quantisation.</summary>
    public static ReportBook Learning { get; } =
        new("learning", LearningPieces.All, (results, folder) => new LearningReport(results).Write(folder));

    /// <summary>Both.</summary>
    public static IReadOnlyList<ReportBook> All { get; } = [Groth16, Learning];

    /// <summary>Where reports are kept.</summary>
    public static string Folder => Path.Combine(ProjectLayout.Root, "bench", "results");

    /// <summary>Keeps every sample.</summary>
    public string ResultsFile => Path.Combine(Folder, $"{Name}.json");
}
