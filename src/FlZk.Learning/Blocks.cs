namespace FlZk.Learning;

/// <summary>The elements of a vector in blocks of one length, of which the last may be shorter.</summary>
/// <remarks>The one way in which vectors are walked block by block: a loop that adds a block's length to an index goes on behind the
/// vector's end, and beyond 32 bits where the vector is nearly as long as an array can be.</remarks>
/// <param name="length">Elements of the vector, 0 or more.</param>
/// <param name="blockLength">Elements of a block, at least 1.</param>
internal readonly struct Blocks(int length, int blockLength)
{
    /// <summary>How many blocks there are.</summary>
    public int Count => (int)(((long)length + blockLength - 1) / blockLength);

    /// <summary>A block's first element and its length.</summary>
    /// <param name="index">From 0 to below <see cref="Count"/>, so that the first element lies inside the vector.</param>
    public (int Start, int Length) this[int index]
    {
        get
        {
            int start = index * blockLength;
            return (start, Math.Min(blockLength, length - start));
        }
    }

    /// <summary>The blocks in order.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Goes through blocks in order.</summary>
    internal struct Enumerator(Blocks blocks)
    {
        private readonly int _count = blocks.Count;
        private int _index = -1;

        /// <summary>The block's first element and its length.</summary>
        public readonly (int Start, int Length) Current => blocks[_index];

        /// <summary>Goes to the next block, if there is one.</summary>
        public bool MoveNext() => ++_index < _count;
    }
}
