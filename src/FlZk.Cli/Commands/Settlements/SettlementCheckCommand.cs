using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Cli.Hosting;
using FlZk.Ethereum;
using FlZk.Exchange;
using FlZk.Exchange.Aggregation;
using FlZk.Exchange.Rounds;
using FlZk.Platform;
using FlZk.Statements;
using Spectre.Console;

namespace FlZk.Cli.Commands.Settlements;

/// <summary><c>flzk settlement check</c>: whether a proposal's opening makes it right.</summary>
internal sealed class SettlementCheckCommand : ExchangeCommand
{
    private readonly Option<string> _opening = new("--opening")
    {
        Description = "The file that the proposal names, from the place it names.",
        HelpName = "FILE",
        Required = true,
    };

    public SettlementCheckCommand()
        : base(
            Access.Reads,
            "check",
            "Check a proposal from its published opening: the very file, the contract's sums, the average. Exit code 1 when it should be "
            + "challenged.",
            "flzk settlement check --opening opening.json --book exchange.json") => Add(_opening);

    protected override async Task<ExitCode> RunAsync(ExchangeSession session, CancellationToken cancellation)
    {
        string file = session.Parsed.GetRequiredValue(_opening);
        ProposalOpening opening = ProposalOpening.Read(file);
        RoundView round = await session.Contracts.Coordinator.GetRoundAsync(
            opening.Round.Job, opening.Round.Round, default, cancellation).ConfigureAwait(false);
        RoundProposal proposal = await session.Contracts.Coordinator.ProposalOfAsync(
            round.Id, cancellation: cancellation).ConfigureAwait(false)
            ?? throw new ExchangeException($"Nothing was proposed in {round.Id}.");
        Hash32 found = ProposalOpening.HashOf(file);
        string? fault = found == proposal.ContentHash
            ? null
            : $"the file's Keccak-256 is {found}, not the proposed {proposal.ContentHash}: it is another file";
        if (fault is null)
        {
            session.Output.Progress?.Report(new WorkProgress("checking the opening against the contract's sums"));
            PedersenGenerators generators = PedersenGenerators.LoadOrDerive(
                ProjectLayout.Cache, opening.Model.Length, session.Output.Progress, cancellation);
            fault = opening.Fault(round, generators, cancellation);
        }

        string sentence = fault is null
            ? $"The proposal of {round.Id} is right."
            : $"The proposal of {round.Id} is wrong: {fault}. Challenge it with 'flzk settlement challenge --job {round.Id.Job}' until "
                + $"{ExchangeSession.Time(round.Deadline)}.";
        session.Output.Result(
            new { job = round.Id.Job, round = round.Id.Round, right = fault is null, fault },
            console => console.Write(new Text(sentence + Environment.NewLine)));
        return fault is null ? ExitCode.Ok : ExitCode.NegativeVerdict;
    }
}
