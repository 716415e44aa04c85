using System.Text.Json;

namespace FlZk.EndToEnd.Tests.Hosting;

/// <summary>What a command line left.</summary>
internal sealed record FlzkRun(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
