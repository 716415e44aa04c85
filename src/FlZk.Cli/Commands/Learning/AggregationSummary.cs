using System.Globalization;
using FlZk.Learning.Aggregation.Intake;
using FlZk.Learning.Aggregation.Rounds;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;
using Spectre.Console;

namespace FlZk.Cli.Commands.Learning;

/// <summary>What <c>flzk aggregate</c> says at its end; its JSON.</summary>
/// <param name="Model">The file that was written.</param>
/// <param name="Strategy">The rule.</param>
/// <param name="Updates">Updates that took part.</param>
/// <param name="Parameters">d.</param>
/// <param name="TotalWeight">Of those that took part; for rules that weigh.</param>
/// <param name="Device">Where it was computed.</param>
/// <param name="Milliseconds">Reading, checking and aggregating, all passes, without writing.</param>
/// <param name="BytesRead">Of the updates' files, each pass counted.</param>
/// <param name="BytesPerSecond">The two before, divided.</param>
/// <param name="FractionBits">Of the round's format.</param>
/// <param name="ValueBits">Of the round's format.</param>
/// <param name="Minimum">The model's least real.</param>
/// <param name="Maximum">The model's greatest real.</param>
/// <param name="Saturated">Parameters of the model that left the format in a server step.</param>
/// <param name="Values">Range and counts of all updates together.</param>
/// <param name="Files">The updates, each with its own.</param>
/// <param name="Chosen">Names of the updates that a rule chose; null when it does not choose.</param>
/// <param name="Clipped">Names of the updates that were scaled down; null when the rule does not clip.</param>
/// <param name="Refused">Updates that were left out.</param>
/// <param name="Late">Senders who did not come in time; null where updates do not come over sockets.</param>
/// <param name="Unlisted">Refusals beyond those in <paramref name="Refused"/> and <paramref name="Late"/>.</param>
internal sealed record AggregationSummary(
    string Model,
    string Strategy,
    int Updates,
    int Parameters,
    int? TotalWeight,
    string Device,
    double Milliseconds,
    long BytesRead,
    double BytesPerSecond,
    int FractionBits,
    int ValueBits,
    float Minimum,
    float Maximum,
    long Saturated,
    AggregationSummary.Counts Values,
    IReadOnlyList<AggregationSummary.UpdateFile> Files,
    IReadOnlyList<string>? Chosen,
    IReadOnlyList<string>? Clipped,
    IReadOnlyList<RefusedUpdate> Refused,
    IReadOnlyList<RefusedUpdate>? Late = null,
    long Unlisted = 0)
{
    public static AggregationSummary Of(
        string target, string strategy, string device, UpdateFiles files, RoundOutcome outcome, double bytesPerValue)
    {
        AggregationResult result = outcome.Result;
        float step = MathF.ScaleB(1f, -files.Format.FractionBits);
        QuantisationReport whole = default;
        foreach (int i in outcome.Entered) whole = whole.Merge(files.Sources[i].Report);
        long bytes = (long)(outcome.ValuesRead * bytesPerValue);
        return new AggregationSummary(
            target,
            strategy,
            outcome.Entered.Count,
            result.Model.Length,
            result.TotalWeight > 0 ? result.TotalWeight : null,
            device,
            outcome.Elapsed.TotalMilliseconds,
            bytes,
            bytes / outcome.Elapsed.TotalSeconds,
            files.Format.FractionBits,
            files.Format.ValueBits,
            result.Model.Min() * step,
            result.Model.Max() * step,
            result.Saturated,
            Counts.Of(whole),
            [.. outcome.Entered.Select(i => new UpdateFile(files.Sources[i].Name, files.Weights[i], Counts.Of(files.Sources[i].Report)))],
            Names(files, result.Chosen),
            Names(files, result.Clipped),
            Merge(files.Refused, outcome.Refused));
    }

    public static AggregationSummary Of(
        string target, string strategy, ReceivedRound round, AggregationResult result, FixedPointFormat format)
    {
        float step = MathF.ScaleB(1f, -format.FractionBits);
        QuantisationReport whole = default;
        foreach (IntakeReceipt receipt in round.Accepted) whole = whole.Merge(receipt.Report);
        long bytes = (long)round.Accepted.Count * result.Model.Length * sizeof(int);
        return new AggregationSummary(
            target,
            strategy,
            round.Accepted.Count,
            result.Model.Length,
            result.TotalWeight,
            $"CPU, from {round.Address}",
            round.Result.Elapsed.TotalMilliseconds,
            bytes,
            bytes / round.Result.Elapsed.TotalSeconds,
            format.FractionBits,
            format.ValueBits,
            result.Model.Min() * step,
            result.Model.Max() * step,
            result.Saturated,
            Counts.Of(whole),
            [.. round.Accepted.Select(receipt => new UpdateFile(receipt.Name, receipt.Weight, Counts.Of(receipt.Report)))],
            null,
            null,
            round.Refused,
            round.Late,
            round.Result.Unlisted);
    }

    /// <summary>Updates that were refused when they were opened and others that were refused when they were read, by name.</summary>
    public static RefusedUpdate[] Merge(IEnumerable<RefusedUpdate> opened, IEnumerable<RoundRefusal> read) =>
    [
        .. opened.Concat(read.Select(refusal => new RefusedUpdate(refusal.Name, refusal.Reason)))
            .OrderBy(refused => refused.Name, StringComparer.Ordinal),
    ];

    public void Print(IAnsiConsole console)
    {
        Line($"{Model}: {Strategy} of {Updates} updates of {Parameters:N0} parameters"
            + (TotalWeight is { } weight ? string.Create(CultureInfo.InvariantCulture, $", total weight {weight:N0}") : "")
            + string.Create(
                CultureInfo.InvariantCulture,
                $", {Milliseconds:F1} ms on {Device} ({BytesPerSecond / 1e9:F2} GB/s), values in [{Minimum:G6}, {Maximum:G6}]"));
        Line(string.Create(
            CultureInfo.InvariantCulture,
            $"updates: values in [{Values.Minimum:G6}, {Values.Maximum:G6}], {Values.Saturated:N0} saturated, "
                + $"{Values.NonFinite:N0} not finite"));
        foreach (UpdateFile file in Files.Where(file => file.Values.Saturated > 0))
        {
            Line(string.Create(
                CultureInfo.InvariantCulture,
                $"  {file.Name}: {file.Values.Saturated:N0} saturated, values in [{file.Values.Minimum:G6}, {file.Values.Maximum:G6}]"));
        }

        if (Saturated > 0) Line(string.Create(CultureInfo.InvariantCulture, $"server step: {Saturated:N0} parameters saturated"));
        if (Chosen is not null) Line($"chosen: {string.Join(", ", Chosen)}");
        if (Clipped is not null) Line(Clipped.Count == 0 ? "clipped: none" : $"clipped: {string.Join(", ", Clipped)}");
        if (Late is not null) Line($"accepted: {string.Join(", ", Files.Select(file => file.Name))}");
        foreach (RefusedUpdate refused in Refused) Line($"refused: {refused.Name}: {refused.Reason}");
        foreach (RefusedUpdate late in Late ?? []) Line($"late: {late.Name}: {late.Reason}");
        if (Unlisted > 0) Line(string.Create(CultureInfo.InvariantCulture, $"refused besides: {Unlisted:N0} connections"));

        // Names are others' and no markup.
        void Line(string text) => console.WriteLine(ForeignText.Printable(text));
    }

    private static string[]? Names(UpdateFiles files, IReadOnlyList<int>? positions) =>
        positions is null ? null : [.. positions.Select(i => files.Sources[i].Name)];

    /// <summary>What an update's values were.</summary>
    /// <param name="Minimum">The least finite real.</param>
    /// <param name="Maximum">The greatest finite real.</param>
    /// <param name="Saturated">Values beyond the format.</param>
    /// <param name="NonFinite">NaN and infinities.</param>
    internal sealed record Counts(float Minimum, float Maximum, long Saturated, long NonFinite)
    {
        public static Counts Of(QuantisationReport report) => new(report.Minimum, report.Maximum, report.Clamped, report.NonFinite);
    }

    /// <summary>One update.</summary>
    /// <param name="Name">Its file's name.</param>
    /// <param name="Weight">Its weight.</param>
    /// <param name="Values">What its values were.</param>
    internal sealed record UpdateFile(string Name, long Weight, Counts Values);
}
