using System.CommandLine;
using System.Text;
using FlZk.Cli.Commands.Groth16;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Keys;
using FlZk.Groth16;
using FlZk.Platform.Files;
using FlZk.Statements;
using Spectre.Console;

namespace FlZk.Cli.Commands.Setup;

/// <summary><c>flzk setup inspect</c>: what a key is, who made it, and whether it is safe.</summary>
internal sealed class InspectCommand : CliCommand
{
    private const string Development = "it is a development key: whoever made it can forge. For local chains alone.";

    private readonly Argument<string> _key = new("key")
    {
        Description = "A proving key (.zkey), a verification key (JSON of snarkjs), a link key (.flzklink), a linked key or a contribution "
            + "key (JSON).",
    };

    public InspectCommand()
        : base(
            "inspect",
            "Say what a key is, who contributed, and whether it is safe. Exit code 4 when it is not.",
            "flzk setup inspect keys/circuit.zkey",
            "flzk setup inspect keys/link.flzklink --json") => Add(_key);

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string path = parsed.GetRequiredValue(_key);
        KeyDescription description = Begin(path) switch
        {
            var begin when begin.StartsWith("zkey", StringComparison.Ordinal) => OfProvingKey(path),
            var begin when begin.StartsWith("FLZKLINK", StringComparison.Ordinal) => OfLinkKey(path, LinkedStatement.FedAvg),
            var begin when begin.StartsWith("FLZKLNKB", StringComparison.Ordinal) => OfLinkKey(path, LinkedStatement.BoundedUpdate),
            var begin when begin.Contains("flzk/linked-key/", StringComparison.Ordinal) => OfLinkedKey(path),
            var begin when begin.Contains("flzk/contribution-key/", StringComparison.Ordinal) => OfContributionKey(path),
            var begin when begin.TrimStart().StartsWith('{') => OfVerificationKey(path),
            _ => throw new FileFormatException(path, "this is no key: a .zkey, .flzklink, verification key or linked key was expected."),
        };
        output.Result(description, console =>
        {
            console.WriteLine($"{path}: {description.Kind}");
            foreach (string fact in description.Facts) console.WriteLine(fact);
            console.WriteLine(description.Safe ? "No fault found." : $"UNSAFE: {description.Reason}");
            if (description.NotChecked is { } rest) console.WriteLine($"Not checked: {rest}");
        });
        return Task.FromResult(description.Safe ? ExitCode.Ok : ExitCode.KeysOrConfiguration);
    }

    private static KeyDescription OfProvingKey(string path)
    {
        ProvingKeyHeader key = ProvingKey.ReadHeader(path);
        string? reason = Fault(() => KeyInspection.RequireSound(key)) ?? (key.Origin == KeyOrigin.Development ? Development : null);
        return new KeyDescription(
            "Groth16 proving key",
            reason,
            [
                $"origin {Word(key.Origin)}, {key.WireCount} wires, {key.PublicCount} public signals, domain {key.DomainSize}",
                $"circuit hash {Convert.ToHexStringLower(key.CircuitHash.Span)}",
                .. key.Contributions.Select((contribution, i) => ContributionText.Line(i + 1, contribution)),
            ],
            Word(key.Origin),
            [.. key.Contributions.Select(ContributionText.Json)],
            "the contributions and the large arrays of points: 'flzk groth16 verify-key' does");
    }

    private static KeyDescription OfLinkKey(string path, LinkedStatement statement)
    {
        LinkProvingKey key = LinkProvingKey.Read(path, statement);
        bool isDevelopment = key.Origin == KeyOrigin.Development || key.VerificationKey.IsDevelopment;
        return new KeyDescription(
            statement == LinkedStatement.FedAvg ? "link key" : "link key for contribution proofs",
            Fault(key.RequireSound) ?? (isDevelopment ? Development : null),
            [
                $"origin {(isDevelopment ? "development" : "ceremony")}, {key.Shape.Dimension} parameters in {key.Shape.Chunks} chunk(s) "
                + $"of {key.Shape.ChunkSize}",
                $"session {key.Session}",
                .. key.Contributors.Select((c, i) => $"{i + 1}. {ForeignText.Printable(c.Party)}\n   {c.Contribution}"),
            ],
            isDevelopment ? "development" : "ceremony",
            [.. key.Contributors.Select(c => new { name = c.Party, kind = "person", hash = c.Contribution.ToString() })],
            "its columns, which need the circuit key and the contributions: 'flzk setup link verify' does");
    }

    private static KeyDescription OfLinkedKey(string path)
    {
        // Reading refuses keys under which one can forge.
        LinkedVerificationKey? key = null;
        string? reason = Fault(() => key = LinkedVerificationKey.ReadJson(path));
        if (key is null) return new KeyDescription("linked verification key", reason, [], null, [], null);
        bool isDevelopment = KeyPolicy.IsDevelopmentKey(key);
        return new KeyDescription(
            "linked verification key",
            isDevelopment ? Development : null,
            [$"key id {key.KeyId}, {key.Dimension} parameters in {key.Chunks} chunk(s) of {key.Parameters.ChunkSize}"],
            isDevelopment ? "development" : "ceremony",
            [],
            "who made the keys that it is of: inspect and verify those");
    }

    private static KeyDescription OfContributionKey(string path)
    {
        BoundedUpdateVerificationKey? key = null;
        string? reason = Fault(() => key = BoundedUpdateVerificationKey.ReadJson(path));
        if (key is null) return new KeyDescription("contribution verification key", reason, [], null, [], null);
        bool isDevelopment = KeyPolicy.IsDevelopmentKey(key);
        return new KeyDescription(
            "contribution verification key",
            isDevelopment ? Development : null,
            [
                $"key id {key.KeyId}, {key.Dimension} parameters in {key.Chunks} chunk(s) of {key.Parameters.ChunkSize}, squared norms of "
                + $"{key.Parameters.NormBits} bits",
            ],
            isDevelopment ? "development" : "ceremony",
            [],
            "who made the keys that it is of: inspect and verify those");
    }

    private static KeyDescription OfVerificationKey(string path)
    {
        VerificationKey key = VerificationKey.ReadJson(path);
        return new KeyDescription(
            "Groth16 verification key",
            Fault(() => KeyInspection.RequireSound(key)),
            [$"{key.PublicCount} public signals"],
            null,
            [],
            "who made it: a verification key does not say; inspect the .zkey");
    }

    private static string? Fault(Action check)
    {
        try
        {
            check();
            return null;
        }
        catch (KeyException fault)
        {
            return fault.Message;
        }
    }

    private static string Word(KeyOrigin origin) => origin == KeyOrigin.Development ? "development" : "ceremony";

    private static string Begin(string path)
    {
        using FileStream stream = File.OpenRead(path);
        var bytes = new byte[256];
        return Encoding.Latin1.GetString(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }
}
