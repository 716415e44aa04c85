using System.Runtime.CompilerServices;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>Numbers values in the order in which they first appear. 1 and -1 are there from the beginning, as 0 and 1.</summary>
/// <remarks>Open addressing over the four words of an element, whatever they encode; not safe for several threads at once.</remarks>
internal sealed class DistinctValues
{
    /// <summary>The number of 1.</summary>
    public const int One = 0;

    /// <summary>The number of -1.</summary>
    public const int MinusOne = 1;

    private Fr[] _values = new Fr[32];
    private int[] _slots = new int[64];
    private int _count;

    /// <summary>A table of values as they are.</summary>
    public DistinctValues()
        : this(Fr.One)
    {
    }

    /// <summary>A table of values that carry a common factor.</summary>
    /// <param name="one">What stands for 1.</param>
    public DistinctValues(in Fr one)
    {
        Number(one);
        Number(-one);
    }

    /// <summary>How many values there are.</summary>
    public int Count => _count;

    /// <summary>The values by number.</summary>
    public ReadOnlySpan<Fr> Values => _values.AsSpan(0, _count);

    /// <summary>The number of a value.</summary>
    public int Number(in Fr value)
    {
        uint mask = (uint)_slots.Length - 1;
        for (uint slot = Hash(value) & mask; ; slot = (slot + 1) & mask)
        {
            int number = _slots[slot] - 1;
            if (number < 0) return Add(value, slot);
            if (_values[number] == value) return number;
        }
    }

    private int Add(in Fr value, uint slot)
    {
        if (_count == _values.Length) Array.Resize(ref _values, 2 * _count);
        _values[_count++] = value;
        _slots[slot] = _count;
        if (2 * _count > _slots.Length) Grow();
        return _count - 1;
    }

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        uint mask = (uint)_slots.Length - 1;
        for (int number = 0; number < _count; number++)
        {
            uint slot = Hash(_values[number]) & mask;
            while (_slots[slot] != 0) slot = (slot + 1) & mask;
            _slots[slot] = number + 1;
        }
    }

    // Elements come from a file: its author could make them collide, which costs time linear in their number and nothing else.
    private static uint Hash(in Fr value)
    {
        ref ulong words = ref Unsafe.As<Fr, ulong>(ref Unsafe.AsRef(in value));
        ulong mixed = (words ^ (Unsafe.Add(ref words, 1) * 0x9e3779b97f4a7c15) ^ (Unsafe.Add(ref words, 3) << 7)) * 0xd6e8feb86659fd93;
        return (uint)(mixed >> 32);
    }
}
