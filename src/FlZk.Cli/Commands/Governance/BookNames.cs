using FlZk.Ethereum;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Governance;

/// <summary>The address book's contracts by the names that proposals may use.</summary>
internal static class BookNames
{
    private static readonly Dictionary<string, Func<ExchangeAddresses, Address>> Names = new(StringComparer.Ordinal)
    {
        ["exchange"] = book => book.Exchange,
        ["coordinator"] = book => book.Coordinator,
        ["registry"] = book => book.Registry,
        ["oracle"] = book => book.Oracle,
        ["reputation"] = book => book.Reputation,
        ["selector"] = book => book.Selector,
        ["settlement"] = book => book.Settlement,
        ["disputes"] = book => book.Disputes,
        ["marketplace"] = book => book.Marketplace,
        ["governor"] = book => book.Governor,
        ["timelock"] = book => book.Timelock,
        ["token"] = book => book.Token,
        ["vault"] = book => book.StakeVault,
    };

    /// <summary>Every name, in order.</summary>
    public static IEnumerable<string> All => Names.Keys;

    /// <summary>A contract's address; null for a name that is none.</summary>
    public static Address? Find(ExchangeAddresses book, string name) => Names.TryGetValue(name, out var find) ? find(book) : null;
}
