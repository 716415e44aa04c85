namespace FlZk.Groth16;

/// <summary>Decodes one element of fixed length; false when the bytes are no such element.</summary>
internal delegate bool ElementDecoder<T>(ReadOnlySpan<byte> bytes, out T value);
