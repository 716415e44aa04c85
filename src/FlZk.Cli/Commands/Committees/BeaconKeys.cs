using FlZk.Cli.Connections;
using FlZk.Exchange.Committees;

namespace FlZk.Cli.Commands.Committees;

/// <summary>The beacon keys of an account: derived from its private key, numbered as they are registered.</summary>
internal static class BeaconKeys
{
    /// <summary>The sender's key of one version, from 1.</summary>
    public static BeaconSecretKey Of(ExchangeSession session, ulong version) => BeaconSecretKey.FromAccount(
        session.Contracts.Web3.Account!, session.Contracts.ChainId, session.Contracts.Selector.Address, checked((int)version));
}
