using System.Numerics;
using System.Runtime.InteropServices;
using FlZk.Bn254.Polynomials;

namespace FlZk.Bn254.Tests.Polynomials;

/// <summary>Blocks of eight lazy elements of Fr, as transforms keep them: signed columns of 52 bits that are not carried.</summary>
internal sealed unsafe class LazyBlocks : IDisposable
{
    private const int Lanes = LaneArray.Lanes, Columns = LaneArray.BlockLength / Lanes, ColumnBits = 52;
    private const long ColumnEnd = 1L << 61;

    public LazyBlocks(int elements)
    {
        Count = (elements + Lanes - 1) / Lanes;
        Words = (ulong*)NativeMemory.AlignedAlloc((nuint)(Count * LaneArray.BlockLength * sizeof(ulong)), 64);
        new Span<ulong>(Words, Count * LaneArray.BlockLength).Clear();
    }

    /// <summary>Elements with columns drawn at random, half of them at an end of the range.</summary>
    /// <param name="elements">The integers.</param>
    /// <param name="random">Where columns are drawn from.</param>
    /// <param name="end">The range: columns up to so many 2^52 in absolute value.</param>
    public LazyBlocks(BigInteger[] elements, Random random, long end = ColumnEnd >> ColumnBits)
        : this(elements.Length)
    {
        for (int i = 0; i < elements.Length; i++)
        {
            BigInteger rest = elements[i];
            for (int column = 0; column < Columns - 1; column++)
            {
                var low = (long)(rest & ((1L << ColumnBits) - 1));
                long carried = random.Next(4) switch { 0 => end - 1, 1 => -end, 2 => 0, _ => random.NextInt64(-end, end) };
                long value = low + (carried << ColumnBits);
                if (value <= -ColumnEnd) value += 1L << ColumnBits;
                *Word(i, column) = (ulong)value;
                rest = (rest - value) >> ColumnBits;
            }

            *Word(i, Columns - 1) = (ulong)(long)rest;
        }
    }

    public int Count { get; }

    public ulong* Words { get; }

    /// <summary>The integer that an element's columns stand for; its getter demands that they are in range.</summary>
    public BigInteger this[int i]
    {
        get
        {
            BigInteger value = 0;
            for (int column = Columns - 1; column >= 0; column--)
            {
                var word = (long)*Word(i, column);
                Assert.True(word is > -ColumnEnd and < ColumnEnd, "Columns are in range.");
                value = (value << ColumnBits) + word;
            }

            return value;
        }
    }

    /// <summary>Columns between 0 and 2^52.</summary>
    public bool IsCarried(int i) => Enumerable.Range(0, Columns).All(column => *Word(i, column) >> ColumnBits == 0);

    public void Dispose() => NativeMemory.AlignedFree(Words);

    private ulong* Word(int i, int column) => Words + (i / Lanes * LaneArray.BlockLength) + (column * Lanes) + (i % Lanes);
}
