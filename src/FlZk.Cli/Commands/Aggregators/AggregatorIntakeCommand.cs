using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Deliveries;
using FlZk.Platform.Files;

namespace FlZk.Cli.Commands.Aggregators;

/// <summary><c>flzk aggregator intake</c>: checks deliveries and signs receipts.</summary>
internal sealed class AggregatorIntakeCommand : ExchangeCommand
{
    private readonly Option<ulong> _job = ValueOptions.Job();
    private readonly Option<int?> _round = ValueOptions.Round("The round. Default: the latest.");
    private readonly Option<string> _deliveries = new("--deliveries")
    {
        Description = "Directory of the packages that providers delivered (*.json).",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<string> _receipts = new("--receipts")
    {
        Description = "Directory that receives a receipt for each update in order: 0x....receipt.json, to hand to its provider.",
        HelpName = "DIR",
        Required = true,
    };
    private readonly AggregatorOptions _options = new();

    public AggregatorIntakeCommand()
        : base(
            Access.Sends,
            "intake",
            "Check what providers delivered and sign receipts. A bad delivery gets none, and costs nobody else anything. Sends nothing.",
            "flzk aggregator intake --job 1 --deliveries in/ --receipts out/ --keys keys/ --journal journal/ --book exchange.json "
            + "--key-file aggregator.key")
    {
        AddAll(_job, _round, _deliveries, _receipts);
        _options.AddTo(this);
    }

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        ulong job = session.Parsed.GetRequiredValue(_job);
        int round = await AggregatorOptions.RoundAsync(
            session, job, session.Parsed.GetValue(_round), cancellation).ConfigureAwait(false);
        string folder = session.Parsed.GetRequiredValue(_deliveries);
        var packages = new List<DeliveryPackage>();
        var unread = new List<RefusedDelivery>();
        foreach (string file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                packages.Add(DeliveryPackage.Read(file));
            }
            catch (FileFormatException malformed)
            {
                unread.Add(new RefusedDelivery(file, malformed.Reason));
            }
        }

        if (packages.Count == 0 && unread.Count == 0)
            throw new FileFormatException(folder, "there is no delivery (*.json) in this directory.");
        IntakeResult intake = await _options.WithAggregatorAsync(
            session, aggregator => aggregator.AcceptAsync(job, round, packages, session.Output.Progress, cancellation), cancellation)
            .ConfigureAwait(false);
        string receipts = session.Parsed.GetRequiredValue(_receipts);
        var written = new List<string>();
        foreach (ContributionReceipt receipt in intake.Receipts)
        {
            written.Add(Path.Combine(receipts, $"{receipt.Provider}.receipt.json"));
            receipt.Write(written[^1]);
        }

        RefusedDelivery[] refused = [.. unread, .. intake.Refusals.Select(r => new RefusedDelivery(r.Provider.ToString(), r.Reason))];
        foreach (RefusedDelivery refusal in refused) session.Output.Note($"refused {refusal.From}: {refusal.Reason}");
        session.Done(
            $"Round {round} of job {job}: {written.Count} receipt(s) in {receipts}, {refused.Length} delivery(s) refused.",
            new { job, round, receipts = written, refused });
        return refused.Length == 0 ? ExitCode.Ok : ExitCode.NegativeVerdict;
    }
}
