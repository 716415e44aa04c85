using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.Cli.Commands.Learning;

/// <summary><c>--strategy</c> and the parameters of each rule.</summary>
internal sealed class StrategyOptions
{
    private const string DefaultStrategy = "fedavg";

    private static readonly Dictionary<string, string[]> Parameters = new(StringComparer.Ordinal)
    {
        ["fedavg"] = ["--global-model"],
        ["fedavgm"] = ["--learning-rate", "--momentum", "--state", "--global-model"],
        ["fedadam"] = ["--learning-rate", "--beta1", "--beta2", "--tau", "--state", "--global-model"],
        ["median"] = [],
        ["trimmed-mean"] = ["--trim"],
        ["krum"] = ["--byzantine"],
        ["multi-krum"] = ["--byzantine", "--select"],
        ["norm-clipping"] = ["--clip-norm"],
    };

    private static readonly Dictionary<string, string[]> Required = new(StringComparer.Ordinal)
    {
        ["fedavgm"] = ["--global-model"],
        ["fedadam"] = ["--global-model"],
        ["trimmed-mean"] = ["--trim"],
        ["krum"] = ["--byzantine"],
        ["multi-krum"] = ["--byzantine", "--select"],
        ["norm-clipping"] = ["--clip-norm"],
    };

    private readonly Option<string> _strategy = new("--strategy")
    {
        Description = "The rule: fedavg (weighted mean), fedavgm and fedadam (a server step on it), median, trimmed-mean, krum, "
            + "multi-krum, norm-clipping (FedAvg of clipped updates).",
        HelpName = "NAME",
        DefaultValueFactory = _ => DefaultStrategy,
    };

    private readonly Option<int?> _trim = Count("--trim", "T", 0, "trimmed-mean: values dropped at each end, per parameter.");
    private readonly Option<int?> _byzantine =
        Count("--byzantine", "F", 0, "krum, multi-krum: dishonest updates to withstand; needs 2F + 3 updates.");
    private readonly Option<int?> _select =
        Count("--select", "M", 1, "multi-krum: updates to average; at most the number of updates less F + 2.");
    private readonly Option<double?> _clipNorm =
        Real("--clip-norm", "B", "norm-clipping: the longest Euclidean norm of an update, in its reals.");
    private readonly Option<double?> _learningRate =
        Real("--learning-rate", "R", "fedavgm (default 1), fedadam (default 0.01): the server's step.");
    private readonly Option<double?> _momentum = Real("--momentum", "B", "fedavgm: default 0.9.");
    private readonly Option<double?> _beta1 = Real("--beta1", "B", "fedadam: default 0.9.");
    private readonly Option<double?> _beta2 = Real("--beta2", "B", "fedadam: default 0.99.");
    private readonly Option<double?> _tau = Real("--tau", "T", "fedadam: the least divisor, default 0.001.");
    private readonly Option<string?> _globalModel = new("--global-model")
    {
        Description = "fedavgm, fedadam: the model that the round's updates began from; fedavg: a model whose tensors and format they must "
            + "have (--listen needs one).",
        HelpName = "FILE",
    };

    public StrategyOptions() => _strategy.AcceptOnlyFromAmong([.. Parameters.Keys]);

    /// <summary>What a server step keeps between rounds: read where it exists, written anew.</summary>
    public Option<string?> State { get; } = new("--state")
    {
        Description = "fedavgm, fedadam: what the server keeps between rounds; begun where FILE does not exist, replaced after the round.",
        HelpName = "FILE",
    };

    private Option[] All =>
        [_trim, _byzantine, _select, _clipNorm, _learningRate, _momentum, _beta1, _beta2, _tau, _globalModel, State];

    public void AddTo(Command command)
    {
        command.Add(_strategy);
        foreach (Option option in All) command.Add(option);
        command.Validators.Add(result =>
        {
            // Defaults are not in place yet, and what is no strategy is refused by itself.
            if (NameIn(result) is not { } strategy || !Parameters.ContainsKey(strategy)) return;
            foreach (Option option in All.Where(option => result.GetResult(option) is not null))
            {
                if (Parameters[strategy].Contains(option.Name)) continue;
                IEnumerable<string> users = Parameters.Where(entry => entry.Value.Contains(option.Name)).Select(entry => entry.Key);
                result.AddError($"{option.Name} belongs to --strategy {string.Join(" or ", users)}; {strategy} does not take it.");
            }

            foreach (string name in Required.GetValueOrDefault(strategy) ?? [])
            {
                if (All.Single(option => option.Name == name) is var option && result.GetResult(option) is null)
                {
                    result.AddError($"--strategy {strategy} needs {name} {option.HelpName}: {option.Description}");
                }
            }
        });
    }

