using System.Numerics;
using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Roles;

/// <summary>Brings an account's free bond up to what a role locks.</summary>
internal static class Bonding
{
    /// <summary>Deposits what is missing, approving the vault first where needed; tells of each transaction.</summary>
    public static async Task EnsureFreeAsync(
        ExchangeContracts contracts, BigInteger needed, List<(string Step, SentTransaction Transaction)> sent,
        CancellationToken cancellation)
    {
        Bond bond = await contracts.StakeVault.BondOfAsync(contracts.Sender, cancellation).ConfigureAwait(false);
        BigInteger missing = needed - bond.Free;
        if (missing.Sign <= 0) return;
        BigInteger allowed = await contracts.Token.AllowanceAsync(
            contracts.Sender, contracts.StakeVault.Address, cancellation).ConfigureAwait(false);
        if (allowed < missing)
        {
            sent.Add(
                ("approve", await contracts.Token.ApproveAsync(contracts.StakeVault.Address, missing, cancellation).ConfigureAwait(false)));
        }
        sent.Add(("deposit", await contracts.StakeVault.DepositAsync(missing, cancellation).ConfigureAwait(false)));
    }
}
