namespace FlZk.Groth16;

/// <summary>Computes the values of all wires of one circuit from its inputs.</summary>
public interface IWitnessGenerator
{
    /// <summary>Runs the circuit's own program on <paramref name="inputs"/>.</summary>
    /// <param name="inputs">Every input signal of the circuit, public and private, arrays flattened in row-major order.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <returns>One value per wire, in the order of the circuit's .r1cs.</returns>
    /// <exception cref="UnprovableException">An assertion or constraint of the circuit fails on these inputs.</exception>
    /// <exception cref="ArgumentException">An input is missing, unknown, or of the wrong length.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    Task<Witness> GenerateAsync(CircuitInputs inputs, CancellationToken cancellation = default);
}
