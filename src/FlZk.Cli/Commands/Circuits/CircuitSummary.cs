using FlZk.Circuits.Catalog;

namespace FlZk.Cli.Commands.Circuits;

/// <summary>A circuit instance in the figures a user plans with; weight bits are of circuits for rounds, norm bits of those for single
/// contributions.</summary>
internal sealed record CircuitSummary(
    string Name,
    string Template,
    int ChunkSize,
    int ValueBits,
    int? WeightBits,
    int? NormBits,
    int Constraints,
    int PublicSignals,
    int DomainSize)
{
    public static CircuitSummary Of(CircuitInstance instance) => new(
        instance.Name,
        instance.Template,
        instance.ChunkSize,
        instance.ValueBits,
        instance.WeightBits == 0 ? null : instance.WeightBits,
        instance.NormBits == 0 ? null : instance.NormBits,
        instance.ConstraintCount,
        instance.PublicCount,
        instance.DomainSize);
}
