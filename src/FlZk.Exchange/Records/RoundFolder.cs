using System.Globalization;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Records;

/// <summary>Where a role keeps what belongs to one round: a folder of the owner alone, named by chain, coordinator, job and
/// round.</summary>
/// <remarks>The chain's first block is part of the name: a restarted local chain hands out the same ids and addresses again, and its rounds
/// are not the old ones.</remarks>
internal static class RoundFolder
{
    /// <summary>The folder's path, created as needed.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="ChainException">The node cannot be reached.</exception>
    public static async Task<string> OpenAsync(string root, ExchangeContracts contracts, RoundId round, CancellationToken cancellation)
    {
        BlockHeader genesis = await contracts.Web3.Client.GetBlockAsync(BlockReference.Earliest, cancellation).ConfigureAwait(false)
            ?? throw new InvalidChainResponseException("The node has no first block.");
        string chain = string.Create(CultureInfo.InvariantCulture, $"{round.ChainId}-{genesis.Hash.ToString()[2..10]}");
        string path = Path.Combine(
            Path.GetFullPath(root),
            chain,
            round.Coordinator.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"job-{round.Job}"),
            string.Create(CultureInfo.InvariantCulture, $"round-{round.Round}"));
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
