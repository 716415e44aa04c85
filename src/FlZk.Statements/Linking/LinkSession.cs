namespace FlZk.Statements;

/// <summary>What one link ceremony is about. Contributions carry its hash, so that none serves in another.</summary>
public sealed class LinkSession
{
    /// <summary>A session for one relation.</summary>
    /// <param name="circuit">Hash of the .r1cs file.</param>
    /// <param name="powersOfTau">Hash of the .ptau file of phase 1.</param>
    /// <param name="relation">Circuit bases, generators and dimensions.</param>
    public LinkSession(KeccakHash circuit, KeccakHash powersOfTau, LinkRelation relation)
    {
        ArgumentNullException.ThrowIfNull(relation);
        Relation = relation;
        Id = new KeccakTranscript().Append("FlZk/v1/link-session"u8).Append(circuit).Append(powersOfTau).Append(
            relation.Fingerprint).Finish();
    }

    /// <summary>The relation that the key will be for.</summary>
    public LinkRelation Relation { get; }

    /// <summary>Hash of the circuit, phase 1 and the relation.</summary>
    public KeccakHash Id { get; }
}
