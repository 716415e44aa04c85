using System.Numerics;
using System.Runtime.Intrinsics.X86;
using FlZk.Platform.Processes;

namespace FlZk.Learning.Tests;

/// <summary>Runs the arithmetic's tests again in processes that believe in an older processor.</summary>
public sealed class InstructionSetTests
{
    private static readonly Type[] Arithmetic =
    [
        typeof(FixedPointFormatTests),
        typeof(StoredRealTests),
        typeof(ModelFileReaderTests),
        typeof(FedAvgTests),
        typeof(FedAvgKernelTests),
        typeof(RoundedQuotientTests),
        typeof(TrimmedMeanTests),
        typeof(KrumTests),
        typeof(NormClippingTests),
        typeof(ServerStepTests),
        typeof(InstructionSetProbe),
    ];

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task The_arithmetic_is_the_same_without(string instructionSet)
    {
        string program = Environment.ProcessPath!;
        List<string> arguments = [.. Arithmetic.SelectMany(type => (string[])["-class", type.FullName!])];
        if (Path.GetFileNameWithoutExtension(program) == "dotnet") arguments.Insert(0, typeof(InstructionSetTests).Assembly.Location);
        ProcessResult result = await ChildProcess.RunAsync(
            program, arguments, environment: new Dictionary<string, string> { [instructionSet] = "0" },
            cancellation: TestContext.Current.CancellationToken);
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
        Assert.Matches("Total: [1-9]", result.StandardOutput);
    }
}

/// <summary>Holds in every process: what the environment switches off is off.</summary>
public sealed class InstructionSetProbe
{
    [Fact]
    public void What_is_switched_off_is_off()
    {
        if (IsOff("DOTNET_EnableAVX512")) Assert.False(Avx512F.IsSupported);
        if (IsOff("DOTNET_EnableAVX2")) Assert.False(Avx2.IsSupported);
        if (IsOff("DOTNET_EnableHWIntrinsic")) Assert.False(Vector.IsHardwareAccelerated || Sse41.IsSupported);
    }

    private static bool IsOff(string name) => Environment.GetEnvironmentVariable(name) == "0";
}
