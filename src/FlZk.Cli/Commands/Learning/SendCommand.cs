using System.CommandLine;
using System.Globalization;
using System.Net;
using FlZk.Cli.Hosting;
using FlZk.Learning.Aggregation.Intake;
using FlZk.Learning.ModelFiles;
using FlZk.Platform;
using FlZk.Platform.Files;
using Spectre.Console;

namespace FlZk.Cli.Commands.Learning;

/// <summary><c>flzk send</c>: brings an update to <c>flzk aggregate --listen</c>.</summary>
internal sealed class SendCommand : CliCommand
{
    private readonly Option<string> _update = new("--update")
    {
        Description = "The update: .safetensors of 32-bit integers, as 'flzk quantise' writes it.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> _to = new("--to")
    {
        Description = "Where 'flzk aggregate --listen' waits; a port alone: on this machine. Nothing is encrypted on the way.",
        HelpName = HostAndPort.HelpName,
        Required = true,
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "The name in the aggregator's weights file; the file's own name when not given. Nobody checks whose name it is.",
        HelpName = "NAME",
    };

    public SendCommand()
        : base(
            "send",
            "Bring an update to 'flzk aggregate --listen'; the answer says whether it is in the round.",
            "flzk send --update alice.safetensors --to 127.0.0.1:7070",
            "flzk send --update update.safetensors --to 7070 --name alice.safetensors")
    {
        Add(_update);
        Add(_to);
        Add(_name);
    }

    public override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string file = parsed.GetRequiredValue(_update), name = parsed.GetValue(_name) ?? Path.GetFileName(file);
        DnsEndPoint to = HostAndPort.Parse(_to.Name, parsed.GetRequiredValue(_to));
        string place = HostAndPort.Text(to);
        using (ModelFileReader update = SafetensorsFile.Open(file))
        {
            if (!update.HoldsIntegers) throw new FileFormatException(file, "the file holds reals: 'flzk quantise' makes an update of it.");
        }

        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var progress = new Sending(output.Progress, $"sending {name} to {place}", stream.Length);
        string? refusal;
        try
        {
            refusal = await UpdateSender.SendAsync(to, name, stream, progress, cancellation).ConfigureAwait(false);
        }
        catch (ArgumentException wrong)
        {
            throw UsageException.From(wrong);
        }

        var result = new { name, to = place, bytes = stream.Length, accepted = refusal is null, refusal };
        output.Result(result, console => console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {(refusal is null ? $"accepted, {result.bytes:N0} bytes" : $"refused: {refusal}")}")));
        return refusal is null ? ExitCode.Ok : ExitCode.NegativeVerdict;
    }

    private sealed class Sending(IProgress<WorkProgress>? target, string phase, long bytes) : IProgress<long>
    {
        public void Report(long value) => target?.Report(new WorkProgress(phase, value, bytes));
    }
}
