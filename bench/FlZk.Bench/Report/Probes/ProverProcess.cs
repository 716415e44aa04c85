using System.Diagnostics;
using System.Text.Json;
using FlZk.Bench.Report.Processes;
using FlZk.Platform.Processes;

namespace FlZk.Bench.Report.Probes;

/// <summary>The other end of <see cref="ProverProbe"/>.</summary>
internal sealed class ProverProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private ProverProcess(string subject, Process process, Tier tier, int cores)
    {
        Subject = subject;
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
        Tier = tier;
        Cores = cores;
    }

    /// <summary>The circuit it proves.</summary>
    public string Subject { get; }

    /// <summary>The instruction set it is held to.</summary>
    public Tier Tier { get; }

    /// <summary>The cores it is held to; 0 for all.</summary>
    public int Cores { get; }

    /// <summary>What it said of reading its key.</summary>
    public ProverAnswer Ready { get; private set; } = null!;

    /// <summary>Starts a prover and waits until its key is read.</summary>
    public static async Task<ProverProcess> StartAsync(
        string subject, string key, string witness, Tier tier, int cores, CancellationToken cancellation)
    {
        ProcessStartInfo start = MeasuredProcess.Start(
            "dotnet", [ProbeProcess.Program, ProbeProcess.Command, ProverProbe.Name, key, witness],
            tier.Environment, cores);
        var prover = new ProverProcess(subject, Process.Start(start)!, tier, cores);
        try
        {
            prover.Ready = await prover.AnswerAsync(cancellation).ConfigureAwait(false);
            return prover;
        }
        catch
        {
            prover.Dispose();
            throw;
        }
    }

    /// <summary>One proof.</summary>
    public async Task<ProverAnswer> ProveAsync(CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(ProverProbe.Prove.AsMemory(), cancellation).ConfigureAwait(false);
        await _process.StandardInput.FlushAsync(cancellation).ConfigureAwait(false);
        return await AnswerAsync(cancellation).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private async Task<ProverAnswer> AnswerAsync(CancellationToken cancellation)
    {
        string? line = await _process.StandardOutput.ReadLineAsync(cancellation).ConfigureAwait(false);
        if (line is not null) return JsonSerializer.Deserialize<ProverAnswer>(line)!;
        await _process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        throw new ProcessFailedException("the prover's process", _process.ExitCode, (await _error.ConfigureAwait(false)).Trim());
    }
}
