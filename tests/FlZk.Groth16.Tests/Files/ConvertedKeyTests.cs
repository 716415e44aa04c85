using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16.Tests;

/// <summary>The converted form beside a key spares work and decides nothing: stale, foreign or damaged, it is as if it were not
/// there.</summary>
public sealed class ConvertedKeyTests(TestCircuits circuits) : IDisposable
{
    private static readonly ProvingKeyOptions Converted = new() { Memory = KeyMemory.Mapped, UseConverted = true };

    private readonly string _folder = Directory.CreateTempSubdirectory("flzk-converted-").FullName;

    private TestCircuit Circuit => circuits["many_public"];

    private string Key => Path.Combine(_folder, "circuit.zkey");

    [Fact]
    public void What_was_saved_is_used_and_proves_the_same()
    {
        string saved = SaveConverted();
        Assert.StartsWith(Key + ".", saved, StringComparison.Ordinal);
        using ProvingKey plain = ProvingKey.Read(Key), again = ProvingKey.Open(Key, Converted);
        Assert.False(plain.IsFromConverted);
        Assert.True(again.IsFromConverted);
        Assert.Null(again.SaveConverted());
        AssertSame(plain, again);

        // Not asked for, not used.
        using ProvingKey unasked = ProvingKey.Open(Key, new ProvingKeyOptions { Memory = KeyMemory.Mapped });
        Assert.False(unasked.IsFromConverted);
    }

