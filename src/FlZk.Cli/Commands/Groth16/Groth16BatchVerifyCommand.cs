using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using FlZk.Bn254;
using FlZk.Cli.Hosting;
using FlZk.Groth16;
using Spectre.Console;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>flzk groth16 batch-verify</c>: many proofs under one key, for little more than the price of one.</summary>
internal sealed class Groth16BatchVerifyCommand : CliCommand
{
    private readonly Option<string> _vkey =
        new("--vkey") { Description = "The verification key (JSON of snarkjs).", HelpName = "FILE", Required = true };
    private readonly Option<string[]> _proofs = new("--proof")
    {
        Description = "Proofs (JSON of snarkjs).",
        HelpName = "FILE...",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string[]> _publics = new("--public")
    {
        Description = "Their public signals (JSON of snarkjs), in the same order.",
        HelpName = "FILE...",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string?> _folder = new("--folder")
    {
        Description = "In place of --proof and --public: every NAME.proof.json with its NAME.public.json, and every subfolder with "
            + "proof.json and public.json.",
        HelpName = "FOLDER",
    };
    private readonly Option<int> _threads = ThreadsOption.Create();

    public Groth16BatchVerifyCommand()
        : base(
            "batch-verify",
            "Verify many proofs under one key at once; bad ones are named.",
            "flzk groth16 batch-verify --vkey circuit.vkey.json --folder proofs",
            "flzk groth16 batch-verify --vkey circuit.vkey.json --proof 1.json 2.json --public 1.public.json 2.public.json --json")
    {
        Add(_vkey);
        Add(_proofs);
        Add(_publics);
        Add(_folder);
        Add(_threads);
        Validators.Add(Validate);
    }

    public override Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        VerificationKey key = VerificationKey.ReadJson(parsed.GetRequiredValue(_vkey));
        (string Proof, string Public)[] files = parsed.GetValue(_folder) is { } folder
            ? ProofFolder.Pairs(folder)
            : [.. parsed.GetRequiredValue(_proofs).Zip(parsed.GetRequiredValue(_publics))];
        var claims = new ProofClaim[files.Length];
        for (int i = 0; i < files.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            claims[i] = new ProofClaim(PublicSignals.ReadJson(files[i].Public), Proof.ReadJson(files[i].Proof));
        }

        long start = Stopwatch.GetTimestamp();
        BatchVerdict verdict = BatchVerifier.Verify(
            new PreparedVerificationKey(key), claims, new Execution(cancellation, parsed.GetValue(_threads)));
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var refused = verdict.Refused
            .Select(i => new { proof = files[i].Proof, @public = files[i].Public, reason = Reason(key, claims[i]) })
            .ToArray();
        var result = new { valid = verdict.Accepted, count = files.Length, refused, milliseconds, instructionSet = InstructionSet.Current };
        output.Result(result, console =>
        {
            foreach (var bad in refused) console.WriteLine($"INVALID {bad.proof}: {bad.reason}");
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{files.Length - refused.Length:N0} of {files.Length:N0} proofs valid ({milliseconds:F1} ms)"));
        });
        return Task.FromResult(verdict.Accepted ? ExitCode.Ok : ExitCode.NegativeVerdict);
    }

    private static string Reason(VerificationKey key, ProofClaim claim) => claim.PublicSignals.Length != key.PublicCount
        ? $"the key takes {key.PublicCount} public signals, the file has {claim.PublicSignals.Length}"
        : "the proof does not hold for these public signals under this key";

    private void Validate(CommandResult command)
    {
        bool hasFolder = command.GetResult(_folder) is not null;
        int proofs = command.GetResult(_proofs)?.Tokens.Count ?? 0, publics = command.GetResult(_publics)?.Tokens.Count ?? 0;
        if (hasFolder == proofs + publics > 0) command.AddError("Give either --folder, or --proof and --public.");
        else if (proofs != publics) command.AddError($"There are {proofs} proofs but {publics} files of public signals.");
    }
}
