using FlZk.Circuits.Catalog;

namespace FlZk.Cli.Commands.Circuits;

/// <summary>A circuit instance in the figures a user plans with.</summary>
internal sealed record CircuitSummary(
    string Name, string Template, int ChunkSize, int ValueBits, int WeightBits, int Constraints, int PublicSignals, int DomainSize)
{
    public static CircuitSummary Of(CircuitInstance instance) => new(
        instance.Name, instance.Template, instance.ChunkSize, instance.ValueBits, instance.WeightBits,
        instance.ConstraintCount, instance.PublicCount, instance.DomainSize);
}
