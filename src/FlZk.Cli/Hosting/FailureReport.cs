using FlZk.Cli.Connections;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.Accounts;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange;
using FlZk.Groth16;
using FlZk.Learning.Aggregation.Devices;
using FlZk.Learning.Aggregation.Rounds;
using FlZk.Learning.Aggregation.Sources;
using FlZk.Learning.Quantisation;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Processes;

namespace FlZk.Cli.Hosting;

/// <summary>A failure in the user's terms: which exit code, and one message that says what to do.</summary>
/// <param name="Code">The process's exit code.</param>
/// <param name="Message">What happened.</param>
internal sealed record FailureReport(ExitCode Code, string Message)
{
    /// <summary>Translates an exception; null for one that is a defect of this program and should crash loudly.</summary>
    public static FailureReport? For(Exception failure, CancellationToken cancellation) => failure switch
    {
        OperationCanceledException when cancellation.IsCancellationRequested =>
            new(ExitCode.Interrupted, "interrupted; nothing half-written was left"),
        UsageException => new(ExitCode.Usage, failure.Message),
        ProcessFailedException { ExitCode: null } missing => new(
            ExitCode.KeysOrConfiguration, $"{missing.Message}. 'flzk doctor' says what this machine lacks and how to get it."),
        ProcessFailedException => new(ExitCode.KeysOrConfiguration, failure.Message),
        KeyException => new(ExitCode.KeysOrConfiguration, failure.Message),
        UnprovableException => new(ExitCode.NegativeVerdict, failure.Message),
        ChainException or AbiException or ExchangeException => new(ExitCode.Chain, failure.Message),
        DeviceUnavailableException or WrongPasswordException or AccountException or TimeoutException =>
            new(ExitCode.KeysOrConfiguration, failure.Message),
        InvalidUpdateException or RefusedUpdatesException or NonFiniteValueException => new(ExitCode.FileOrFormat, failure.Message),
        FileFormatException { File: var file } when MadeOnFirstUse(file) is { } folder => new(
            ExitCode.FileOrFormat,
            $"{failure.Message} This file is made on first use; delete {folder} and run again to have it made anew."),
        FileFormatException or IOException or UnauthorizedAccessException => new(ExitCode.FileOrFormat, failure.Message),
        AggregateException { InnerExceptions: [{ } only] } => For(only, cancellation),
        _ => null,
    };

    /// <summary>The folder of the first-use cache that holds a file; null for a file of the user's own.</summary>
    private static string? MadeOnFirstUse(string file)
    {
        string cache;
        try
        {
            cache = ProjectLayout.Cache;
        }
        catch (DirectoryNotFoundException)
        {
            // Without a checkout there is no cache, and the file's own fault is what the user has to hear.
            return null;
        }

        string[] parts = Path.GetRelativePath(cache, Path.GetFullPath(file)).Split(Path.DirectorySeparatorChar);
        return parts is ["circuits" or "keys", _, _, ..] ? Path.Combine(cache, parts[0], parts[1]) : null;
    }
}
