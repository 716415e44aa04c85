using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>What tells linked keys of one kind of statement from those of another: names, widths, and where the circuit has its public
/// scalars. The layout is one and the same.</summary>
/// <remarks>Besides ctx every statement has one public scalar of its own, W or the bound, which the verifier supplies.</remarks>
internal sealed class LinkedKeyKind
{
    /// <summary>Keys for federated averages.</summary>
    public static readonly LinkedKeyKind FedAvg = new()
    {
        Statement = LinkedStatement.FedAvg,
        Name = "linked key",
        Circuit = "FedAvg circuit",
        Schema = "flzk/linked-key/1",
        ScalarBase = "IC_W",
        ScalarBits = "weight bits",
        ScalarBitsMember = "weightBits",
        Scalars = "Weights",
        MaximumScalarBits = 30,
        Signals = static chunkSize =>
        {
            var signals = new FedAvgPublicSignals(chunkSize);
            return (signals.Count, signals.ContextBase, signals.WeightBase);
        },
    };

    /// <summary>Keys for bounded updates.</summary>
    public static readonly LinkedKeyKind BoundedUpdate = new()
    {
        Statement = LinkedStatement.BoundedUpdate,
        Name = "contribution key",
        Circuit = "bounded-update circuit",
        Schema = "flzk/contribution-key/1",
        ScalarBase = "IC_bound",
        ScalarBits = "norm bits",
        ScalarBitsMember = "normBits",
        Scalars = "Squared norms",
        MaximumScalarBits = 128,
        Signals = static chunkSize => (
            new BoundedUpdatePublicSignals(chunkSize).Count, BoundedUpdatePublicSignals.ContextBase, BoundedUpdatePublicSignals.BoundBase),
    };

    private LinkedKeyKind()
    {
    }

    /// <summary>What the key's link links.</summary>
    public required LinkedStatement Statement { get; init; }

    /// <summary>What such a key is called.</summary>
    public required string Name { get; init; }

    /// <summary>What its circuit is called.</summary>
    public required string Circuit { get; init; }

    /// <summary>The schema of its JSON form.</summary>
    public required string Schema { get; init; }

    /// <summary>The name of the scalar's input base.</summary>
    public required string ScalarBase { get; init; }

    /// <summary>What the scalar's width is called.</summary>
    public required string ScalarBits { get; init; }

    /// <summary>The JSON member with the scalar's width.</summary>
    public required string ScalarBitsMember { get; init; }

    /// <summary>What scalars are called.</summary>
    public required string Scalars { get; init; }

    /// <summary>The scalar's largest width.</summary>
    public required int MaximumScalarBits { get; init; }

    /// <summary>For K parameters: the number of the circuit's public signals, and the input bases of ctx and of the scalar.</summary>
    public required Func<int, (int Count, int ContextBase, int ScalarBase)> Signals { get; init; }

    /// <summary>The kind for a statement.</summary>
    public static LinkedKeyKind Of(LinkedStatement statement) => statement == LinkedStatement.FedAvg ? FedAvg : BoundedUpdate;

    /// <summary>Requires widths for which nothing wraps.</summary>
    /// <exception cref="KeyException">They are not.</exception>
    public void RequireWidths(int chunkSize, int valueBits, int scalarBits)
    {
        if (chunkSize is < 1 or > LinkShape.MaximumDimension)
            throw new KeyException($"A circuit for {chunkSize} parameters is not possible.");
        if (valueBits is < 2 or > 32) throw new KeyException($"Values of {valueBits} bits are not supported; 2 to 32 are.");
        if (scalarBits < 1 || scalarBits > MaximumScalarBits)
            throw new KeyException($"{Scalars} of {scalarBits} bits are not supported; 1 to {MaximumScalarBits} are.");
    }
}
