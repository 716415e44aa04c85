using System.Globalization;
using System.Numerics;
using FlZk.Cli.Connections;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Jobs;

namespace FlZk.Cli.Commands.Jobs;

/// <summary>Jobs in words.</summary>
internal static class JobText
{
    /// <summary>A token's name: ETH, FLT for the exchange's own, the address of any other.</summary>
    public static string TokenName(ExchangeContracts contracts, Address token) =>
        token.IsZero ? "ETH" : token == contracts.Addresses.Token ? "FLT" : token.ToString();

    /// <summary>A token's decimals; ether's 18.</summary>
    public static async Task<int> DecimalsAsync(ExchangeContracts contracts, Address token, CancellationToken cancellation) =>
        token.IsZero || token == contracts.Addresses.Token
            ? 18
            : await new TokenContract(contracts.Web3, token).DecimalsAsync(cancellation).ConfigureAwait(false);

    /// <summary>An amount with its token.</summary>
    public static async Task<string> AmountAsync(
        ExchangeContracts contracts, BigInteger units, Address token, CancellationToken cancellation)
    {
        int decimals = await DecimalsAsync(contracts, token, cancellation).ConfigureAwait(false);
        return $"{TokenAmount.Format(units, decimals)} {TokenName(contracts, token)}";
    }

    /// <summary>A fraction in 1/10,000 as a percentage.</summary>
    public static string Percentage(int basisPoints) => TokenAmount.Format(basisPoints, 2) + "%";

    /// <summary>A number as the command line writes it.</summary>
    public static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>A party, or a dash for none.</summary>
    public static string Party(Address address) => address.IsZero ? "-" : address.ToString();

    /// <summary>A state as a word.</summary>
    public static string State(JobState state) => state.ToString().ToLowerInvariant();
}
