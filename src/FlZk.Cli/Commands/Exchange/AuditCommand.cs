using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Keys;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using Spectre.Console;

namespace FlZk.Cli.Commands.Exchange;

/// <summary><c>flzk audit</c>: replays jobs from the chain alone.</summary>
internal sealed class AuditCommand : CliCommand
{
    private readonly Option<Uri> _rpc = new("--rpc")
    {
        Description = "The node's JSON-RPC endpoint.",
        HelpName = "URL",
        Required = true,
        CustomParser = result => Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? url
            : Refuse<Uri>(result, $"--rpc: '{result.Tokens[0].Value}' is no http or https URL"),
    };

    private readonly Option<Address> _exchange = new("--exchange")
    {
        Description = "The address of DataExchange; everything else is found from it.",
        HelpName = "ADDRESS",
        Required = true,
        CustomParser = result => Address.TryParse(result.Tokens[0].Value, out Address address)
            ? address
            : Refuse<Address>(
                result,
                $"--exchange: '{result.Tokens[0].Value}' is no address (0x and 40 hexadecimal digits, with a right checksum if it has "
                + $"one)"),
    };

    private readonly Option<ulong?> _job = new("--job") { Description = "The job. Default: all jobs.", HelpName = "N" };
    private readonly Option<string?> _model =
        new("--model") { Description = "A model file that must be the published one.", HelpName = "FILE" };
    private readonly Option<int?> _round =
        new("--model-round") { Description = "The round whose model --model claims to be. Default: the last settled one.", HelpName = "N" };
    private readonly Option<string[]> _openings = new("--opening")
    {
        Description = "A file that opens an optimistic round's proposal, as its proposer offers it; may be given several times. Such a "
            + "round is then checked without a proof.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _trustedKeys = new("--trusted-key")
    {
        Description = "A key id you know from the ceremony's own publication; may be given several times. Default: what the job pinned.",
        HelpName = "HASH",
    };
    private readonly Option<bool> _allowDevelopmentKeys = new("--allow-development-keys")
    {
        Description = "Accept development keys on a chain that is not local. Anyone can forge under them.",
    };

    public AuditCommand()
        : base(
            "audit",
            "Replay jobs from the chain alone and say, round by round, whether everything adds up.",
            "flzk audit --rpc http://127.0.0.1:8545 --exchange 0x... --job 1",
            "flzk audit --rpc http://127.0.0.1:8545 --exchange 0x... --job 1 --model model.safetensors --json audit.json")
    {
        foreach (Option option in (Option[])[_rpc, _exchange, _job, _model, _round, _openings, _trustedKeys, _allowDevelopmentKeys]) Add(option);
    }

    public override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        using var web3 = new Web3(parsed.GetRequiredValue(_rpc));
        var options = new AuditOptions
        {
            KeyPolicy = parsed.GetValue(_allowDevelopmentKeys) ? KeyPolicy.AllowDevelopmentKeys : KeyPolicy.Strict,
            Model = parsed.GetValue(_model) is { } file ? Quantised(file) : null,
            ModelRound = parsed.GetValue(_round),
            Openings = parsed.GetValue(_openings) ?? [],
            TrustedKeys = TrustedKeys(parsed.GetValue(_trustedKeys) ?? []),
        };
        AuditReport report = await new Auditor(web3, parsed.GetRequiredValue(_exchange), options)
            .AuditAsync(parsed.GetValue(_job), output.Progress, cancellation).ConfigureAwait(false);
        output.Result(report, console => console.Write(new Text(report.ToText())));
        return report.Verdict == AuditVerdict.Invalid ? ExitCode.NegativeVerdict : ExitCode.Ok;
    }

    private static ReadOnlyMemory<int> Quantised(string file)
    {
        ModelParameters model = ModelFile.Read(file);
        var values = new int[model.Values.Length];
        FixedPointFormat.Default.Quantise(model.Values, values);
        return values;
    }

    private static HashSet<Hash32>? TrustedKeys(string[] texts)
    {
        if (texts.Length == 0) return null;
        var keys = new HashSet<Hash32>();
        foreach (string text in texts)
        {
            if (!Hash32.TryParse(text, out Hash32 key))
                throw new UsageException($"--trusted-key: '{text}' is no key id (0x and 64 hexadecimal digits)");
            keys.Add(key);
        }

        return keys;
    }

    private static T Refuse<T>(System.CommandLine.Parsing.ArgumentResult result, string why)
    {
        result.AddError(why);
        return default!;
    }
}
