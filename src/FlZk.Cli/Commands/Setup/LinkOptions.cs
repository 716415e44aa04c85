using System.CommandLine;
using FlZk.Circuits.Catalog;
using FlZk.Cli.Commands.Circuits;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Cli.Commands.Setup;

/// <summary>What the commands of a link ceremony share: the session file, the circuit key, contributions.</summary>
internal static class LinkOptions
{
    public static Option<string> Session() => new("--session")
    {
        Description = "The ceremony's session file, from 'flzk setup link new'.",
        HelpName = "FILE",
        Required = true,
    };

    public static Option<string> Key() => new("--zkey")
    {
        Description = "The circuit's key (.zkey) with at least one contribution; further ones do not matter.",
        HelpName = "FILE",
        Required = true,
    };

    public static Option<string[]> Contributions() => new("--contribution")
    {
        Description = "A contribution file; repeat the option for every party.",
        HelpName = "FILE",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The relation between a circuit key and models of d parameters.</summary>
    /// <exception cref="KeyException">The circuit key is unsafe, a development key, or of another circuit.</exception>
    public static LinkRelation Relation(
        string zkey, CircuitInstance instance, int parameters, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ProvingKeyHeader key = ProvingKey.ReadHeader(zkey);
        KeyInspection.RequireSound(key);
        if (key.Origin == KeyOrigin.Development)
            throw new KeyException($"{zkey} is a development key: no link ceremony can make it safe.");
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(ProjectLayout.Cache, parameters, progress, cancellation);
        LinkedStatement statement = CircuitOptions.StatementOf(instance);
        var shape = new LinkShape(parameters, instance.ChunkSize, statement);
        return statement == LinkedStatement.FedAvg
            ? new FedAvgLinkRelation(key.VerificationKey, generators, shape)
            : new BoundedUpdateLinkRelation(key.VerificationKey, generators, shape);
    }

    /// <summary>The session that a file describes, with one's own circuit key.</summary>
    public static (LinkSession Session, LinkSessionDescription Description, CircuitInstance Instance) Open(
        string sessionFile, string zkey, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        LinkSessionDescription description = LinkSessionDescription.Read(sessionFile);
        CircuitInstance instance = Find(sessionFile, description.Circuit);
        LinkSession session = description.Open(Relation(zkey, instance, description.Dimension, progress, cancellation));
        return (session, description, instance);
    }

    private static CircuitInstance Find(string sessionFile, string name)
    {
        try
        {
            return CircuitOptions.Find(name);
        }
        catch (Hosting.UsageException unknown)
        {
            throw new FileFormatException(sessionFile, unknown.Message, inner: unknown);
        }
    }
}
