namespace FlZk.Bench.Report;

/// <summary>What is measured, as results name it.</summary>
internal static class Works
{
    /// <summary>A proof, verified by the prover itself where it does that.</summary>
    public const string Prove = "prove";

    /// <summary>A part of a proof.</summary>
    public const string Phase = "phase";

    /// <summary>Opening the key.</summary>
    public const string Load = "load key";

    /// <summary>Reading the witness.</summary>
    public const string ReadWitness = "read witness";

    /// <summary>The largest resident set of a process.</summary>
    public const string Peak = "peak memory";

    /// <summary>Computing the witness from the inputs.</summary>
    public const string Witness = "witness";

    /// <summary>A development key from a constraint system.</summary>
    public const string Setup = "setup";

    /// <summary>A commitment to a vector.</summary>
    public const string Commit = "commit";

    /// <summary>Commitments and the link between them and the Groth16 proof.</summary>
    public const string Link = "link";

    /// <summary>Verification.</summary>
    public const string Verify = "verify";

    /// <summary>A benchmark of an operation inside the engine.</summary>
    public const string Operation = "operation";

    /// <summary>The same benchmark's fastest iteration of each round, where it took turns.</summary>
    public const string Fastest = "operation, fastest";

    /// <summary>What the machine could do immediately before and after a benchmark's turn, round by round, in 10^9 a second.</summary>
    public const string RooflineOfRounds = "roofline of rounds";

    /// <summary>What the machine reaches at most, as measured in the same run: best and median, in 10^9 a second.</summary>
    public const string Roofline = "roofline";

    /// <summary>Aggregating files by the command.</summary>
    public const string Aggregate = "aggregate";

    /// <summary>What a transaction costs.</summary>
    public const string Gas = "gas";
}
