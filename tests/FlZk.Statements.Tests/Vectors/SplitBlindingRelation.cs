namespace FlZk.Statements.Tests.Vectors;

/// <summary>The relation as an early design had it: the blindings' columns touch the commitments' rows alone.</summary>
internal sealed class SplitBlindingRelation(FedAvgLinkRelation inner) : LinkRelation
{
    public override LinkShape Shape => inner.Shape;

    public override int RowCount => inner.RowCount;

    public override int ColumnCount => inner.ColumnCount;

    public override KeccakHash Fingerprint => inner.Fingerprint;

    public override LinkColumn Column(int index)
    {
        LinkColumn column = inner.Column(index);
        bool blinding = index == inner.Shape.SumBlindingColumn || index == inner.Shape.ModelBlindingColumn;
        return blinding ? column with { SecondRow = -1, SecondBase = default } : column;
    }
}
