using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Fuzz;

/// <summary>A model file that was read whole must give the same in blocks, of sizes that divide nothing, as floats and as fixed
/// point.</summary>
internal static class BlockReads
{
    private const int BlockLength = 37;

    public static void CompareSingles(Func<string, ModelFileReader> open, string path, float[] whole)
    {
        using ModelFileReader reader = open(path);
        Require(reader.Length == whole.Length && !reader.HoldsIntegers);
        var expected = new int[whole.Length];
        QuantisationReport report = default;
        bool finite = true;
        try
        {
            report = FixedPointFormat.Default.Quantise(whole, expected);
        }
        catch (NonFiniteValueException)
        {
            finite = false;
        }

        QuantisationReport merged = default;
        Span<float> reals = stackalloc float[BlockLength];
        Span<int> integers = stackalloc int[BlockLength];
        for (int start = 0; start < whole.Length; start += BlockLength)
        {
            int length = Math.Min(BlockLength, whole.Length - start);
            reader.ReadSingles(start, reals[..length]);
            for (int i = 0; i < length; i++)
            {
                Require(BitConverter.SingleToInt32Bits(reals[i]) == BitConverter.SingleToInt32Bits(whole[start + i]));
            }

            merged = merged.Merge(reader.ReadFixedPoint(start, integers[..length], FixedPointFormat.Default));
            if (finite) Require(integers[..length].SequenceEqual(expected.AsSpan(start, length)));
        }

        Require(finite ? merged == report : merged.NonFinite > 0);
    }

    public static void CompareIntegers(Func<string, ModelFileReader> open, string path, long[] whole)
    {
        using ModelFileReader reader = open(path);
        Require(reader.Length == whole.Length && reader.HoldsIntegers);
        Span<int> block = stackalloc int[BlockLength];
        for (int start = 0; start < whole.Length; start += BlockLength)
        {
            int length = Math.Min(BlockLength, whole.Length - start);
            bool fits = !whole.AsSpan(start, length).ContainsAnyExceptInRange(int.MinValue, int.MaxValue);
            try
            {
                reader.ReadIntegers(start, block[..length]);
            }
            catch (FileFormatException) when (!fits)
            {
                continue;
            }

            Require(fits);
            for (int i = 0; i < length; i++) Require(block[i] == whole[start + i]);
        }
    }

    private static void Require(bool holds)
    {
        if (!holds) throw new InvalidOperationException("A file read in blocks is another than the file read whole.");
    }
}
