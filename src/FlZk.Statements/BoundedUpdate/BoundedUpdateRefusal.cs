namespace FlZk.Statements;

/// <summary>The check that a contribution proof failed.</summary>
public enum BoundedUpdateRefusal
{
    /// <summary>None: the statement is proved.</summary>
    None,

    /// <summary>The statement names another key than the one it is checked with.</summary>
    WrongKey,

    /// <summary>The proof has another number of chunks than the key.</summary>
    WrongChunkCount,

    /// <summary>The bound on the squared norm does not fit the circuit's bits.</summary>
    BoundOutOfRange,

    /// <summary>A point is infinity where none belongs.</summary>
    PointAtInfinity,

    /// <summary>A point is not on its curve.</summary>
    PointOffCurve,

    /// <summary>A point of the twist is outside G2.</summary>
    PointOutsideSubgroup,

    /// <summary>The statements of a batch have different bounds, or there is none.</summary>
    BatchMixed,

    /// <summary>A chunk's Groth16 equation does not hold: values, norm, bound or ctx are not what was proved.</summary>
    ChunkProofFailed,

    /// <summary>The link equation does not hold: the proved values are not the committed ones.</summary>
    LinkFailed,

    /// <summary>The combined equation does not hold though each part does, which has negligible probability.</summary>
    CombinationFailed,
}
