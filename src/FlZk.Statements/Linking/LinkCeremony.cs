using System.Text;
using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform;

namespace FlZk.Statements;

/// <summary>
/// Makes a link key among parties that need not trust each other, in any order: the key is the sum of what they contribute, and sound if
/// one of them forgets its secrets.
/// </summary>
/// <remarks>
/// The proofs of knowledge stop a last party from publishing (a key of its choice) - (the sum of the others), which would make it know the
/// total. Each is bound to session, party and everything that the party publishes.
/// </remarks>
public static class LinkCeremony
{
    /// <summary>Draws secrets, makes a contribution with them and overwrites them.</summary>
    /// <param name="session">The ceremony.</param>
    /// <param name="party">The contributor's name, 1 to 64 bytes of UTF-8, unique in the ceremony.</param>
    /// <param name="progress">Told of columns done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">The name is empty or too long.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LinkContribution Contribute(
        LinkSession session, string party, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        LinkTrapdoor trapdoor = LinkTrapdoor.Random(session.Relation.RowCount);
        try
        {
            return Contribute(session, party, trapdoor, progress, cancellation);
        }
        finally
        {
            trapdoor.Forget();
        }
    }

    /// <summary>Requires a contribution that is whole, made for this session, by somebody who knows its secrets. M + 3 pairings.</summary>
    /// <exception cref="KeyException">The message says what is wrong with whose contribution.</exception>
    public static void Verify(LinkSession session, LinkContribution contribution)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(contribution);
        string owner = $"the contribution of {contribution.Party}";
        if (contribution.Session != session.Id)
            throw new KeyException($"The session of {owner} is {contribution.Session}, not {session.Id}.");
        LinkKeyColumns.RequireRowKeys(contribution.RowKeys, session.Relation.RowCount, owner);
        RequireKnowledge(contribution, owner);
        LinkKeyColumns.Require(session.Relation, contribution.Columns, contribution.RowKeys, owner);
    }

    /// <summary>Verifies every contribution and adds them up.</summary>
    /// <param name="session">The ceremony.</param>
    /// <param name="contributions">One per party, at least one.</param>
    /// <param name="progress">Told of contributions checked.</param>
    /// <param name="cancellation">Stops between contributions.</param>
    /// <exception cref="KeyException">A contribution is refused, a party appears twice, row keys were copied, or there is none.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LinkProvingKey Combine(
        LinkSession session,
        IReadOnlyList<LinkContribution> contributions,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (contributions.Count == 0) throw new KeyException("A link key needs at least one contribution.");
        for (int i = 0; i < contributions.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new WorkProgress("checking contributions", i, contributions.Count));
            Verify(session, contributions[i]);
        }

        RequireDistinct(contributions);
        return Add(session, contributions);
    }

    /// <summary>Requires a key to be what <see cref="Combine"/> gives for these contributions, each of which is verified: no party was left
    /// out, added or replaced.</summary>
    /// <param name="session">The ceremony.</param>
    /// <param name="key">The key that it is said to have made.</param>
    /// <param name="contributions">One per party, in any order.</param>
    /// <param name="progress">Told of contributions checked.</param>
    /// <param name="cancellation">Stops between contributions.</param>
    /// <exception cref="KeyException">The message says what is wrong with whose contribution, or who is missing.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void RequireResult(
        LinkSession session,
        LinkProvingKey key,
        IReadOnlyList<LinkContribution> contributions,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(key);
        if (key.Origin != KeyOrigin.Ceremony)
            throw new KeyException("The link key is a development key: its maker knows its secrets.");
        if (key.Session != session.Id) throw new KeyException($"The link key is of session {key.Session}, not {session.Id}.");
        LinkProvingKey sum = Combine(session, contributions, progress, cancellation);
        var listed = key.Contributors.ToHashSet();
        var given = sum.Contributors.ToHashSet();
        if (listed.Except(given).ToArray() is [var absent, ..])
            throw new KeyException($"The link key lists a contribution of {absent.Party} that is not among those given.");
        if (given.Except(listed).ToArray() is [var left, ..])
            throw new KeyException($"The contribution of {left.Party} is not in the link key.");
        if (key.Contributors.Count != sum.Contributors.Count) throw new KeyException("The link key lists a contribution twice.");
        if (key.Hash != sum.Hash || !key.VerificationKey.Rows.Span.SequenceEqual(sum.VerificationKey.Rows.Span))
            throw new KeyException("The link key is not the sum of its contributions: who combined them changed it.");
    }

    /// <summary>A contribution with given secrets.</summary>
    internal static LinkContribution Contribute(
        LinkSession session, string party, LinkTrapdoor trapdoor, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        if (!LinkContribution.IsPartyName(party))
        {
            throw new ArgumentException(
                $"A party's name has 1 to {LinkContribution.MaximumPartyLength} bytes and no control or format characters.", nameof(party));
        }

        G1Affine[] columns = LinkKeyColumns.Compute(session.Relation, trapdoor, progress, cancellation);
        G2Affine[] rowKeys = LinkKeyColumns.RowKeys(trapdoor);
        KeccakHash statement = new LinkContribution(session.Id, party, columns, rowKeys, []).Statement;
        var proofs = new KnowledgeProof[rowKeys.Length];
        for (int row = 0; row < proofs.Length; row++)
        {
            int at = row;
            proofs[row] = KnowledgeProof.Prove(trapdoor.Rows[row], nonce => LinkContribution.Challenge(statement, at, rowKeys[at], nonce));
        }

        return new LinkContribution(session.Id, party, columns, rowKeys, proofs);
    }

    /// <summary>The sum of contributions that were verified.</summary>
    internal static LinkProvingKey Add(LinkSession session, IReadOnlyList<LinkContribution> contributions)
    {
        var columns = new G1Jacobian[session.Relation.ColumnCount];
        var rowKeys = new G2Affine[session.Relation.RowCount];
        var contributors = new LinkContributor[contributions.Count];
        for (int i = 0; i < contributions.Count; i++)
        {
            LinkContribution contribution = contributions[i];
            for (int c = 0; c < columns.Length; c++) columns[c] = columns[c].AddMixed(contribution.Columns[c]);
            for (int row = 0; row < rowKeys.Length; row++) rowKeys[row] += contribution.RowKeys[row];
            contributors[i] = new LinkContributor(contribution.Party, contribution.Statement);
        }

        var sums = new G1Affine[columns.Length];
        G1Jacobian.BatchToAffine(columns, sums);
        LinkKeyColumns.RequireRowKeys(rowKeys, rowKeys.Length, "the combined link key");
        return new LinkProvingKey(
            session.Relation.Shape, session.Relation.Fingerprint, session.Id, KeyOrigin.Ceremony, contributors, sums, rowKeys);
    }

    private static void RequireKnowledge(LinkContribution contribution, string owner)
    {
        if (contribution.Proofs.Length != contribution.RowKeys.Length)
        {
            throw new KeyException(
                $"{owner} has {contribution.Proofs.Length} proofs of knowledge for {contribution.RowKeys.Length} row keys.");
        }
        for (int row = 0; row < contribution.RowKeys.Length; row++)
        {
            KnowledgeProof proof = contribution.Proofs[row];
            Fr challenge = LinkContribution.Challenge(contribution.Statement, row, contribution.RowKeys[row], proof.Nonce);
            if (!proof.Nonce.IsInSubgroup || !proof.Holds(contribution.RowKeys[row], challenge))
            {
                throw new KeyException(
                    $"The proof of knowledge for row key {row} of {owner} does not hold: its maker need not know the secret.");
            }
        }
    }

    private static void RequireDistinct(IReadOnlyList<LinkContribution> contributions)
    {
        var parties = new HashSet<string>(StringComparer.Ordinal);
        var keys = new Dictionary<Fp2, string>();
        foreach (LinkContribution contribution in contributions)
        {
            if (!parties.Add(contribution.Party)) throw new KeyException($"{contribution.Party} contributed twice.");
            foreach (G2Affine key in contribution.RowKeys)
            {
                if (!keys.TryAdd(key.X, contribution.Party))
                    throw new KeyException($"A row key of {contribution.Party} is that of {keys[key.X]}, or its opposite: it was copied.");
            }
        }
    }
}
