using System.CommandLine;
using FlZk.Cli.Hosting;
using Spectre.Console;

namespace FlZk.Cli.Commands.Doctor;

/// <summary><c>flzk doctor</c>: what this machine has and lacks.</summary>
internal sealed class DoctorCommand() : CliCommand(
    "doctor", "Check this machine: what FlZk needs, whether it is there, and how to get what is missing.", "flzk doctor",
    "flzk doctor --json")
{
    public override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        IReadOnlyList<DoctorCheck> checks = await MachineExamination.RunAsync(output.Progress, cancellation).ConfigureAwait(false);
        bool healthy = checks.All(check => check.Ok != false);
        output.Result(new { healthy, checks }, console =>
        {
            foreach (DoctorCheck check in checks)
            {
                string mark = check.Ok switch { true => "ok     ", false => "MISSING", null => "       " };
                console.WriteLine($"{mark} {check.Name}: {check.Found}");
                if (check.Remedy is not null) console.WriteLine($"        -> {check.Remedy}");
            }

            console.WriteLine(healthy ? "This machine is ready." : "Something is missing; see the arrows above.");
        });
        return healthy ? ExitCode.Ok : ExitCode.KeysOrConfiguration;
    }
}
