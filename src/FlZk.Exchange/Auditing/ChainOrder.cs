using FlZk.Ethereum.Contracts;

namespace FlZk.Exchange.Auditing;

/// <summary>Which of two events happened first.</summary>
internal static class ChainOrder
{
    public static bool IsBefore(this ContractEvent first, ContractEvent second) => Compare(first, second) < 0;

    /// <summary>The events, earlier ones first.</summary>
    public static IEnumerable<ContractEvent> InChainOrder(this IEnumerable<ContractEvent> events) =>
        events.Order(Comparer<ContractEvent>.Create(Compare));

    private static int Compare(ContractEvent first, ContractEvent second) =>
        (first.Log.BlockNumber, first.Log.LogIndex).CompareTo((second.Log.BlockNumber, second.Log.LogIndex));
}
