using System.CommandLine;

namespace FlZk.Cli.Commands.Contributions;

/// <summary>Naming contribution proofs on the command line.</summary>
internal static class ContributionOptions
{
    public static Option<string> Proof() => new("--proof")
    {
        Description = "The contribution proof, as 'flzk contribution prove' writes it.",
        HelpName = "FILE",
        Required = true,
    };
}
