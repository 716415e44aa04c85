using System.Numerics;
using FlZk.Ethereum;
using FlZk.Exchange.Contracts;

namespace FlZk.Cli.Commands.Staking;

/// <summary>A bond in JSON, in smallest units.</summary>
internal sealed record BondSummary(
    string Account, BigInteger Free, BigInteger Locked, BigInteger Unbonding, DateTimeOffset? ReleasableAt)
{
    public static BondSummary Of(Address account, Bond bond) =>
        new(account.ToString(), bond.Free, bond.Locked, bond.Unbonding, bond.ReleasableAt);
}
