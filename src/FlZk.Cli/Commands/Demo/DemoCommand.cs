using System.CommandLine;
using System.Text.Json;
using FlZk.Cli.Commands.Circuits;
using FlZk.Cli.Commands.Groth16;
using FlZk.Cli.Commands.Learning;
using FlZk.Cli.Demo;
using FlZk.Cli.Hosting;
using FlZk.Ethereum.Development;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Platform.Files;

namespace FlZk.Cli.Commands.Demo;

/// <summary><c>flzk demo</c>: whole federated rounds on a chain of its own.</summary>
internal sealed class DemoCommand : CliCommand
{
    private const int MostProviders = 64;
    private const int MostRounds = 100;

    private readonly Option<int> _providers =
        new("--providers") { Description = "Providers, each with a shard of the data.", HelpName = "N", DefaultValueFactory = _ => 5 };
    private readonly Option<int> _rounds =
        new("--rounds") { Description = "Rounds to settle.", HelpName = "N", DefaultValueFactory = _ => 3 };
    private readonly Option<string> _backend = BackendOption.Create();
    private readonly Option<DeviceChoice> _device = DeviceOption.Create();
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "What data, split and training follow from; blindings never do.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<string> _circuit = CircuitOptions.Circuit(CircuitOptions.Default);
    private readonly Option<string?> _data =
        new("--data") { Description = "Train on this CSV file instead of generated data.", HelpName = "FILE.csv" };
    private readonly Option<string?> _label = new("--label") { Description = "The column of --data to predict.", HelpName = "COLUMN" };
    private readonly Option<string?> _keep =
        new("--keep") { Description = "Keep journals, models, audit and addresses in this folder.", HelpName = "DIR" };
    private readonly Option<bool> _stay =
        new("--stay") { Description = "Keep the chain running at the end, until Ctrl-C, to look at it with other commands." };

    public DemoCommand()
        : base(
            "demo",
            "Run federated rounds end to end on a local chain: train, commit, aggregate, prove, verify on chain, pay, audit.",
            "flzk demo",
            "flzk demo --providers 8 --rounds 5 --json demo.json --keep run/",
            "flzk demo --data patients.csv --label diagnosis --seed 7",
            "flzk demo --rounds 1 --stay")
    {
        foreach (Option option in (Option[])[_providers, _rounds, _backend, _device, _seed, _circuit, _data, _label, _keep, _stay])
            Add(option);
    }

    public override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        DemoOptions options = Asked(parsed);
        string folder = options.KeepFolder ?? Directory.CreateTempSubdirectory("flzk-demo-").FullName;
        try
        {
            Directory.CreateDirectory(folder);
            var runner = new DemoRunner(options, folder, output.Progress, output.Note);
            bool stay = parsed.GetValue(_stay);
            DemoReport report = await runner.RunAsync(
                async (chain, done) =>
                {
                    if (!stay) return;
                    output.Result(done, console => DemoView.Write(console, done));
                    await StayAsync(chain, done, output, cancellation).ConfigureAwait(false);
                },
                cancellation).ConfigureAwait(false);
            if (!stay) output.Result(report, console => DemoView.Write(console, report));
            if (options.KeepFolder is not null)
                AtomicFile.WriteAllText(Path.Combine(folder, "demo.json"), JsonSerializer.Serialize(report, ResultJson.Options) + "\n");
            return report.Audit.Verdict == "valid" ? ExitCode.Ok : ExitCode.NegativeVerdict;
        }
        finally
        {
            if (options.KeepFolder is null) Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task StayAsync(AnvilNode chain, DemoReport report, CommandOutput output, CancellationToken cancellation)
    {
        output.Note($"The chain runs at {chain.Url} until Ctrl-C. From another terminal, for example:");
        output.Note($"  flzk audit --rpc {chain.Url} --exchange {report.Job.Exchange} --job {report.Job.Id}");
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private DemoOptions Asked(ParseResult parsed)
    {
        int providers = parsed.GetValue(_providers), rounds = parsed.GetValue(_rounds);
        if (providers is < 1 or > MostProviders)
            throw new UsageException($"--providers is {providers}; 1 to {MostProviders} are possible here.");
        if (rounds is < 1 or > MostRounds) throw new UsageException($"--rounds is {rounds}; 1 to {MostRounds} are possible here.");
        string? data = parsed.GetValue(_data), label = parsed.GetValue(_label);
        if (data is null != label is null)
            throw new UsageException("--data and --label go together: a table, and the column of it to predict.");
        string backend = parsed.GetRequiredValue(_backend);
        BackendOption.Open(backend);
        return new DemoOptions
        {
            Providers = providers,
            Rounds = rounds,
            Backend = backend,
            Device = parsed.GetValue(_device),
            Seed = parsed.GetValue(_seed),
            Circuit = CircuitOptions.Find(parsed.GetRequiredValue(_circuit)),
            DataFile = data,
            LabelColumn = label,
            KeepFolder = parsed.GetValue(_keep),
        };
    }
}
