using FlZk.Bn254;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>
/// A .ptau file, phase 1 of a ceremony ("powers of tau"; Bowe, Gabizon, Miers 2017): 1 header, 2 [tau^i]1, 3 [tau^i]2, 4 [alpha tau^i]1,
/// 5 [beta tau^i]1, 6 [beta]2, 7 contributions, and, when prepared for phase 2, 12 to 15: sections 2 to 5 over the Lagrange basis of
/// every domain from 1 point up, one after the other.
/// </summary>
/// <remarks>
/// Points are read when they are needed, in the ranges that are needed; each is checked to be on its curve.
/// <see cref="RequireConsistent"/> checks that they are powers of one tau, and the Lagrange forms what the powers say.
/// </remarks>
public sealed class PowersOfTau : IDisposable
{
    internal const uint HeaderSection = 1;
    internal const uint TauG1Section = 2;
    internal const uint TauG2Section = 3;
    internal const uint AlphaSection = 4;
    internal const uint BetaSection = 5;
    internal const uint BetaG2Section = 6;
    internal const uint ContributionsSection = 7;
    internal const uint LagrangeShift = 10;

    private const string OnG1 = "a point of G1";
    private const string OnG2 = "a point on the twist";

    private static readonly uint[] KnownSections =
    [
        HeaderSection, TauG1Section, TauG2Section, AlphaSection, BetaSection, BetaG2Section, ContributionsSection,
        TauG1Section + LagrangeShift, TauG2Section + LagrangeShift, AlphaSection + LagrangeShift, BetaSection + LagrangeShift,
    ];

    private readonly SectionedFile _file;

    private PowersOfTau(SectionedFile file)
    {
        _file = file;
        SectionReader header = file.Section(HeaderSection, "header");
        FieldHeader.RequireBaseField(header);
        uint power = header.ReadUInt32();
        uint ceremonyPower = header.ReadUInt32();
        header.RequireEnd();
        if (power is 0 or > EvaluationDomain.MaximumLogSize)
            throw header.Bad($"power {power} is outside 1 to {EvaluationDomain.MaximumLogSize}.", -8);
        if (ceremonyPower < power) throw header.Bad($"a ceremony of power {ceremonyPower} has no powers up to {power}.", -4);
        Power = (int)power;
        CeremonyPower = (int)ceremonyPower;
        long size = 1L << Power;
        file.RequireLength(TauG1Section, "tau in G1", (2 * size) - 1, PointEncoding.G1Length);
        file.RequireLength(TauG2Section, "tau in G2", size, PointEncoding.G2Length);
        file.RequireLength(AlphaSection, "alpha tau in G1", size, PointEncoding.G1Length);
        file.RequireLength(BetaSection, "beta tau in G1", size, PointEncoding.G1Length);
        file.RequireLength(BetaG2Section, "beta in G2", 1, PointEncoding.G2Length);
        BetaG2 = PointEncoding.ReadG2(file.Section(BetaG2Section, "beta in G2"), "beta");
        IsPrepared = file.Has(TauG1Section + LagrangeShift) && file.Has(TauG2Section + LagrangeShift)
            && file.Has(AlphaSection + LagrangeShift) && file.Has(BetaSection + LagrangeShift);
        if (file.Has(ContributionsSection))
            ContributionCount = file.Section(ContributionsSection, "contributions").ReadCount("contributions");
    }

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>p: circuits of up to 2^p rows.</summary>
    public int Power { get; }

    /// <summary>The power of the ceremony that the file was cut from.</summary>
    public int CeremonyPower { get; }

    /// <summary>Whether the file holds the Lagrange forms ("prepared for phase 2").</summary>
    public bool IsPrepared { get; }

    /// <summary>Contributions that the file lists. Check them with the program that made the file: they are not checked here.</summary>
    public int ContributionCount { get; }

    /// <summary>[beta]2.</summary>
    internal G2Affine BetaG2 { get; }

