using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Auditing;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform;
using FlZk.Statements;
using Spectre.Console;

namespace FlZk.Cli.Commands.Statements;

/// <summary><c>flzk verify</c>: checks a proved statement offline.</summary>
internal sealed class VerifyCommand : CliCommand
{
    private readonly Option<string> _statement =
        new("--statement") { Description = "The proved statement (JSON, flzk/statement/1).", HelpName = "FILE", Required = true };
    private readonly Option<string?> _key = new("--key")
    {
        Description = "The linked verification key that you trust (linked-key.json). Default: the statement's own.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _model = new("--model")
    {
        Description = "A model file that must be the one the statement is about; needs --model-opening.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _modelOpening =
        new("--model-opening") { Description = "What opens the model's commitment.", HelpName = "FILE" };

    public VerifyCommand()
        : base(
            "verify",
            "Check a proved statement: weights, commitments, context, proofs and link, and the model behind it.",
            "flzk verify --statement statement.json --key linked-key.json",
            "flzk verify --statement statement.json --model model.safetensors --model-opening model.opening.json")
    {
        Add(_statement);
        Add(_key);
        Add(_model);
        Add(_modelOpening);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        string? model = parsed.GetValue(_model), modelOpening = parsed.GetValue(_modelOpening);
        if (model is not null && modelOpening is null)
            throw new UsageException("--model needs --model-opening: the commitment hides the model, and only its blinding opens it.");
        StatementBundle bundle = StatementBundle.Read(parsed.GetRequiredValue(_statement));
        LinkedVerificationKey? key = parsed.GetValue(_key) is { } file ? LinkedVerificationKey.ReadJson(file) : bundle.Key;
        if (key is null) throw new UsageException($"The statement holds no key; give the one with id {bundle.Statement.KeyId} with --key.");

        output.Progress?.Report(new WorkProgress("verifying"));
        long start = Stopwatch.GetTimestamp();
        FedAvgVerdict verdict = bundle.Verify(key);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        string? reason = verdict.Accepted ? null : verdict.Detail;
        if (reason is null && modelOpening is not null)
            reason = ModelFault(bundle, CommitmentOpening.Read(modelOpening), model, output, cancellation);
        bool valid = reason is null, ownKey = parsed.GetValue(_key) is null;
        var result = new
        {
            valid,
            reason,
            keyId = bundle.Statement.KeyId.ToString(),
            key.Origin,
            milliseconds,
            notCovered = AuditScope.NotCovered,
        };
        output.Result(result, console =>
        {
            console.WriteLine(valid ? string.Create(CultureInfo.InvariantCulture, $"valid ({milliseconds:F1} ms)") : $"INVALID: {reason}");
            if (key.Origin == FlZk.Groth16.KeyOrigin.Development)
                console.WriteLine("The key is a development key: anyone can forge under it.");
            if (ownKey)
            {
                console.WriteLine(
                    $"The key came with the statement: trust the verdict only if you trust key {bundle.Statement.KeyId}; "
                    + "--key names one that you trust.");
            }

            console.WriteLine("Not covered by this verdict:");
            foreach (string limit in AuditScope.NotCovered) console.WriteLine($"  - {limit}");
        });
        return Task.FromResult(valid ? ExitCode.Ok : ExitCode.NegativeVerdict);
    }

    private static string? ModelFault(
        StatementBundle bundle, CommitmentOpening opening, string? modelFile, CommandOutput output, CancellationToken cancellation)
    {
        if (opening.Commitment != bundle.Statement.Model) return "the opening is of another commitment than the statement's model";
        PedersenGenerators generators = PedersenGenerators.LoadOrDerive(
            ProjectLayout.Cache, opening.Values.Length, output.Progress, cancellation);
        if (opening.Values.Length != bundle.Statement.Dimension || !opening.Opens(generators, cancellation))
            return "the opening does not open the statement's model commitment";
        if (modelFile is null) return null;
        ModelParameters model = ModelFile.Read(modelFile);
        if (model.Values.Length != opening.Values.Length)
            return $"the model file has {model.Values.Length} parameters, the statement is about {opening.Values.Length}";
        var values = new int[model.Values.Length];
        FixedPointFormat.Default.Quantise(model.Values, values);
        for (int j = 0; j < values.Length; j++)
        {
            if (values[j] == opening.Values.Span[j]) continue;
            (TensorDescriptor tensor, int index) = model.Layout.Locate(j);
            return $"the model file differs from the committed model at {tensor.Name}[{index}]";
        }

        return null;
    }
}
