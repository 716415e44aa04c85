using FlZk.Platform.Files;

namespace FlZk.Platform.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flzk-platform-");

    private string Target => Path.Combine(_folder.FullName, "sub", "file.bin");

    [Fact]
    public void A_file_appears_whole_under_its_name()
    {
        AtomicFile.WriteAllBytes(Target, new byte[] { 1, 2, 3 });
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Target));
    }

    [Fact]
    public void A_device_stays_a_device()
    {
        if (OperatingSystem.IsWindows()) return;
        AtomicFile.WriteAllText("/dev/null", "nothing");
        using FileStream device = File.OpenRead("/dev/null");
        Assert.Equal(-1, device.ReadByte());
        Assert.Throws<IOException>(() => AtomicFile.WriteAllText("/dev/full", "too much"));
    }

    [Fact]
    public void A_failing_writer_leaves_the_old_content_and_no_temporary_file()
    {
        AtomicFile.WriteAllText(Target, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.Write("half of the new"u8);
            throw new InvalidOperationException("the writer gave up");
        }));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void A_full_disk_is_an_IOException_and_leaves_nothing()
    {
        if (!File.Exists("/dev/full")) return;
        Assert.Throws<IOException>(() => AtomicFile.Write(Target, _ =>
        {
            using FileStream full = new("/dev/full", FileMode.Open, FileAccess.Write);
            full.Write(new byte[1 << 20]);
            full.Flush();
        }));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void What_cannot_be_written_is_known_before_and_trying_leaves_nothing()
    {
        AtomicFile.RequireWritable(Target);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(Target)!));
        AtomicFile.WriteAllText(Target, "old");
        AtomicFile.RequireWritable(Target);
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.ThrowsAny<IOException>(() => AtomicFile.RequireWritable(Path.Combine(Target, "below a file")));
        if (!Directory.Exists("/proc")) return;
        var refused = Assert.Throws<IOException>(() => AtomicFile.RequireWritable("/proc/model.safetensors"));
        Assert.Equal("no file can be made in /proc.", refused.Message);
    }

    [Fact]
    public void Secrets_are_readable_by_their_owner_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        AtomicFile.WriteAllText(Target, "blinding", AtomicFile.OwnerOnly);
        Assert.Equal(AtomicFile.OwnerOnly, File.GetUnixFileMode(Target));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
