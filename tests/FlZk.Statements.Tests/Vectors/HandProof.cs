using FlZk.Bn254;

namespace FlZk.Statements.Tests.Vectors;

/// <summary>A statement with a proof put together by hand, and what it was made from.</summary>
internal sealed record HandProof(FedAvgStatement Statement, AggregateProof Proof, Fr[][] Signals, Fr[] Masks);
