namespace FlZk.Statements;

/// <summary>What is wrong with a point of a statement or proof.</summary>
internal enum PointFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It is infinity where none belongs.</summary>
    AtInfinity,

    /// <summary>It is not on its curve.</summary>
    OffCurve,

    /// <summary>It is on the twist and outside G2.</summary>
    OutsideSubgroup,
}
