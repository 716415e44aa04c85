using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>The claim that a proof is about: the model in C_Y is the federated average, by total weight W, of
/// the weighted sum in C_S.</summary>
/// <param name="KeyId">Hash of the key blob, <see cref="LinkedKey.KeyId"/>.</param>
/// <param name="Context">ctx, which binds the proof to chain, contract, job, round and aggregator; see <see cref="ChainContext"/>.</param>
/// <param name="TotalWeight">W, the sum of the providers' weights.</param>
/// <param name="Dimension">d, parameters of the model.</param>
/// <param name="Chunks">M, chunks of the model.</param>
/// <param name="Sum">C_S = sum_i w_i C_i.</param>
/// <param name="Model">C_Y, the new model's commitment.</param>
public sealed record FedAvgStatement(
    KeccakHash KeyId,
    Fr Context,
    long TotalWeight,
    int Dimension,
    int Chunks,
    VectorCommitment Sum,
    VectorCommitment Model);
