using System.Numerics;

namespace FlZk.Cli.Demo;

/// <summary>What a provider was paid, in the token's smallest units.</summary>
internal sealed record DemoReward(string Provider, BigInteger Amount);
