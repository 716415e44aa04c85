using FlZk.Groth16;
using FlZk.Platform;

namespace FlZk.Statements;

/// <summary>Makes link keys in one step, for development.</summary>
public static class LinkSetup
{
    /// <summary>A link key whose secrets follow from a public seed: for local chains only. Its file says so.</summary>
    /// <param name="relation">Circuit bases, generators and dimensions.</param>
    /// <param name="publicSeed">Any bytes; whoever knows them can link anything to anything.</param>
    /// <param name="progress">Told of columns done.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LinkProvingKey Development(
        LinkRelation relation,
        ReadOnlySpan<byte> publicSeed,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(relation);
        return FromTrapdoor(
            relation,
            LinkTrapdoor.FromPublicSeed(publicSeed, relation.Fingerprint, relation.RowCount).Marked(),
            progress,
            cancellation);
    }

    /// <summary>A development key of given secrets.</summary>
    internal static LinkProvingKey FromTrapdoor(
        LinkRelation relation,
        LinkTrapdoor trapdoor,
        IProgress<WorkProgress>? progress = null,
        CancellationToken cancellation = default) => new(
            relation.Shape,
            relation.Fingerprint,
            session: default,
            KeyOrigin.Development,
            [],
            LinkKeyColumns.Compute(relation, trapdoor, progress, cancellation),
            LinkKeyColumns.RowKeys(trapdoor));
}
