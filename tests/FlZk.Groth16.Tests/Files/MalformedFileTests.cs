using CsCheck;
using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16.Tests;

/// <summary>Damaged and lying files are refused by name, and cost no more memory than they have bytes.</summary>
public sealed class MalformedFileTests(TestCircuits circuits)
{
    // What reading costs whatever the file: path, handle, tables of sections, the message. And what a byte may cost: a coefficient of 44
    // bytes becomes an entry and its indices, a point of 64 bytes a point, and a buffer of a section is as long as the section at most.
    private const long Allowance = 1 << 16;
    private const long AllowancePerByte = 8;

    // BLS12-381's scalar field modulus, little-endian.
    private static readonly byte[] OtherPrime =
        [.. Convert.FromHexString("73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001").Reverse()];

    public static IEnumerable<TheoryDataRow<string>> Kinds => [new(".zkey"), new(".wtns"), new(".r1cs")];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Truncation_anywhere_is_refused(string kind)
    {
        byte[] whole = Whole(kind);
        var boundaries = new SectionedBytes(whole).Boundaries.Where(b => b < whole.Length);
        foreach (int length in boundaries) AssertRefused(kind, whole[..length]);
        Gen.Int[0, whole.Length - 1].Sample(length => AssertRefused(kind, whole[..length]), iter: 200, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_changed_byte_is_refused_by_name_or_read_as_another_value(string kind)
    {
        byte[] whole = Whole(kind);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte[1, 255]).Sample(
            change =>
            {
                byte[] damaged = [.. whole];
                damaged[change.Item1] ^= change.Item2;
                try
                {
                    Read(kind, damaged);
                }
                catch (FileFormatException refusal)
                {
                    Assert.NotEmpty(refusal.Reason);
                }
            },
            iter: 300,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_missing_section_is_named_and_a_duplicate_refused(string kind)
    {
        byte[] whole = Whole(kind);
        foreach ((uint id, _) in new SectionedBytes(whole).Sections)
        {
            // Maps of labels and the declarations of custom gates may be absent.
            bool optional = kind == ".r1cs" && id > 2;
            var without = new SectionedBytes(whole);
            without.Sections.RemoveAll(s => s.Id == id);
            if (!optional) AssertRefused(kind, without.ToArray(), $"section {id} ");

            var twice = new SectionedBytes(whole);
            twice.Sections.Add((id, twice[id]));
            if (!(kind == ".r1cs" && id == 4)) AssertRefused(kind, twice.ToArray(), "twice");
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Other_kinds_other_versions_and_foreign_files_are_named(string kind)
    {
        byte[] whole = Whole(kind);
        foreach (string other in (string[])[".zkey", ".wtns", ".r1cs", ".ptau"])
        {
            if (other == kind) continue;
            byte[] file = other == ".ptau" ? File.ReadAllBytes(circuits.PowersOfTau) : Whole(other);
            AssertRefused(kind, file, $"this is a {other} file");
        }

        AssertRefused(kind, [], "0 bytes");
        AssertRefused(kind, [.. "{ \"pi_a\": [] }"u8], "not a ");
        AssertRefused(kind, [.. whole[..4], 9, .. whole[5..]], "version 9");
        AssertRefused(kind, [.. whole, 0], "1 bytes follow");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Counts_and_lengths_that_lie_are_refused_without_allocating_what_they_claim(string kind)
    {
        byte[] whole = Whole(kind);
        var file = new SectionedBytes(whole);

        // Every aligned 32-bit word of every header, made enormous in turn; and every section's length.
        uint header = kind == ".zkey" ? 2u : 1u;
        int fields = kind == ".zkey" ? 2 * 36 : 36;
        for (int at = fields; at + 4 <= Math.Min(file[header].Length, fields + 28); at += 4)
        {
            foreach (uint lie in (uint[])[0x7ffffff0, 0x08000000, uint.MaxValue])
            {
                var lying = new SectionedBytes(whole);
                byte[] content = [.. lying[header]];
                SectionedBytes.UInt32(lie).CopyTo(content, at);
                lying[header] = content;
                AssertBounded(kind, lying.ToArray());
            }
        }

        foreach (int boundary in file.Boundaries.Where((_, i) => i % 2 == 1).SkipLast(1))
        {
            foreach (byte lie in (byte[])[1, 8, 0x7f, 0xff])
            {
                byte[] lying = [.. whole];
                lying[boundary + 4 + 7] = lie;
                AssertRefused(kind, lying, "claims");
            }
        }

        foreach (uint id in kind == ".zkey" ? [4u, 10u] : kind == ".r1cs" ? [2u] : Array.Empty<uint>())
        {
            var lying = new SectionedBytes(whole);
            byte[] content = [.. lying[id]];
            SectionedBytes.UInt32(0x7fffffff).CopyTo(content, id == 10 ? 64 : 0);
            lying[id] = content;
            AssertBounded(kind, lying.ToArray());
        }

        byte[] manySections = [.. whole];
        SectionedBytes.UInt32(uint.MaxValue).CopyTo(manySections, 8);
        AssertBounded(kind, manySections);
    }

    [Fact]
    public void Files_over_another_field_name_it()
    {
        foreach (string kind in (string[])[".wtns", ".r1cs"])
        {
            var file = new SectionedBytes(Whole(kind));
            byte[] header = [.. file[1]];
            OtherPrime.CopyTo(header, 4);
            file[1] = header;
            AssertRefused(kind, file.ToArray(), "BLS12-381 scalar field");
        }

        var key = new SectionedBytes(Whole(".zkey"));
        byte[] keyHeader = [.. key[2]];
        OtherPrime.CopyTo(keyHeader, 40);
        key[2] = keyHeader;
        AssertRefused(".zkey", key.ToArray(), "BLS12-381 scalar field");
        keyHeader = [.. key[2]];
        keyHeader.AsSpan(40, 32).CopyTo(keyHeader.AsSpan(4));
        key[2] = keyHeader;
        AssertRefused(".zkey", key.ToArray(), "BN254 base field was expected");
    }

    [Fact]
    public async Task Plonk_keys_of_snarkjs_are_named()
    {
        string plonk = circuits.NewPath(".zkey");
        await SnarkjsOracle.RunAsync(
            circuits.Folder,
            new { operation = "plonkSetup", r1cs = circuits["multiplier"].ConstraintSystemPath, ptau = circuits.PowersOfTau, to = plonk });
        Assert.Contains("PLONK", Assert.Throws<FileFormatException>(() => ProvingKey.Read(plonk)).Message, StringComparison.Ordinal);
        Assert.Contains("PLONK", Assert.Throws<FileFormatException>(() => ProvingKey.ReadHeader(plonk)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Custom_gates_are_refused()
    {
        var file = new SectionedBytes(Whole(".r1cs"));
        file.Sections.RemoveAll(s => s.Id is 4 or 5);
        file.Sections.Add((5, [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
        AssertRefused(".r1cs", file.ToArray(), "custom gates");
    }

    [Fact]
    public void Points_off_the_curve_and_values_not_below_the_modulus_are_refused_with_their_place()
    {
        foreach ((uint id, int at) in ((uint, int)[])[(3, 0), (5, 64), (6, 64), (7, 0), (8, 0), (9, 64)])
        {
            foreach (byte[] bad in (byte[][])[[.. Enumerable.Repeat((byte)0xff, 32)], [1, .. new byte[31]]])
            {
                var file = new SectionedBytes(Whole(".zkey"));
                byte[] content = [.. file[id]];
                bad.CopyTo(content, at);
                file[id] = content;
                FileFormatException refusal = AssertRefused(".zkey", file.ToArray(), "is not a point");
                Assert.NotNull(refusal.Offset);
            }
        }

        var witness = new SectionedBytes(Whole(".wtns"));
        byte[] values = [.. witness[2]];
        Fr.Modulus.TryWriteBytes(values.AsSpan(64), out _, isUnsigned: true);
        witness[2] = values;
        AssertRefused(".wtns", witness.ToArray(), "element 2 is not below the modulus");
        values = [.. new SectionedBytes(Whole(".wtns"))[2]];
        values[0] = 2;
        witness[2] = values;
        AssertRefused(".wtns", witness.ToArray(), "constant one");
    }

    [Theory]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "protocol is missing")]
    [InlineData("""{"protocol":"plonk"}""", "plonk")]
    [InlineData("""{"protocol":"groth16","curve":"bls12381"}""", "bls12381")]
    [InlineData("""{"protocol":"groth16","curve":"bn128"}""", "pi_a is missing")]
    [InlineData("""{"protocol":"groth16","pi_a":["1","2"]}""", "array of 3")]
    [InlineData("""{"protocol":"groth16","pi_a":["1","3","1"]}""", "not on the curve")]
    [InlineData("""{"protocol":"groth16","pi_a":["1","2","7"]}""", "affine")]
    [InlineData("""{"protocol":"groth16","pi_a":["-1","2","1"]}""", "below the base field's modulus")]
    [InlineData("""{"protocol":"groth16","pi_a":["0x1","2","1"]}""", "below the base field's modulus")]
    [InlineData("""{"protocol":"groth16","pi_a":[{},"2","1"]}""", "not a string")]
    [InlineData("""{"protocol":"groth16","pi_a":["21888242871839275222246405745257275088696311157297823662689037894645226208584","2","1"]}""", "below the base")]
    public void Malformed_proof_json_is_refused_by_name(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<FileFormatException>(() => Proof.ParseJson(json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{}")]
    [InlineData("""["21888242871839275222246405745257275088548364400416034343698204186575808495617"]""")]
    [InlineData("""["-1"]""")]
    [InlineData("[[]]")]
    [InlineData("""["1e3"]""")]
    [InlineData("[1.5]")]
    [InlineData("""[""]""")]
    public void Public_signals_that_are_no_canonical_decimals_are_refused(string json) =>
        Assert.Throws<FileFormatException>(() => PublicSignals.ParseJson(json));

    [Fact]
    public void A_verification_key_with_a_wrong_number_of_bases_is_refused()
    {
        string json = circuits["multiplier"].DevelopmentKey.VerificationKey.ToJson();
        string lying = json.Replace("\"nPublic\": 1", "\"nPublic\": 2", StringComparison.Ordinal);
        Assert.NotEqual(json, lying);
        Assert.Contains(
            "IC has 2 points",
            Assert.Throws<FileFormatException>(() => VerificationKey.ParseJson(lying)).Message,
            StringComparison.Ordinal);
    }

    private byte[] Whole(string kind) => File.ReadAllBytes(kind switch
    {
        ".zkey" => circuits["multiplier"].ContributedKeyPath,
        ".wtns" => circuits["multiplier"].WitnessPath,
        _ => circuits["multiplier"].ConstraintSystemPath,
    });

    private void Read(string kind, byte[] bytes)
    {
        string path = circuits.NewPath(kind);
        File.WriteAllBytes(path, bytes);
        try
        {
            switch (kind)
            {
                case ".zkey": ProvingKey.Read(path); break;
                case ".wtns": Witness.Read(path); break;
                default: ConstraintSystem.Read(path); break;
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private FileFormatException AssertRefused(string kind, byte[] bytes, string reason = "")
    {
        FileFormatException refusal = Assert.Throws<FileFormatException>(() => Read(kind, bytes));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(kind, refusal.File, StringComparison.Ordinal);
        return refusal;
    }

    // Arrays are allocated by the calling thread, whatever helpers fill them.
    private void AssertBounded(string kind, byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Read(kind, bytes);
        }
        catch (FileFormatException)
        {
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        long allowed = Allowance + (AllowancePerByte * bytes.Length);
        Assert.True(allocated < allowed, $"{allocated} bytes were allocated for a file of {bytes.Length}; {allowed} are allowed.");
    }
}
