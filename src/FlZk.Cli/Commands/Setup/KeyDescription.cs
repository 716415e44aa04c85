using System.Text.Json.Serialization;

namespace FlZk.Cli.Commands.Setup;

/// <summary>What <c>flzk setup inspect</c> found.</summary>
/// <param name="Kind">What kind of key it is.</param>
/// <param name="Reason">Why it is unsafe; null when nothing speaks against it.</param>
/// <param name="Facts">Lines about it, for people.</param>
/// <param name="Origin">development or ceremony; null when the file does not say.</param>
/// <param name="Contributions">Who made it.</param>
/// <param name="NotChecked">What this inspection does not cover.</param>
internal sealed record KeyDescription(
    string Kind, string? Reason, IReadOnlyList<string> Facts, string? Origin, IReadOnlyList<object> Contributions, string? NotChecked)
{
    /// <summary>Whether nothing was found that speaks against it.</summary>
    [JsonInclude]
    public bool Safe => Reason is null;
}
