using FlZk.Bn254.Lanes;

namespace FlZk.Bn254.Tests;

/// <summary>The instruction tiers that this machine can run.</summary>
internal static class Tiers
{
    public static readonly InstructionTier[] Supported = [.. Enum.GetValues<InstructionTier>().Where(InstructionTiers.IsSupported)];

    public static void Require(InstructionTier tier) =>
        Assert.SkipUnless(InstructionTiers.IsSupported(tier), $"This machine has no {tier}.");
}
