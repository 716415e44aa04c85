namespace FlZk.Statements;

/// <summary>The check that a statement or its proof failed.</summary>
public enum FedAvgRefusal
{
    /// <summary>None: the statement is proved.</summary>
    None,

    /// <summary>The statement names another key than the one it is checked with.</summary>
    WrongKey,

    /// <summary>The statement is about a model of another length than the key.</summary>
    WrongDimension,

    /// <summary>Statement or proof has another number of chunks than the key.</summary>
    WrongChunkCount,

    /// <summary>W is zero, negative, or does not fit the circuit's weight bits.</summary>
    TotalWeightOutOfRange,

    /// <summary>The proof is about another model commitment than the statement.</summary>
    ModelCommitmentMismatch,

    /// <summary>A point is infinity where none belongs.</summary>
    PointAtInfinity,

    /// <summary>A point is not on its curve.</summary>
    PointOffCurve,

    /// <summary>A point of the twist is outside G2.</summary>
    PointOutsideSubgroup,

    /// <summary>A chunk's Groth16 equation does not hold: the arithmetic, ctx or W is not what was proved.</summary>
    ChunkProofFailed,

    /// <summary>The link equation does not hold: the proved values are not the committed ones.</summary>
    LinkFailed,

    /// <summary>The combined equation does not hold though each part does, which has negligible probability.</summary>
    CombinationFailed,

    /// <summary>ctx is not what the chain context gives.</summary>
    ContextMismatch,

    /// <summary>W is not the sum of the providers' weights.</summary>
    TotalWeightMismatch,

    /// <summary>C_S is not the weighted sum of the providers' commitments.</summary>
    SumCommitmentMismatch,
}
