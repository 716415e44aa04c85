using System.CommandLine;
using FlZk.Cli.Connections;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Cli.Commands.Marketplace;

/// <summary><c>--job</c> and <c>--round</c>: which model.</summary>
internal sealed class MarketRoundOptions
{
    public Option<ulong> Job { get; } = ValueOptions.Job();

    public Option<int?> Round { get; } = ValueOptions.Round("The finalised round whose model it is.");

    public void AddTo(Command command)
    {
        Round.Required = true;
        command.Add(Job);
        command.Add(Round);
    }

    public RoundId Read(ExchangeSession session) => session.Contracts.Coordinator.RoundId(
        session.Parsed.GetRequiredValue(Job), session.Parsed.GetValue(Round)!.Value);

    /// <summary>The offer of a round's model.</summary>
    /// <exception cref="FlZk.Exchange.ExchangeException">It is not offered.</exception>
    public static async Task<ModelListing> OfferAsync(ExchangeSession session, RoundId round, CancellationToken cancellation) =>
        await session.Contracts.Marketplace.GetListingAsync(round, cancellation).ConfigureAwait(false)
        ?? throw new FlZk.Exchange.ExchangeException(
            $"The model of {round} is not offered. Its job's publisher may offer it with 'flzk market offer'.");
}
