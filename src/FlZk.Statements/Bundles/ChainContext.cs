using FlZk.Bn254;

namespace FlZk.Statements;

/// <summary>Where a statement settles, once and nowhere else: ctx = keccak256(abi.encode(chainId,
/// coordinator, jobId, round, aggregator)) mod r.</summary>
/// <remarks>A proof made for one context is worthless in another: this is the protection against replay of a whole old round.</remarks>
public sealed record ChainContext
{
    private const int AddressLength = 20;

    /// <summary>A context.</summary>
    /// <param name="chainId">The chain.</param>
    /// <param name="coordinator">The ModelCoordinator's address, 0x and 40 hexadecimal digits.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="round">The round within the job.</param>
    /// <param name="aggregator">The assigned aggregator's address.</param>
    /// <exception cref="ArgumentException">An address is malformed.</exception>
    public ChainContext(ulong chainId, string coordinator, ulong jobId, ulong round, string aggregator)
    {
        ChainId = chainId;
        Coordinator = Normalise(coordinator) ?? throw new ArgumentException($"\"{coordinator}\" is no address.", nameof(coordinator));
        JobId = jobId;
        Round = round;
        Aggregator = Normalise(aggregator) ?? throw new ArgumentException($"\"{aggregator}\" is no address.", nameof(aggregator));
    }

    /// <summary>The chain.</summary>
    public ulong ChainId { get; }

    /// <summary>The ModelCoordinator's address in lower case.</summary>
    public string Coordinator { get; }

    /// <summary>The job.</summary>
    public ulong JobId { get; }

    /// <summary>The round within the job.</summary>
    public ulong Round { get; }

    /// <summary>The aggregator's address in lower case.</summary>
    public string Aggregator { get; }

    /// <summary>ctx.</summary>
    public Fr ToFieldElement()
    {
        KeccakHash hash = new KeccakTranscript()
            .Append(Fr.FromUInt64(ChainId))
            .Append(AddressWord(Coordinator))
            .Append(Fr.FromUInt64(JobId))
            .Append(Fr.FromUInt64(Round))
            .Append(AddressWord(Aggregator))
            .Finish();
        return Fr.ReduceBigEndian(hash.ToArray());
    }

    /// <summary>The address in lower case, or null when it is malformed.</summary>
    internal static string? Normalise(string? address)
    {
        Span<byte> bytes = stackalloc byte[AddressLength];
        return Hexadecimal.TryRead(address, bytes) ? Hexadecimal.Write(bytes) : null;
    }

    private static ReadOnlySpan<byte> AddressWord(string address)
    {
        var word = new byte[32];
        Hexadecimal.TryRead(address, word.AsSpan(32 - AddressLength));
        return word;
    }
}
