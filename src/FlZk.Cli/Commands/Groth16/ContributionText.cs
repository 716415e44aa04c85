using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Cli.Commands.Groth16;

/// <summary>Phase-2 contributions as commands show them.</summary>
internal static class ContributionText
{
    /// <summary>What the JSON of a command holds of one contribution.</summary>
    public static object Json(Contribution contribution) => new
    {
        name = contribution.Name.Length == 0 ? null : contribution.Name,
        kind = contribution.IsDevelopment ? "development" : contribution.Beacon.IsEmpty ? "person" : "beacon",
        hash = Convert.ToHexStringLower(contribution.Hash()),
        beacon = contribution.Beacon.IsEmpty ? null : Convert.ToHexStringLower(contribution.Beacon.Span),
        beaconIterationsLog = contribution.BeaconIterationsLog,
    };

    /// <summary>One line about a contribution.</summary>
    public static string Line(int number, Contribution contribution)
    {
        string who = contribution.Name.Length == 0 ? "(no name)" : ForeignText.Printable(contribution.Name);
        string beacon = contribution.Beacon.IsEmpty
            ? string.Empty
            : $", beacon {Convert.ToHexStringLower(contribution.Beacon.Span)} hashed 2^{contribution.BeaconIterationsLog} times";
        return $"{number}. {who}{beacon}\n   {Convert.ToHexStringLower(contribution.Hash())}";
    }

}
