namespace FlZk.Statements.Tests.Vectors;

/// <summary>The checks that <see cref="WeakenedVerifier"/> can leave out, one for each way in which the real one could be wrong.</summary>
[Flags]
internal enum OmittedCheck
{
    None = 0,

    /// <summary>No link equation: D is whatever the prover says.</summary>
    Link = 1,

    /// <summary>No Groth16 equations: nothing is said about the values.</summary>
    Groth16 = 2,

    /// <summary>pi is not hashed into the challenge.</summary>
    LinkInChallenge = 4,

    /// <summary>Infinity is accepted everywhere.</summary>
    Infinity = 8,

    /// <summary>The number of chunks comes from the proof.</summary>
    ChunkCount = 16,

    /// <summary>Every chunk's Groth16 equation has factor one instead of a power of the challenge.</summary>
    BatchPowers = 32,

    /// <summary>W may be anything.</summary>
    TotalWeight = 64,

    /// <summary>The proof's C_Y need not be the statement's.</summary>
    ModelCommitment = 128,

    /// <summary>The key that the statement names is not compared.</summary>
    KeyId = 256,
}
