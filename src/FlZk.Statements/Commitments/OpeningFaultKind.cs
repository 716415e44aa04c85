namespace FlZk.Statements;

/// <summary>Why a delivered update is refused.</summary>
public enum OpeningFaultKind
{
    /// <summary>The update has not one value per parameter.</summary>
    WrongLength,

    /// <summary>A value lies outside the job's range: with weight one it could still set the whole model.</summary>
    ValueOutOfRange,

    /// <summary>The commitment is the point at infinity.</summary>
    CommitmentAtInfinity,

    /// <summary>The commitment is not a point of the curve.</summary>
    CommitmentOffCurve,

    /// <summary>Values and blinding do not open the commitment.</summary>
    WrongOpening,
}