    [Fact]
    public void A_pipe_in_its_place_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows()) return;
        string saved = SaveConverted();
        File.Delete(saved);
        using (var made = System.Diagnostics.Process.Start("mkfifo", [saved])) made.WaitForExit();
        using ProvingKey key = ProvingKey.Open(Key, Converted);
        Assert.False(key.IsFromConverted);
    }

    [Fact]
    public void A_damaged_or_truncated_one_is_made_anew()
    {
        string saved = SaveConverted();
        byte[] whole = File.ReadAllBytes(saved);
        for (int at = 0; at < whole.Length; at += 1 + (whole.Length / 150))
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x41;
            AssertIgnored(damaged);
            AssertIgnored(whole[..at]);
        }

        AssertIgnored([.. whole, 0]);
        AssertIgnored([]);

        // And replaced by a whole one on the way.
        using (ProvingKey key = ProvingKey.Open(Key, Converted)) Assert.Equal(saved, key.SaveConverted());
        Assert.Equal(whole, File.ReadAllBytes(saved));

        void AssertIgnored(byte[] content)
        {
            File.WriteAllBytes(saved, content);
            using ProvingKey key = ProvingKey.Open(Key, Converted);
            Assert.False(key.IsFromConverted);
        }
    }

    [Fact]
    public void Indices_out_of_bounds_under_a_right_digest_are_refused_too()
    {
        string saved = SaveConverted();
        byte[] whole = File.ReadAllBytes(saved);
        const int digestAt = 8, contentAt = 40, countsAt = 80, valuesAt = countsAt + 28;
        for (int at = valuesAt; at + 4 <= whole.Length; at += 4 * (1 + (whole.Length / 400)))
        {
            byte[] lying = [.. whole];
            BitConverter.TryWriteBytes(lying.AsSpan(at), 0x7fff_fff0);
            System.Security.Cryptography.SHA256.HashData(lying.AsSpan(contentAt), lying.AsSpan(digestAt, 32));
            File.WriteAllBytes(saved, lying);
            using ProvingKey key = ProvingKey.Open(Key, Converted);

            // A value of the table may become another value below the modulus: the proof's own verification is there for that.
            if (!key.IsFromConverted) continue;
            Assert.Throws<UnprovableException>(() => NativeProver.Prove(key, Circuit.Witness));
        }
    }

    [Fact]
    public void A_changed_or_replaced_key_is_read_anew()
    {
        SaveConverted();

        // Another key of the same circuit under the same name; then the first again: as a file, it is not the one converted.
        File.Copy(Circuit.ContributedKeyPath, Key, overwrite: true);
        AssertReadAnew();
        File.Copy(Circuit.DevelopmentKeyPath, Key, overwrite: true);
        AssertReadAnew();

        // Same bytes, same length, same time of writing; only the file is another, or was touched.
        Settle();
        using (ProvingKey key = ProvingKey.Open(Key, Converted)) Assert.NotNull(key.SaveConverted());
        DateTime written = File.GetLastWriteTimeUtc(Key);
        File.Copy(Key, Key + ".copy");
        File.Move(Key + ".copy", Key, overwrite: true);
        File.SetLastWriteTimeUtc(Key, written);
        AssertReadAnew();

        void AssertReadAnew()
        {
            using ProvingKey key = ProvingKey.Open(Key, Converted);
            Assert.False(key.IsFromConverted);
        }
    }

    [Fact]
    public void A_bad_point_is_found_although_an_earlier_file_of_that_name_was_good()
    {
        SaveConverted();
        byte[] bytes = File.ReadAllBytes(Key);
        var sections = new SectionedBytes(bytes);
        byte[] points = [.. sections[9]];
        points[^1] ^= 0x01;
        sections[9] = points;
        File.WriteAllBytes(Key, sections.ToArray());
        Assert.Contains(
            "not a point of G1", Assert.Throws<FileFormatException>(() => ProvingKey.Open(Key, Converted)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Saving_for_a_new_key_removes_what_was_left_for_the_old_one()
    {
        string first = SaveConverted();
        string abandoned = Path.Combine(_folder, $".{Path.GetFileName(first)}.1-killed.tmp");
        File.WriteAllText(abandoned, "half");
        File.SetLastWriteTimeUtc(abandoned, DateTime.UtcNow.AddHours(-2));
        string stranger = Key + ".notes.flzkkey";
        File.WriteAllText(stranger, "mine");
        File.Copy(Circuit.ContributedKeyPath, Key, overwrite: true);
        Settle();
        using ProvingKey key = ProvingKey.Open(Key, Converted);
        string second = key.SaveConverted()!;
        Assert.NotEqual(first, second);
        Assert.False(File.Exists(first));
        Assert.False(File.Exists(abandoned));
        Assert.True(File.Exists(stranger));
    }

    [Fact]
    public void Many_at_once_leave_one_whole_form()
    {
        Copy();
        Parallel.For(0, 8, _ =>
        {
            using ProvingKey key = ProvingKey.Open(Key, Converted);
            key.SaveConverted();
        });
        using ProvingKey last = ProvingKey.Open(Key, Converted);
        Assert.True(last.IsFromConverted);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Where_nothing_can_be_written_beside_the_key_nothing_fails()
    {
        Copy();
        using ProvingKey key = ProvingKey.Open(Key, Converted);

        // A folder under the very name stands in for one that cannot be written, which a superuser could.
        string name = SaveConverted();
        File.Delete(name);
        Directory.CreateDirectory(name);
        string? elsewhere = key.SaveConverted();
        Assert.NotEqual(name, elsewhere);
        using ProvingKey again = ProvingKey.Open(Key, Converted);
        Assert.Equal(elsewhere is not null, again.IsFromConverted);
        if (elsewhere is not null) File.Delete(elsewhere);
    }

    [Fact]
    public void A_key_in_memory_has_nothing_to_convert() =>
        Assert.Null(DevelopmentSetup.Generate(Circuit.System, [1, 2, 3]).SaveConverted());

    [Fact]
    public void A_mapped_key_serves_many_threads_until_its_last_proof_and_refuses_after_that()
    {
        Copy();
        ProvingKey key = ProvingKey.Open(Key, new ProvingKeyOptions { Memory = KeyMemory.Mapped });
        Parallel.For(0, 4, _ => NativeProver.Prove(key, Circuit.Witness));

        // Disposed of while a proof runs.
        var told = new Disposing(key);
        Proof proof = NativeProver.Prove(key, Circuit.Witness, new ProvingOptions { Progress = told }).Proof;
        Assert.True(Verifier.Verify(Circuit.DevelopmentKey.VerificationKey, Circuit.PublicSignals, proof));
        Assert.Throws<ObjectDisposedException>(() => NativeProver.Prove(key, Circuit.Witness));
        Assert.Throws<ObjectDisposedException>(() => key.PointsA.Span.Length);
    }

    [Fact]
    public void A_mapped_key_whose_file_changed_is_refused_and_one_replaced_by_renaming_is_not()
    {
        Copy();
        using (ProvingKey key = ProvingKey.Open(Key, new ProvingKeyOptions { Memory = KeyMemory.Mapped }))
        {
            File.Copy(Circuit.ContributedKeyPath, Key + ".new");
            File.Move(Key + ".new", Key, overwrite: true);
            NativeProver.Prove(key, Circuit.Witness);
        }

        if (!OperatingSystem.IsLinux()) return;
        using ProvingKey changed = ProvingKey.Open(Key, new ProvingKeyOptions { Memory = KeyMemory.Mapped });
        File.SetLastWriteTimeUtc(Key, DateTime.UtcNow.AddSeconds(7));
        Assert.Contains(
            "has changed", Assert.Throws<IOException>(() => NativeProver.Prove(changed, Circuit.Witness)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string SaveConverted()
    {
        Copy();
        using ProvingKey key = ProvingKey.Open(Key, Converted);
        return key.SaveConverted() ?? throw new InvalidOperationException("Nothing was saved.");
    }

    private void Copy()
    {
        if (!File.Exists(Key)) File.Copy(Circuit.DevelopmentKeyPath, Key);
        Settle();
    }

    // Files that changed a moment ago are not converted.
    private void Settle() => File.SetLastWriteTimeUtc(Key, DateTime.UtcNow.AddMinutes(-1));

    private void AssertSame(ProvingKey a, ProvingKey b)
    {
        (Fr r, Fr s) = (Fr.Random(), Fr.Random());
        foreach (int threads in (int[])[1, 2, 0])
        {
            Assert.Equal(
                NativeProver.Prove(a, Circuit.Witness, r, s).Proof,
                NativeProver.Prove(b, Circuit.Witness, r, s, new ProvingOptions { MaximumThreads = threads }).Proof);
        }
    }

    private sealed class Disposing(ProvingKey key) : IProgress<Platform.WorkProgress>
    {
        public void Report(Platform.WorkProgress value) => key.Dispose();
    }
}
