using System.Net;
using FlZk.Learning.Aggregation.Intake;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Cli.Commands.Learning;

/// <summary>Updates that came over sockets, and what became of the others.</summary>
internal sealed class ReceivedRound
{
    /// <summary>Sorts a round's receipts.</summary>
    /// <param name="address">Where they came to.</param>
    /// <param name="result">What came.</param>
    /// <param name="awaited">Who might have sent; null for anybody.</param>
    public ReceivedRound(IPEndPoint address, ListeningResult result, IReadOnlyList<KeyValuePair<string, long>>? awaited)
    {
        Address = address;
        Result = result;
        Accepted = [.. result.Receipts.Where(receipt => receipt.IsAccepted)];
        Refused = [.. result.Receipts.Where(receipt => receipt is { IsAccepted: false, IsLate: false }).Select(Reason)];
        var came = result.Receipts.Select(receipt => receipt.Name).ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> silent = (awaited ?? []).Select(entry => entry.Key).Where(name => !came.Contains(name));
        Late =
        [
            .. result.Receipts.Where(receipt => receipt.IsLate).Select(Reason),
            .. silent.Select(name => new RefusedUpdate(name, "nothing came from it.")),
        ];
    }

    public IPEndPoint Address { get; }

    public ListeningResult Result { get; }

    /// <summary>Those in the sum, in the order in which they came.</summary>
    public IReadOnlyList<IntakeReceipt> Accepted { get; }

    /// <summary>Those with whom something was wrong.</summary>
    public IReadOnlyList<RefusedUpdate> Refused { get; }

    /// <summary>Those who did not come, or not in time.</summary>
    public IReadOnlyList<RefusedUpdate> Late { get; }

    private static RefusedUpdate Reason(IntakeReceipt receipt) => new(receipt.Name, receipt.Refusal!);
}
