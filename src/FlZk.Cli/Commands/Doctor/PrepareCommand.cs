using System.CommandLine;
using FlZk.Cli.Commands.Circuits;
using FlZk.Cli.Hosting;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Keys;
using FlZk.Platform;
using FlZk.Platform.Files;
using FlZk.Platform.Node;
using Spectre.Console;

namespace FlZk.Cli.Commands.Doctor;

/// <summary><c>flzk prepare</c>: all first-use set-up at once, so that nothing later waits for it.</summary>
internal sealed class PrepareCommand() : CliCommand(
    "prepare",
    "Do all first-use set-up now: npm tools, contracts, the default circuit and its development keys. Other commands do what they need by themselves.",
    "flzk prepare")
{
    /// <summary>Written last, for build steps that run this once per checkout.</summary>
    private const string Stamp = "prepared";

    /// <summary>The demo's network on generated data.</summary>
    private const int DemoParameters = 1302;

    public override async Task<ExitCode> ExecuteAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        await NodePackages.EnsureRestoredAsync(ProjectLayout.Circuits, output.Progress, cancellation).ConfigureAwait(false);
        await ContractArtifacts.EnsureBuiltAsync(output.Progress, cancellation).ConfigureAwait(false);
        await FedAvgDevelopmentKeys.EnsureAsync(CircuitOptions.Find(CircuitOptions.Default), DemoParameters, output.Progress, cancellation).ConfigureAwait(false);
        string stamp = Path.Combine(ProjectLayout.Cache, Stamp);
        AtomicFile.WriteAllText(stamp, "npm tools, contracts and default keys were made; delete .flzk/ to make them again\n");
        output.Result(new { prepared = true, cache = ProjectLayout.Cache }, console => console.WriteLine($"Everything is in {ProjectLayout.Cache}."));
        return ExitCode.Ok;
    }
}