    /// <summary>Opens a .ptau file: its header and the lengths of its sections.</summary>
    /// <exception cref="FileFormatException">Not such a file, over another curve, or its sections do not fit its power.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PowersOfTau Open(string path)
    {
        SectionedFile file = SectionedFile.Open(path, FileKind.PowersOfTau, KnownSections);
        try
        {
            return new PowersOfTau(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Requires powers of one tau up to what a circuit of 2^<paramref name="logSize"/> rows takes, and, in a prepared file, Lagrange forms
    /// that belong to them: random 128-bit combinations and pairings, so that a wrong file passes with probability 2^-120.
    /// </summary>
    /// <exception cref="KeyException">The file is none of that; the message says which part.</exception>
    /// <exception cref="FileFormatException">A point is off its curve, or the file is too small for the circuit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void RequireConsistent(int logSize, Execution execution = default) => PowersOfTauCheck.Require(this, logSize, execution);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Points of a section of G1.</summary>
    internal G1Affine[] ReadG1(uint section, long first, int count, CancellationToken cancellation) => SectionElements.ReadRange<G1Affine>(
        _file.Section(section, NameOf(section)), first * PointEncoding.G1Length, count, PointEncoding.G1Length, PointEncoding.TryReadG1,
        OnG1, cancellation);

    /// <summary>Points of a section of G2; the subgroup is not checked.</summary>
    internal G2Affine[] ReadG2(uint section, long first, int count, CancellationToken cancellation) => SectionElements.ReadRange<G2Affine>(
        _file.Section(section, NameOf(section)), first * PointEncoding.G2Length, count, PointEncoding.G2Length, PointEncoding.TryReadG2,
        OnG2, cancellation);

    /// <summary>A section of G1 over the Lagrange basis of 2^logSize points: read where the file has it, computed where not.</summary>
    internal G1Affine[] Lagrange1(uint section, int logSize, Execution execution)
    {
        int count = 1 << logSize;
        if (HasLagrange(section, logSize, PointEncoding.G1Length))
            return ReadG1(section + LagrangeShift, count - 1, count, execution.Cancellation);
        var points = new G1Affine[count];
        int present = PresentPowers(section, count);
        ReadG1(section, 0, present, execution.Cancellation).CopyTo(points, 0);
        GroupTransform.ToLagrangeBasis(points.AsMemory(), execution);
        return points;
    }

    /// <summary>[L_i(tau)]2.</summary>
    internal G2Affine[] Lagrange2(int logSize, Execution execution)
    {
        int count = 1 << logSize;
        if (HasLagrange(TauG2Section, logSize, PointEncoding.G2Length))
            return ReadG2(TauG2Section + LagrangeShift, count - 1, count, execution.Cancellation);
        G2Affine[] points = ReadG2(TauG2Section, 0, count, execution.Cancellation);
        GroupTransform.ToLagrangeBasis(points.AsMemory(), execution);
        return points;
    }

    /// <summary>Whether the file holds a section's Lagrange form of this size.</summary>
    internal bool HasLagrange(uint section, int logSize, int pointLength) =>
        _file.Has(section + LagrangeShift)
        && _file.Section(section + LagrangeShift, NameOf(section)).Length >= ((2L << logSize) - 1) * pointLength;

    /// <summary>
    /// How many of <paramref name="count"/> powers the file has: of the domain of twice the largest circuit's size, the last is missing
    /// and stands as infinity. No quotient has that degree.
    /// </summary>
    internal int PresentPowers(uint section, int count) =>
        section == TauG1Section && count == 2 << Power ? count - 1
        : count <= 1 << Power || (section == TauG1Section && count < 2 << Power) ? count
        : throw new FileFormatException(Path, $"it holds powers for 2^{Power} rows; the circuit takes {count} powers.");

    /// <summary>The 64 bytes that follow section 2, whatever they are; null when the file ends before.</summary>
    internal byte[]? BytesAfterTauG1() => _file.BytesAfter(TauG1Section, PointEncoding.G1Length);

    private static string NameOf(uint section) => section switch
    {
        TauG1Section => "tau in G1",
        TauG2Section => "tau in G2",
        AlphaSection => "alpha tau in G1",
        BetaSection => "beta tau in G1",
        _ => $"{NameOf(section - LagrangeShift)}, Lagrange form",
    };
}
