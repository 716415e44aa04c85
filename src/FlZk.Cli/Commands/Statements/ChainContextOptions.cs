using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Statements;

namespace FlZk.Cli.Commands.Statements;

/// <summary>The options that name where a statement settles; they make the context that protects it against replay.</summary>
internal sealed class ChainContextOptions
{
    private readonly Option<ulong> _chain =
        new("--chain-id") { Description = "The chain's id.", HelpName = "N", DefaultValueFactory = _ => 31337 };
    private readonly Option<string> _coordinator =
        new("--coordinator") { Description = "The ModelCoordinator's address.", HelpName = "ADDRESS", Required = true };
    private readonly Option<ulong> _job = new("--job") { Description = "The job.", HelpName = "N", Required = true };
    private readonly Option<ulong> _round = new("--round") { Description = "The round within the job.", HelpName = "N", Required = true };
    private readonly Option<string> _aggregator =
        new("--aggregator") { Description = "The assigned aggregator's address.", HelpName = "ADDRESS", Required = true };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_chain, _coordinator, _job, _round, _aggregator]) command.Add(option);
    }

    public ChainContext Read(ParseResult parsed)
    {
        try
        {
            return new ChainContext(
                parsed.GetValue(_chain),
                parsed.GetRequiredValue(_coordinator),
                parsed.GetValue(_job),
                parsed.GetValue(_round),
                parsed.GetRequiredValue(_aggregator));
        }
        catch (ArgumentException malformed)
        {
            throw new UsageException(malformed.Message);
        }
    }
}