    /// <summary>The rule's name.</summary>
    public string Name(ParseResult parsed) => parsed.GetValue(_strategy)!;

    /// <summary>Whether the rule adds updates up as they come, and needs none of them again.</summary>
    public static bool AddsUp(string strategy) => strategy is "fedavg" or "fedavgm" or "fedadam";

    /// <summary>The option for the model that a round begins from.</summary>
    public Option<string?> GlobalModel => _globalModel;

    /// <summary>The rule that a command line names, before its defaults are in place; null where it names several, which is refused by
    /// itself.</summary>
    public string? NameIn(CommandResult command) => command.GetResult(_strategy)?.Tokens switch
    {
        null or [] => DefaultStrategy,
        [{ } token] => token.Value,
        _ => null,
    };

    /// <summary>Whether the rule weighs updates.</summary>
    public bool IsWeighted(ParseResult parsed) => Name(parsed) is "fedavg" or "fedavgm" or "fedadam" or "norm-clipping";

    /// <summary>Opens the model that a server step begins from, or that updates must fit; null where none was given.</summary>
    public ModelFileReader? OpenGlobalModel(ParseResult parsed) =>
        parsed.GetValue(_globalModel) is { } path ? ModelFile.Open(path) : null;

    /// <summary>The rule with its parameters.</summary>
    /// <param name="parsed">The options' values.</param>
    /// <param name="format">The round's format.</param>
    /// <param name="globalModel">What a server step begins from; not needed by rules without one.</param>
    /// <exception cref="UsageException">A parameter is outside its range.</exception>
    public IAggregationStrategy Create(ParseResult parsed, FixedPointFormat format, ModelFileReader? globalModel)
    {
        try
        {
            return Name(parsed) switch
            {
                "fedavg" => new FedAvgStrategy(),
                "fedavgm" => ServerStepFrom(
                    parsed,
                    ServerStep.FedAvgM(parsed.GetValue(_learningRate) ?? 1, parsed.GetValue(_momentum) ?? 0.9, format),
                    QuantisedUpdate.Read(globalModel!, format, out _)),
                "fedadam" => ServerStepFrom(
                    parsed,
                    ServerStep.FedAdam(
                        parsed.GetValue(_learningRate) ?? 0.01,
                        parsed.GetValue(_beta1) ?? 0.9,
                        parsed.GetValue(_beta2) ?? 0.99,
                        parsed.GetValue(_tau) ?? 0.001,
                        format),
                    QuantisedUpdate.Read(globalModel!, format, out _)),
                "median" => new CoordinateMedianStrategy(),
                "trimmed-mean" => new TrimmedMeanStrategy(parsed.GetValue(_trim)!.Value),
                "krum" => new KrumStrategy(parsed.GetValue(_byzantine)!.Value),
                "multi-krum" => new MultiKrumStrategy(parsed.GetValue(_byzantine)!.Value, parsed.GetValue(_select)!.Value),
                "norm-clipping" => new NormClippingStrategy(parsed.GetValue(_clipNorm)!.Value),
                var other => throw new UsageException($"'{other}' is no strategy."),
            };
        }
        catch (ArgumentException wrong)
        {
            throw UsageException.From(wrong);
        }
    }

    private static Option<int?> Count(string name, string helpName, int least, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
            int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count >= least
                ? count
                : ValueOptions.Refuse<int?>(
                    result, $"{name}: '{result.Tokens[0].Value}' is not a whole number from {least} to {int.MaxValue}"),
    };

    // Without separators of thousands: 0,01 is not 1.
    private static Option<double?> Real(string name, string helpName, string description) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
            double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double real)
                ? real
                : ValueOptions.Refuse<double?>(result, $"{name}: '{result.Tokens[0].Value}' is not a number such as 0.5 or 1e-3"),
    };

    private ServerStepStrategy ServerStepFrom(ParseResult parsed, ServerStep step, QuantisedUpdate globalModel)
    {
        string? file = parsed.GetValue(State);
        return new ServerStepStrategy(
            globalModel.Values,
            file is not null && File.Exists(file)
                ? ServerStateFile.Read(file, step, globalModel)
                : ServerState.Begin(step, globalModel.Values.Length));
    }
}
