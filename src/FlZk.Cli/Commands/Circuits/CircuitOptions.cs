using System.CommandLine;
using FlZk.Circuits.Catalog;
using FlZk.Cli.Hosting;
using FlZk.Statements;

namespace FlZk.Cli.Commands.Circuits;

/// <summary>Naming a catalogue entry on the command line.</summary>
internal static class CircuitOptions
{
    /// <summary>Large enough that a small network fits two chunks, small enough that a laptop makes its keys in seconds.</summary>
    public const string Default = "fedavg-696";

    public static Argument<string> Name() => new("circuit") { Description = "A circuit of the catalogue; 'flzk circuit list' shows them." };

    public static Option<string> Circuit(string defaultName) => new("--circuit")
    {
        Description = "The circuit instance to prove with; 'flzk circuit list' shows them.",
        HelpName = "NAME",
        DefaultValueFactory = _ => defaultName,
    };

    /// <summary>What a circuit's proofs are linked into.</summary>
    public static LinkedStatement StatementOf(CircuitInstance instance) =>
        instance.NormBits == 0 ? LinkedStatement.FedAvg : LinkedStatement.BoundedUpdate;

    /// <summary>A circuit's parameters, for rounds.</summary>
    public static FedAvgParameters FedAvgOf(CircuitInstance instance) => new(instance.ChunkSize, instance.ValueBits, instance.WeightBits);

    /// <summary>A circuit's parameters, for contribution proofs.</summary>
    public static BoundedUpdateParameters BoundedUpdateOf(CircuitInstance instance) =>
        new(instance.ChunkSize, instance.ValueBits, instance.NormBits);

    /// <summary>Looks a name up.</summary>
    /// <exception cref="UsageException">There is no such circuit; the message lists what there is.</exception>
    public static CircuitInstance Find(string name)
    {
        try
        {
            return CircuitCatalog.Read()[name];
        }
        catch (KeyNotFoundException unknown)
        {
            throw new UsageException(unknown.Message);
        }
    }
}
