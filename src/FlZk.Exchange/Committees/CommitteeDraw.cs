using System.Numerics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Exchange.Contracts;

namespace FlZk.Exchange.Committees;

/// <summary>Stake-weighted sortition without replacement, straight from its definition.</summary>
public static class CommitteeDraw
{
    /// <summary>The seed that a signature gives: keccak256(abi.encode(x, y)).</summary>
    public static Hash32 SeedOf(G1Affine signature) => Keccak256.Hash(AbiEncoder.Encode("(uint256,uint256)", [.. signature.ToAbi()]));

    /// <summary>Draws members one after the other, each with a probability proportional to its stake among those not drawn yet: the i-th
    /// is the one whose stake covers keccak256(abi.encode(seed, i)) modulo what is left.</summary>
    /// <param name="candidates">In the contract's order.</param>
    /// <param name="seed">See <see cref="SeedOf"/>.</param>
    /// <param name="size">How many to draw.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than there are candidates with a stake.</exception>
    public static IReadOnlyList<Address> Draw(IReadOnlyList<CommitteeCandidate> candidates, Hash32 seed, int size)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, candidates.Count(static candidate => candidate.Stake.Sign > 0));
        BigInteger[] left = [.. candidates.Select(static candidate => candidate.Stake)];
        BigInteger total = left.Aggregate(BigInteger.Zero, static (sum, stake) => sum + stake);
        var members = new Address[size];
        for (int i = 0; i < size; i++)
        {
            byte[] digest = Keccak256.Hash(AbiEncoder.Encode("(bytes32,uint256)", seed, i)).ToArray();
            BigInteger position = new BigInteger(digest, isUnsigned: true, isBigEndian: true) % total;
            int place = 0;
            while (position >= left[place]) position -= left[place++];
            members[i] = candidates[place].Provider;
            total -= left[place];
            left[place] = BigInteger.Zero;
        }

        return members;
    }
}
