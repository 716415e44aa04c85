using System.Text;
using FlZk.Bn254;
using FlZk.Platform;
using FlZk.Platform.Files;

namespace FlZk.Groth16;

/// <summary>
/// Phase 2 of the Groth16 ceremony (Bowe, Gabizon, Miers 2017) on snarkjs's files: a circuit's first key from the powers of tau, then
/// contributions, each of which multiplies delta by a secret that is forgotten. Sound if one contributor forgot. Either program goes on
/// where the other left off, and verifies what the other made.
/// </summary>
public static class PhaseTwo
{
    /// <summary>The longest name of a contributor, in UTF-8 bytes.</summary>
    public const int MaximumNameLength = 64;

    /// <summary>The longest beacon, in bytes.</summary>
    public const int MaximumBeaconLength = 255;

    /// <summary>The fewest iterations of a beacon, as a binary logarithm.</summary>
    public const int MinimumBeaconIterationsLog = 10;

    /// <summary>The most iterations of a beacon, as a binary logarithm.</summary>
    public const int MaximumBeaconIterationsLog = 63;

    /// <summary>
    /// Writes a circuit's first key: delta = gamma = 1, no contribution, unsafe until the first. The powers of tau are checked first
    /// (<see cref="PowersOfTau.RequireConsistent"/>); where the file is not prepared for phase 2 their Lagrange form is computed, which
    /// takes minutes for 2^14 rows.
    /// </summary>
    /// <param name="system">The circuit.</param>
    /// <param name="powers">Phase 1.</param>
    /// <param name="zkeyPath">Receives the key.</param>
    /// <param name="progress">Told of each phase.</param>
    /// <param name="cancellation">Stops; nothing is left behind.</param>
    /// <returns>The circuit hash, 64 bytes: the same for everybody with the same circuit and powers of tau.</returns>
    /// <exception cref="KeyException">The powers of tau are not consistent.</exception>
    /// <exception cref="FileFormatException">The powers of tau are too few, or a point is off its curve.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static byte[] Begin(
        ConstraintSystem system,
        PowersOfTau powers,
        string zkeyPath,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(powers);
        int logSize = InitialKey.LogSize(system, powers);
        powers.RequireConsistent(logSize, PhaseProgress.Begin("checking the powers of tau", progress, cancellation).WithProgress(null));
        return InitialKey.Write(system, powers, zkeyPath, progress, cancellation);
    }

    /// <summary>Multiplies delta by a fresh secret from the operating system, which is overwritten afterwards.</summary>
    /// <param name="from">The key so far.</param>
    /// <param name="to">Receives the key with one more contribution.</param>
    /// <param name="name">The contributor's name, at most 64 bytes of UTF-8; public.</param>
    /// <param name="progress">Told of points done.</param>
    /// <param name="cancellation">Stops; nothing is left behind.</param>
    /// <returns>The record, whose <see cref="Contribution.Hash"/> the contributor publishes.</returns>
    /// <exception cref="ArgumentException">The name is empty, too long, or reserved for development keys.</exception>
    /// <exception cref="FileFormatException">The key is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Contribution Contribute(
        string from, string to, string name, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        byte[] parameters = NameParameters(name);
        var secret = ContributionSecret.Random();
        try
        {
            return PhaseTwoContribution.Apply(from, to, secret, 0, parameters, progress, cancellation);
        }
        finally
        {
            secret.Forget();
        }
    }

    /// <summary>
    /// Multiplies delta by a value that follows from a public beacon: nobody could choose it, everybody can check it. Usually the last
    /// contribution, from a beacon announced before the one before it was made.
    /// </summary>
    /// <param name="from">The key so far.</param>
    /// <param name="to">Receives the key with one more contribution.</param>
    /// <param name="name">A name for the record, or null.</param>
    /// <param name="beacon">1 to 255 bytes.</param>
    /// <param name="iterationsLog">10 to 63: the beacon is hashed 2^this times.</param>
    /// <param name="progress">Told of hashes and points done.</param>
    /// <param name="cancellation">Stops; nothing is left behind.</param>
    /// <returns>The record.</returns>
    /// <exception cref="ArgumentException">The name, the beacon or the number of iterations is out of range.</exception>
    /// <exception cref="FileFormatException">The key is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Contribution ApplyBeacon(
        string from,
        string to,
        string? name,
        ReadOnlyMemory<byte> beacon,
        int iterationsLog,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        if (beacon.Length is 0 or > MaximumBeaconLength)
            throw new ArgumentException($"A beacon has 1 to {MaximumBeaconLength} bytes, not {beacon.Length}.", nameof(beacon));
        if (iterationsLog is < MinimumBeaconIterationsLog or > MaximumBeaconIterationsLog)
        {
            throw new ArgumentException(
                $"The binary logarithm of a beacon's iterations is {MinimumBeaconIterationsLog} to {MaximumBeaconIterationsLog}, not "
                + $"{iterationsLog}.", nameof(iterationsLog));
        }

        byte[] parameters =
        [
            .. name is null ? [] : NameParameters(name), Contribution.IterationsParameter, (byte)iterationsLog,
            Contribution.BeaconParameter, (byte)beacon.Length, .. beacon.Span,
        ];
        Execution hashing = PhaseProgress.Begin("hashing the beacon", progress, cancellation);
        var secret = ContributionSecret.From(CeremonyRandomness.OfBeacon(beacon.Span, iterationsLog, hashing.Progress, cancellation));
        return PhaseTwoContribution.Apply(from, to, secret, 1, parameters, progress, cancellation);
    }

    /// <summary>
    /// Requires a key that phase 2 made of <paramref name="initialPath"/>'s: every contribution proves that its maker knew its secret, the
    /// last one ends at the key's delta, C and H are those of the first key divided by delta, and everything else is as it was.
    /// </summary>
    /// <remarks>The first key must come from a party that the caller trusts, from <see cref="Begin"/> best of all.</remarks>
    /// <param name="zkeyPath">The key to verify.</param>
    /// <param name="initialPath">The first key, without contributions.</param>
    /// <param name="progress">Told of what is checked.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>The verified key's header.</returns>
    /// <exception cref="KeyException">The key is unsafe or not what it claims; the message names the contribution or the part.</exception>
    /// <exception cref="FileFormatException">A file is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ProvingKeyHeader Verify(
        string zkeyPath, string initialPath, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default) =>
        PhaseTwoVerification.Verify(zkeyPath, initialPath, PhaseTwoCheck.None, progress, cancellation);

    /// <summary>The same from the circuit and the powers of tau, which are checked: the first key is made anew, in a temporary
    /// file.</summary>
    /// <inheritdoc cref="Verify(string, string, IProgress{WorkProgress}?, CancellationToken)"/>
    public static ProvingKeyHeader Verify(
        string zkeyPath,
        ConstraintSystem system,
        PowersOfTau powers,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        string folder = Directory.CreateTempSubdirectory("flzk-phase2-").FullName;
        try
        {
            string initial = Path.Combine(folder, "initial.zkey");
            Begin(system, powers, initial, progress, cancellation);
            return Verify(zkeyPath, initial, progress, cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] NameParameters(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int length = Encoding.UTF8.GetByteCount(name);
        if (length is 0 or > MaximumNameLength)
            throw new ArgumentException($"A contributor's name has 1 to {MaximumNameLength} bytes, not {length}.", nameof(name));
        if (name.StartsWith(Contribution.DevelopmentMark, StringComparison.Ordinal))
            throw new ArgumentException($"Names that begin with '{Contribution.DevelopmentMark}' mark development keys.", nameof(name));
        return Contribution.NameParameters(name);
    }
}
