using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>The claim that a contribution proof is about: every value of the update in C is in range, and its squared L2 norm is at most a
/// bound.</summary>
/// <param name="KeyId">Hash of the key blob, <see cref="LinkedKey.KeyId"/>.</param>
/// <param name="Context">ctx, which binds the proof to chain, contract, job, round and provider: <see cref="ChainContext"/> with the
/// provider in the aggregator's place.</param>
/// <param name="MaxSquaredNorm">The bound, in squared units of a value's last place.</param>
/// <param name="Commitment">C, the provider's commitment.</param>
public sealed record BoundedUpdateStatement(KeccakHash KeyId, Fr Context, UInt128 MaxSquaredNorm, VectorCommitment Commitment)
{
    /// <summary>The bound as the circuit has it.</summary>
    internal Fr Bound => ToField(MaxSquaredNorm);

    /// <summary>A number of 128 bits as a field element.</summary>
    internal static Fr ToField(UInt128 value)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return Fr.ReduceBigEndian(bytes);
    }
}
