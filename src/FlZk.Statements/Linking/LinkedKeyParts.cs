using FlZk.Bn254;
using FlZk.Groth16;

namespace FlZk.Statements;

/// <summary>The parts of a <see cref="LinkedKey"/>.</summary>
/// <param name="Kind">The kind of statement.</param>
/// <param name="Shape">d and K.</param>
/// <param name="ValueBits">Width of a value, signed.</param>
/// <param name="ScalarBits">Width of the statement's scalar.</param>
/// <param name="Groth16KeyHash">Hash of the whole circuit key.</param>
/// <param name="LinkKeyHash">Hash of all columns of the link key.</param>
/// <param name="Alpha">[alpha]1.</param>
/// <param name="Beta">[beta]2.</param>
/// <param name="Delta">[delta]2.</param>
/// <param name="ConstantBase">IC_0.</param>
/// <param name="ContextBase">IC of ctx.</param>
/// <param name="ScalarBase">IC of the statement's scalar.</param>
/// <param name="Link">The link's row keys.</param>
/// <param name="Origin">Where the key comes from.</param>
internal sealed record LinkedKeyParts(
    LinkedKeyKind Kind,
    LinkShape Shape,
    int ValueBits,
    int ScalarBits,
    KeccakHash Groth16KeyHash,
    KeccakHash LinkKeyHash,
    G1Affine Alpha,
    G2Affine Beta,
    G2Affine Delta,
    G1Affine ConstantBase,
    G1Affine ContextBase,
    G1Affine ScalarBase,
    LinkVerificationKey Link,
    KeyOrigin Origin)
{
    /// <summary>Takes them from a circuit key and a link key, without any check.</summary>
    public static LinkedKeyParts Compose(
        LinkedKeyKind kind, VerificationKey circuit, KeyOrigin circuitOrigin, int valueBits, int scalarBits, LinkProvingKey link)
    {
        ReadOnlySpan<G1Affine> inputs = circuit.InputBases.Span;
        (_, int context, int scalar) = kind.Signals(link.Shape.ChunkSize);
        KeyOrigin origin = circuitOrigin == KeyOrigin.Development || link.Origin == KeyOrigin.Development
            ? KeyOrigin.Development
            : KeyOrigin.Ceremony;
        return new LinkedKeyParts(
            kind,
            link.Shape,
            valueBits,
            scalarBits,
            LinkedKey.HashOf(circuit),
            link.Hash,
            circuit.Alpha,
            circuit.Beta,
            circuit.Delta,
            inputs[0],
            inputs[context],
            inputs[scalar],
            link.VerificationKey,
            origin);
    }

    /// <summary>The same with every check: the keys are sound and belong together.</summary>
    /// <exception cref="KeyException">They are not, or do not.</exception>
    public static LinkedKeyParts Join(
        LinkedKeyKind kind,
        VerificationKey circuit,
        KeyOrigin circuitOrigin,
        (int ChunkSize, int ValueBits, int ScalarBits) parameters,
        LinkProvingKey link)
    {
        ArgumentNullException.ThrowIfNull(link);
        kind.RequireWidths(parameters.ChunkSize, parameters.ValueBits, parameters.ScalarBits);
        LinkedCircuitKey.Require(circuit, kind.Statement, parameters.ChunkSize);
        if (link.Shape.Statement != kind.Statement) throw new KeyException($"The link key is not of a {kind.Circuit}.");
        if (link.Shape.ChunkSize != parameters.ChunkSize)
        {
            throw new KeyException(
                $"The link key is for chunks of {link.Shape.ChunkSize} parameters, the circuit for {parameters.ChunkSize}.");
        }

        LinkedKeyParts parts = Compose(kind, circuit, circuitOrigin, parameters.ValueBits, parameters.ScalarBits, link);
        LinkedKeyBlob.RequireSound(parts, $"the {kind.Name}");
        return parts;
    }
}
