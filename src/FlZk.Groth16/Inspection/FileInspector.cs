using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using FlZk.Bn254;
using FlZk.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace FlZk.Groth16;

/// <summary>Tells files apart and what they say about themselves.</summary>
internal static class FileInspector
{
    private const string Curve = "BN254 (bn128)";

    // No text file of snarkjs begins with anything else.
    private const int LargestJson = 1 << 30;

    public static FileInspection Inspect(string path)
    {
        Span<byte> magic = stackalloc byte[4];
        long length;
        using (SafeFileHandle handle = SeekableFile.Open(path))
        {
            length = RandomAccess.GetLength(handle);
            magic = magic[..RandomAccess.Read(handle, magic, 0)];
        }

        return Encoding.ASCII.GetString(magic) switch
        {
            "zkey" => ProvingKey(path),
            "wtns" => Witness(path),
            "r1cs" => ConstraintSystem(path),
            "ptau" => PowersOfTau(path),
            _ when length is > 0 and < LargestJson => Json(path),
            _ => throw new FileFormatException(path, "neither a file of circom or snarkjs nor JSON."),
        };
    }

    private static FileInspection ProvingKey(string path)
    {
        ProvingKeyHeader header = Groth16.ProvingKey.ReadHeader(path);
        var facts = new Facts()
            .Add("curve", Curve)
            .Add("wires", header.WireCount)
            .Add("public signals", header.PublicCount)
            .Add("domain", header.DomainSize)
            .Add("origin", header.Origin == KeyOrigin.Development ? "development" : "ceremony")
            .Add("circuit hash", Convert.ToHexStringLower(header.CircuitHash.Span))
            .Add("contributions", header.Contributions.Count);
        for (int i = 0; i < header.Contributions.Count; i++)
        {
            Contribution contribution = header.Contributions[i];
            string kind = contribution.Type == 1 ? "beacon" : "contribution";
            facts.Add($"{kind} {i + 1}", contribution.Name.Length > 0 ? ForeignText.Printable(contribution.Name) : "(no name)");
        }

        string? flaw = Flaw(() => KeyInspection.RequireSound(header));
        if (header.Origin == KeyOrigin.Development) flaw ??= "a development key: whoever made it can forge; for local chains alone";
        const string trust = "sound if one contributor of the powers of tau and one of these contributions forgot its secret; the "
            + "contributions are as recorded, not verified here";
        return new FileInspection(path, "Groth16 proving key (.zkey)", facts.List, flaw is null, flaw ?? trust);
    }

    private static FileInspection Witness(string path)
    {
        using SectionedFile file = SectionedFile.Open(path, FileKind.Witness, [1, 2]);
        SectionReader header = file.Section(1, "header");
        FieldHeader.RequireScalarField(header);
        int count = header.ReadCount("wires");
        header.RequireEnd();
        file.RequireLength(2, "values", count, FieldHeader.ByteLength);
        return new FileInspection(path, "witness (.wtns)", new Facts().Add("curve", Curve).Add("wires", count).List);
    }

    private static FileInspection ConstraintSystem(string path)
    {
        using SectionedFile file = SectionedFile.Open(path, FileKind.ConstraintSystem, [1, 2, 3, 5]);
        SectionReader header = file.Section(1, "header");
        FieldHeader.RequireScalarField(header);
        var facts = new Facts().Add("curve", Curve);
        foreach (string count in (string[])["wires", "public outputs", "public inputs", "private inputs"])
            facts.Add(count, header.ReadCount(count));
        facts.Add("labels", header.ReadUInt64().ToString(CultureInfo.InvariantCulture)).Add("constraints", header.ReadCount("constraints"));
        header.RequireEnd();
        bool hasGates = file.Has(5) && file.Section(5, "custom gates").ReadUInt32() > 0;
        if (hasGates) facts.Add("custom gates", "yes: for PLONK alone");
        return new FileInspection(path, "constraint system (.r1cs)", facts.List);
    }

    private static FileInspection PowersOfTau(string path)
    {
        using SectionedFile file = SectionedFile.Open(path, FileKind.PowersOfTau, [1, 7, 12]);
        SectionReader header = file.Section(1, "header");
        FieldHeader.RequireBaseField(header);
        int power = header.ReadCount("powers"), ceremonyPower = header.ReadCount("powers of the ceremony");
        uint contributions = file.Has(7) ? file.Section(7, "contributions").ReadUInt32() : 0;
        Facts facts = new Facts()
            .Add("curve", Curve)
            .Add("power", power)
            .Add("power of the ceremony", ceremonyPower)
            .Add("largest circuit", power < 31 ? $"{1L << power} rows" : "beyond any circuit")
            .Add("contributions", contributions.ToString(CultureInfo.InvariantCulture))
            .Add("prepared for phase 2", file.Has(12) ? "yes" : "no");
        return new FileInspection(path, "powers of tau (.ptau)", facts.List);
    }

    private static FileInspection Json(string path)
    {
        string text = File.ReadAllText(path);
        string kind = SnarkjsJson.Parse(text, path, static root => root.ValueKind switch
        {
            JsonValueKind.Array => "public",
            JsonValueKind.Object when root.TryGetProperty("vk_alpha_1", out _) => "key",
            JsonValueKind.Object when root.TryGetProperty("pi_a", out _) => "proof",
            _ => "other",
        });
        switch (kind)
        {
            case "public":
                int count = PublicSignals.ParseJson(text, path).Length;
                return new FileInspection(path, "public signals (JSON)", new Facts().Add("signals", count).List);
            case "key":
                VerificationKey key = VerificationKey.ParseJson(text, path);
                string? flaw = Flaw(key.RequireSound);
                Facts facts = new Facts().Add("curve", Curve).Add("public signals", key.PublicCount)
                    .Add("gamma", key.Gamma == G2Affine.Generator ? "[1]2" : "another point");
                return new FileInspection(
                    path, "Groth16 verification key (JSON)", facts.List, flaw is null,
                    flaw ?? "as sound as the setup it came from, which this file does not tell");
            case "proof":
                Proof proof = Proof.ParseJson(text, path);
                bool isFinite = !proof.A.IsInfinity && !proof.B.IsInfinity && !proof.C.IsInfinity;
                return new FileInspection(
                    path, "Groth16 proof (JSON)",
                    new Facts().Add("curve", Curve).Add("points", isFinite ? "on their curves" : "one is infinity: refused").List);
            default:
                throw new FileFormatException(path, "JSON, but neither a verification key, a proof nor public signals.");
        }
    }

    private static string? Flaw(Action inspection)
    {
        try
        {
            inspection();
            return null;
        }
        catch (KeyException unsafeKey)
        {
            return unsafeKey.Message;
        }
    }

    private sealed class Facts
    {
        public List<KeyValuePair<string, string>> List { get; } = [];

        public Facts Add(string name, string value)
        {
            List.Add(new(name, value));
            return this;
        }

        public Facts Add(string name, BigInteger value) => Add(name, value.ToString(CultureInfo.InvariantCulture));
    }
}
