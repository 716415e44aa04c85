using FlZk.Circuits.Compilation;
using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Circuits.Witnesses;

/// <summary>Computes witnesses of compiled catalogue entries: those of the FedAvg family directly, the values of its wires from the inputs,
/// and all others by the program circom wrote.</summary>
/// <remarks>
/// circom's program is the reference. A direct witness is the same to the byte; inputs that the direct way does not take, because they are
/// incomplete, out of range or do not satisfy the circuit, go to the program, so that their errors are the program's too. The names of the
/// wires are read once per object; one object serves many threads.
/// </remarks>
public sealed class CatalogWitnessGenerator : IWitnessGenerator, IDisposable
{
    private readonly CircuitArtefacts _circuit;
    private readonly Lazy<FedAvgWires?> _wires;
    private readonly Lazy<WasmWitnessGenerator> _program;

    private CatalogWitnessGenerator(CircuitArtefacts circuit)
    {
        _circuit = circuit;
        _wires = new Lazy<FedAvgWires?>(() => FedAvgWires.TryRead(circuit));
        _program = new Lazy<WasmWitnessGenerator>(() => WasmWitnessGenerator.Open(circuit));
    }

    /// <summary>A generator for a compiled catalogue entry; nothing is read before the first witness.</summary>
    public static CatalogWitnessGenerator Open(CircuitArtefacts circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        return new CatalogWitnessGenerator(circuit);
    }

    /// <inheritdoc/>
    /// <exception cref="FileFormatException">The circuit's program is needed and damaged.</exception>
    /// <exception cref="IOException">The circuit's symbols or its program cannot be read.</exception>
    public async Task<Witness> GenerateAsync(CircuitInputs inputs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Witness? direct = await Task.Run(() => Direct(inputs, cancellation), cancellation).ConfigureAwait(false);
        return direct ?? await _program.Value.GenerateAsync(inputs, cancellation).ConfigureAwait(false);
    }

    /// <summary>The witness computed directly, or null when it is the program's to answer.</summary>
    internal Witness? Direct(CircuitInputs inputs, CancellationToken cancellation)
    {
        if (_wires.Value is not { } wires) return null;
        FedAvgAssignment? assignment = FedAvgAssignment.TryCompute(_circuit.Instance, inputs, cancellation);
        return assignment is null ? null : wires.Fill(assignment, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_program.IsValueCreated) _program.Value.Dispose();
    }
}
