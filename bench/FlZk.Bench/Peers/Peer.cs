using System.Reflection;

namespace FlZk.Bench.Peers;

/// <summary>Somebody else's program for the same work, built in when the build asks for it (<c>FlZkPeers=libtorch</c>).</summary>
internal static class Peer
{
    /// <summary>The category of benchmarks that run libtorch.</summary>
    public const string Libtorch = "libtorch";

    /// <summary>The peer of this build with its version, or null.</summary>
    public static string? Version { get; } = typeof(Peer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(entry => entry.Key == nameof(Peer))?.Value;
}
