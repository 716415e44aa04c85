using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>The point arrays of a .zkey: copied or mapped as they are, because a file's bytes are the points' form in memory.</summary>
/// <param name="file">The file.</param>
/// <param name="mapped">Receives mapped arrays; null to copy.</param>
/// <param name="isChecked">Whether every point must be shown to be one.</param>
/// <param name="execution">Cancellation and threads.</param>
internal sealed class PointSections(SectionedFile file, MappedPoints? mapped, bool isChecked, Execution execution)
{
    private const int ReadBlock = 1 << 20;

    public ReadOnlyMemory<G1Affine> G1(uint id, string name, int count)
    {
        SectionReader section = file.Section(id, name);
        section.RequireRemaining(count, PointEncoding.G1Length);
        ReadOnlyMemory<G1Affine> points = mapped?.MapG1(section.Start, count) ?? Copy<G1Affine>(section, count);
        int bad = isChecked ? CurveMembership.FirstNotInG1(points, execution) : -1;
        return bad < 0 ? points : throw NotAPoint(section, bad, PointEncoding.G1Length, "a point of G1");
    }

    public ReadOnlyMemory<G2Affine> G2(uint id, string name, int count)
    {
        SectionReader section = file.Section(id, name);
        section.RequireRemaining(count, PointEncoding.G2Length);
        ReadOnlyMemory<G2Affine> points = mapped?.MapG2(section.Start, count) ?? Copy<G2Affine>(section, count);
        int bad = isChecked ? CurveMembership.FirstNotOnTwist(points, execution) : -1;
        return bad < 0 ? points : throw NotAPoint(section, bad, PointEncoding.G2Length, "a point on the twist");
    }

    private T[] Copy<T>(SectionReader section, int count)
        where T : unmanaged
    {
        T[] elements = GC.AllocateUninitializedArray<T>(count);
        int perBlock = ReadBlock / Unsafe.SizeOf<T>();
        int blocks = (count + perBlock - 1) / perBlock;
        FileFormatException? shortened = null;
        var options = new ParallelOptions { CancellationToken = execution.Cancellation, MaxDegreeOfParallelism = execution.Threads };
        Parallel.For(0, blocks, options, block =>
        {
            int first = block * perBlock;
            Span<byte> bytes = MemoryMarshal.AsBytes(elements.AsSpan(first, Math.Min(perBlock, count - first)));
            try
            {
                section.ReadAt((long)block * perBlock * Unsafe.SizeOf<T>(), bytes);
            }
            catch (FileFormatException cause)
            {
                shortened = cause;
            }
        });
        return shortened is null ? elements : throw shortened;
    }

    private static FileFormatException NotAPoint(SectionReader section, int index, int length, string demand) =>
        section.BadAt((long)index * length, $"element {index} is not {demand}.");
}
