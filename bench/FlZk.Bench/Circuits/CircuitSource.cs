using System.Globalization;

namespace FlZk.Bench.Circuits;

/// <summary>A template with its arguments: one of bench/circuits, or the project's own.</summary>
/// <param name="File">The template's file; a template of the project is compiled by way of a catalogue.</param>
/// <param name="Template">The template.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record CircuitSource(string File, string Template, IReadOnlyList<long> Arguments)
{
    public const string FedAvgFile = "fedavg.circom";

    /// <summary>Whether this is the project's circuit, for as many parameters as its first argument says.</summary>
    public bool IsFedAvg => File == FedAvgFile;

    /// <summary>The text that instantiates the template; all inputs are private.</summary>
    public string MainComponent => string.Create(
        CultureInfo.InvariantCulture,
        $"pragma circom 2.1.0;\ninclude \"{File}\";\ncomponent main = {Template}({string.Join(", ", Arguments)});\n");
}
