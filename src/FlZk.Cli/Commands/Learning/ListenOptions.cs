using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using FlZk.Cli.Hosting;
using FlZk.Learning.Aggregation.Intake;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Cli.Commands.Learning;

/// <summary><c>--listen</c>, <c>--expect</c> and <c>--deadline</c>: a round whose updates come over sockets.</summary>
internal sealed class ListenOptions
{
    private const int MostSeconds = 30 * 24 * 60 * 60;

    private readonly Option<string?> _listen = new("--listen")
    {
        Description = "Instead of --updates: take updates that 'flzk send' brings to this address (a port alone: of this machine only). "
            + "Names are not authenticated and nothing is encrypted here: between organisations deliver through the exchange.",
        HelpName = HostAndPort.HelpName,
    };

    private readonly Option<int?> _expect = new("--expect")
    {
        Description = "With --listen: end the round as soon as N updates have been accepted, and take no more; at most as many as "
            + "--weights names, and all of them when not given. With neither the round lasts until its deadline.",
        HelpName = "N",
    };

    private readonly Option<int> _deadline = new("--deadline")
    {
        Description = "With --listen: how long the round stays open at most, in seconds.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 300,
    };

    public ListenOptions()
    {
        RequireWhole(_deadline, "give whole seconds", MostSeconds);
        RequireWhole(_expect, "give a whole number", (1 << FedAvg.WeightBits) - 1);
    }

    /// <summary>Adds the options, and says which others they go with.</summary>
    public void AddTo(Command command, Option updates, StrategyOptions strategy, params IReadOnlyList<Option> ofFolders)
    {
        command.Add(_listen);
        command.Add(_expect);
        command.Add(_deadline);
        command.Validators.Add(result =>
        {
            bool listens = result.GetResult(_listen) is not null;
            if (listens == result.GetResult(updates) is not null)
            {
                result.AddError($"updates come either from a folder ({updates.Name} DIR) or from a socket (--listen {_listen.HelpName}).");
                return;
            }

            if (!listens)
            {
                foreach (Option option in (Option[])[_expect, _deadline])
                {
                    if (result.GetResult(option) is { Implicit: false }) result.AddError($"{option.Name} belongs to {_listen.Name}.");
                }

                return;
            }

            if (strategy.NameIn(result) is { } rule && !StrategyOptions.AddsUp(rule))
            {
                result.AddError(
                    $"--listen adds updates up as they come, for fedavg, fedavgm and fedadam; {rule} needs all of them at once: collect "
                    + $"them in a folder and use {updates.Name}.");
            }
            else if (result.GetResult(strategy.GlobalModel) is null)
            {
                result.AddError("--listen needs --global-model FILE: a model whose tensors the updates must have.");
            }

            foreach (Option option in ofFolders.Where(option => result.GetResult(option) is { Implicit: false }))
            {
                result.AddError($"{option.Name} belongs to {updates.Name}.");
            }
        });
    }

    /// <summary>Whether updates come over sockets.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_listen) is not null;

    /// <summary>Takes a round's updates.</summary>
    /// <param name="parsed">The options' values.</param>
    /// <param name="layout">The model's tensors.</param>
    /// <param name="format">The round's format.</param>
    /// <param name="weightsFile">Who may send; anybody with weight 1 when null.</param>
    /// <param name="output">Told who was accepted and who was not, as they come.</param>
    /// <param name="cancellation">Gives the round up.</param>
    /// <exception cref="FileFormatException">The weights are no round's, or no update was accepted.</exception>
    /// <exception cref="IOException">The address cannot be listened on.</exception>
    public async Task<ReceivedRound> ReceiveAsync(
        ParseResult parsed,
        TensorLayout layout,
        FixedPointFormat format,
        string? weightsFile,
        CommandOutput output,
        CancellationToken cancellation)
    {
        IPEndPoint wished = HostAndPort.ParseOwn(_listen.Name, parsed.GetValue(_listen)!);
        IReadOnlyList<KeyValuePair<string, long>>? weights = weightsFile is null ? null : WeightsFile.Read(weightsFile);
        int? expected = parsed.GetValue(_expect);
        if (expected > weights?.Count)
        {
            throw new UsageException($"{_expect.Name} {expected}: {weightsFile} names {weights.Count}, and nobody else can take part.");
        }

        int seconds = parsed.GetValue(_deadline);
        using UpdateListener listener = Open();
        output.Note(string.Create(CultureInfo.InvariantCulture, $"listening on {listener.Address} for {seconds} s{Ending()}"));
        if (!IPAddress.IsLoopback(listener.Address.Address))
        {
            output.Note("other machines can reach this address: names are not authenticated, and nothing is encrypted");
        }

        ListeningResult result = await listener.RunAsync(TimeSpan.FromSeconds(seconds), new Teller(output), cancellation)
            .ConfigureAwait(false);
        var round = new ReceivedRound(listener.Address, result, weights);
        if (result.Average is not null) return round;
        IEnumerable<string> reasons = round.Refused.Concat(round.Late)
            .Select(refused => "\n  " + ForeignText.Printable($"{refused.Name}: {refused.Reason}"));
        throw new FileFormatException(
            $"{listener.Address}", $"no update was accepted within {seconds} s{(reasons.Any() ? ":" + string.Concat(reasons) : ".")}");

        string Ending() => (expected ?? weights?.Count) is { } whole
            ? string.Create(CultureInfo.InvariantCulture, $", or until {whole} updates are accepted")
            : "";

        UpdateListener Open()
        {
            try
            {
                return new UpdateListener(wished, layout, format, weights, limits: null, expected);
            }
            catch (ArgumentException wrong) when (weightsFile is not null && wrong.ParamName == "weights")
            {
                throw new FileFormatException(weightsFile, UsageException.From(wrong).Message, inner: wrong);
            }
            catch (ArgumentException wrong)
            {
                throw UsageException.From(wrong);
            }
        }
    }

    private static void RequireWhole(Option option, string what, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ } token]
            && !(int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number > 0
                && number <= most))
        {
            result.AddError($"{option.Name} {token.Value}: {what} from 1 to {most}.");
        }
    });

    private sealed class Teller(CommandOutput output) : IProgress<IntakeReceipt>
    {
        public void Report(IntakeReceipt value) =>
            output.Note(ForeignText.Printable(
                value.IsAccepted ? $"accepted: {value.Name}"
                : $"{(value.IsLate ? "late" : "refused")}: {value.Name}: {value.Refusal}"));
    }
}
