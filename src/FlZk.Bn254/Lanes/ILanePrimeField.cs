using FlZk.Bn254.Fields;

namespace FlZk.Bn254.Lanes;

/// <summary>A prime field on lanes, which moves between them and memory: the seam that transforms are generic over.</summary>
internal unsafe interface ILanePrimeField<TField> : ILaneField<TField>
    where TField : unmanaged, IField<TField>
{
    /// <summary>Cuts elements in memory, integers of four words, into blocks: the same integers, below 2^256.</summary>
    static abstract void Load(ulong* r, ulong* elements, int blocks);

    /// <summary>Joins blocks of integers below 64q into canonical elements in memory.</summary>
    static abstract void Store(ulong* elements, ulong* a, int blocks);
}
