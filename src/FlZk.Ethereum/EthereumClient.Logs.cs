using System.Text.Json;
using System.Text.Json.Nodes;
using FlZk.Ethereum.JsonRpc;

namespace FlZk.Ethereum;

public sealed partial class EthereumClient
{
    private const ulong LargestLogRange = 1 << 20;

    /// <summary>Fetches events in the order of the chain, in as many pieces as the node demands.</summary>
    /// <remarks>Nodes bound ranges and numbers of results, each in its own words; a refused range is halved
    /// until a single block is refused.</remarks>
    /// <exception cref="JsonRpcException">The node refuses even a single block.</exception>
    /// <exception cref="InvalidChainResponseException">The node answered events that were not asked for.</exception>
    public async Task<IReadOnlyList<LogEntry>> GetLogsAsync(LogFilter filter, CancellationToken cancellation = default)
    {
        ulong last = filter.ToBlock ?? await GetBlockNumberAsync(cancellation).ConfigureAwait(false);
        var logs = new List<LogEntry>();
        ulong range = LargestLogRange;
        ulong from = filter.FromBlock;
        while (from <= last)
        {
            ulong to = last - from < range ? last : from + range - 1;
            try
            {
                logs.AddRange(await GetLogsAsync(filter, from, to, cancellation).ConfigureAwait(false));
            }
            catch (ChainException refusal) when (to > from && IsTooMuch(refusal))
            {
                range = (to - from + 1) / 2;
                continue;
            }

            if (to == ulong.MaxValue) break;
            from = to + 1;
            range = Math.Min(range * 2, LargestLogRange);
        }

        return logs;
    }

    private static bool IsTooMuch(ChainException refusal) => refusal switch
    {
        InvalidChainResponseException { IsTooLong: true } => true,
        JsonRpcException { Code: -32005 } => true,
        JsonRpcException error =>
            error.Says("range", "limit", "too many", "too large", "more than", "exceed", "response size", "timeout", "timed out"),
        _ => false,
    };

    private async Task<IReadOnlyList<LogEntry>> GetLogsAsync(LogFilter filter, ulong from, ulong to, CancellationToken cancellation)
    {
        var json = new JsonObject { ["fromBlock"] = Hex.EncodeQuantity(from), ["toBlock"] = Hex.EncodeQuantity(to) };
        if (filter.Addresses.Count > 0)
            json["address"] = new JsonArray([.. filter.Addresses.Select(static a => JsonValue.Create(a.ToString()))]);
        if (filter.Topics.Count > 0)
        {
            json["topics"] = new JsonArray(
                [.. filter.Topics.Select(static t => t is { } topic ? JsonValue.Create(topic.ToString()) : null)]);
        }
        JsonElement answer = await Rpc.CallAsync("eth_getLogs", [json], cancellation).ConfigureAwait(false);
        IReadOnlyList<LogEntry> logs = ChainJson.Logs(answer);
        foreach (LogEntry log in logs)
        {
            bool fits = log.BlockNumber >= from && log.BlockNumber <= to
                && (filter.Addresses.Count == 0 || filter.Addresses.Contains(log.Address))
                && log.Topics.Count >= filter.Topics.Count
                && !filter.Topics.Where((topic, i) => topic is { } wanted && log.Topics[i] != wanted).Any();
            if (!fits)
                throw new InvalidChainResponseException($"{Rpc.Endpoint} answered eth_getLogs with an event that was not asked for.");
        }

        return logs;
    }
}
