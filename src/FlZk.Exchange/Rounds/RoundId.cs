using System.Buffers.Binary;
using System.Numerics;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Exchange.Contracts;
using FlZk.Statements;

namespace FlZk.Exchange.Rounds;

/// <summary>Names one round in the world: chain, coordinator contract, job, number. Everything signed or proved for a round is bound to all
/// four.</summary>
/// <param name="ChainId">The chain's id (EIP-155).</param>
/// <param name="Coordinator">The <c>ModelCoordinator</c>.</param>
/// <param name="Job">The job's number.</param>
/// <param name="Round">The round's number within the job.</param>
public readonly record struct RoundId(ulong ChainId, Address Coordinator, ulong Job, int Round)
{
    private const int RoundBits = 32;

    /// <summary>The contracts' number of the round, <c>roundId</c>: job * 2^32 + round.</summary>
    public BigInteger Number => ((BigInteger)Job << RoundBits) | (uint)Round;

    /// <summary>The same number as 32 bytes, <c>roundKey</c>.</summary>
    public Hash32 Key
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Hash32.ByteLength];
            bytes.Clear();
            BinaryPrimitives.WriteUInt64BigEndian(bytes[^12..], Job);
            BinaryPrimitives.WriteUInt32BigEndian(bytes[^4..], (uint)Round);
            return new Hash32(bytes);
        }
    }

    /// <summary>Takes a contracts' number of a round apart.</summary>
    /// <param name="chainId">The chain's id (EIP-155).</param>
    /// <param name="coordinator">The <c>ModelCoordinator</c>.</param>
    /// <param name="number">The number, <c>roundId</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No round has that number: job or round is zero or too large.</exception>
    public static RoundId FromNumber(ulong chainId, Address coordinator, BigInteger number)
    {
        BigInteger job = number >> RoundBits;
        BigInteger round = number & uint.MaxValue;
        return number.Sign > 0 && !job.IsZero && job <= ulong.MaxValue && !round.IsZero && round <= int.MaxValue
            ? new RoundId(chainId, coordinator, (ulong)job, (int)round)
            : throw new ArgumentOutOfRangeException(nameof(number), number, "No round of any job has that number.");
    }

    /// <summary>The public signal <c>ctx</c>, see <see cref="ChainContext"/>; the contract computes the same.</summary>
    /// <param name="aggregator">The only account that may settle with this value.</param>
    public Fr ContextFor(Address aggregator) =>
        new ChainContext(ChainId, Coordinator.ToString(), Job, (ulong)Round, aggregator.ToString()).ToFieldElement();

    /// <summary>What a provider sends in the commit phase: keccak256(abi.encode(chain, coordinator, job, round, provider, C.x, C.y, weight,
    /// salt)).</summary>
    /// <param name="provider">The provider's account.</param>
    /// <param name="commitment">C_i.</param>
    /// <param name="weight">w_i.</param>
    /// <param name="salt">32 random bytes, without which a guess of the rest could be confirmed.</param>
    public Hash32 CommitHash(Address provider, G1Affine commitment, long weight, Hash32 salt) => Keccak256.Hash(AbiEncoder.Encode(
        "(uint256,address,uint256,uint256,address,uint256,uint256,uint256,bytes32)",
        ChainId, Coordinator, Job, Round, provider, commitment.X.ToBigInteger(), commitment.Y.ToBigInteger(), weight, salt));

    /// <inheritdoc/>
    public override string ToString() => $"round {Round} of job {Job}";
}
