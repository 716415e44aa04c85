using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;

namespace FlZk.Bench.Peers;

/// <summary>Readies libtorch for use.</summary>
/// <remarks>TorchSharp's library for Linux asks for version GLIBCXX_3.4.32 of the C++ runtime, GCC 13's, for one symbol that no code of it
/// calls (<c>std::ios_base_library_init</c>, which the header <c>iostream</c> names and nothing more). Where the system's runtime is older,
/// as on Debian 12, the loader refuses it for that. So the requirement is marked as weak, which the loader lets pass, in the copy beside
/// this program.</remarks>
internal static class TorchLibrary
{
    private const string Version = "GLIBCXX_3.4.32";

    // Of the ELF format for 64 bits (elf.h): section headers, and what a library needs of others' versions.
    private const int SectionHeadersAt = 0x28, SectionHeaderSizeAt = 0x3A, SectionCountAt = 0x3C;
    private const int SectionTypeAt = 4, SectionOffsetAt = 0x18, SectionLinkAt = 0x28;
    private const uint VersionNeeds = 0x6FFFFFFE;
    private const ushort Weak = 2;

    /// <summary>Makes it loadable, and has it use every core.</summary>
    public static void Prepare()
    {
        string library = Path.Combine(
            AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", "libLibTorchSharp.so");
        if (OperatingSystem.IsLinux() && File.Exists(library) && !NativeLibrary.TryLoad(library, out _)) Weaken(library);
        torch.set_num_threads(Environment.ProcessorCount);
    }

    private static void Weaken(string library)
    {
        byte[] elf = File.ReadAllBytes(library);
        long headers = Long(elf, SectionHeadersAt);
        int size = Short(elf, SectionHeaderSizeAt), count = Short(elf, SectionCountAt);
        long Header(int section) => headers + ((long)section * size);
        for (int section = 0; section < count; section++)
        {
            if (Word(elf, Header(section) + SectionTypeAt) != VersionNeeds) continue;
            long names = Long(elf, Header((int)Word(elf, Header(section) + SectionLinkAt)) + SectionOffsetAt);
            long need = Long(elf, Header(section) + SectionOffsetAt);
            for (uint next = 1; next != 0; need += next)
            {
                // A needed library: version, count, file, offset of its first version, offset of the next library.
                long version = need + Word(elf, need + 8);
                next = Word(elf, need + 12);
                for (uint following = 1; following != 0; version += following)
                {
                    // A needed version: hash, flags, index, name, offset of the next.
                    ReadOnlySpan<byte> name = elf.AsSpan((int)(names + Word(elf, version + 8)));
                    following = Word(elf, version + 12);
                    if (Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]) == Version)
                        BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan((int)version + 4), Weak);
                }
            }
        }

        File.WriteAllBytes(library, elf);
    }

    private static ushort Short(byte[] elf, long at) => BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan((int)at));

    private static uint Word(byte[] elf, long at) => BinaryPrimitives.ReadUInt32LittleEndian(elf.AsSpan((int)at));

    private static long Long(byte[] elf, long at) => BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan((int)at));
}
