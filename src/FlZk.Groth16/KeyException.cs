namespace FlZk.Groth16;

/// <summary>A key is unsafe (anyone can forge under it), belongs to another circuit, or is not allowed where it is used.</summary>
/// <remarks>Distinct from a malformed file: the bytes are well-formed, the key they hold must not be trusted.
/// The CLI maps it to exit code 4.</remarks>
public sealed class KeyException : Exception
{
    /// <summary>Says which key is refused and why.</summary>
    /// <param name="message">A sentence naming the key and the property that it lacks.</param>
    /// <param name="inner">The cause, where another exception told of it.</param>
    public KeyException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
