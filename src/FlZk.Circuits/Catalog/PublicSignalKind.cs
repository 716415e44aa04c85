namespace FlZk.Circuits.Catalog;

/// <summary>What a public signal of a circuit is to the statement built on it.</summary>
public enum PublicSignalKind
{
    /// <summary>A chunk of a committed vector: part of the prover's group element D, linked to a commitment.</summary>
    Vector,

    /// <summary>A truly public number the verifier supplies itself.</summary>
    Scalar,

    /// <summary>A commitment's blinding; part of D in the first chunk, zero in the others.</summary>
    Blinding,

    /// <summary>The mask that makes D uniform, drawn afresh for every proof.</summary>
    Mask,

    /// <summary>A number that passes from one chunk to the next: part of D, linked between chunks and not to a commitment.</summary>
    Carry,
}
