namespace FlZk.Groth16;

/// <summary>A witness does not satisfy the circuit, so no valid proof can be made from it.</summary>
/// <remarks>Raised by the prover's own verification: an invalid proof never leaves a prover.</remarks>
public sealed class UnprovableException : Exception
{
    /// <summary>Says what could not be proved.</summary>
    public UnprovableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
