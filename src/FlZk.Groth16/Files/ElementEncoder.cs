namespace FlZk.Groth16;

/// <summary>Encodes one element into bytes of fixed length.</summary>
internal delegate void ElementEncoder<T>(T value, Span<byte> bytes);
