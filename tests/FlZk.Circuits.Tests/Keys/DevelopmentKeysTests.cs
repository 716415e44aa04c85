using System.Security.Cryptography;
using System.Text.Json;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Keys;
using FlZk.Circuits.Tests.Fixtures;
using FlZk.Groth16;
using FlZk.Platform;

namespace FlZk.Circuits.Tests.Keys;

public sealed class DevelopmentKeysTests
{
    private static readonly string Small = CatalogText.Of(CatalogText.FedAvg("small", 1, 4, 4));

    [Fact]
    public async Task Keys_are_made_once_and_say_where_they_come_from()
    {
        using var workspace = new Workspace(Small);
        var keys = new DevelopmentKeys(new CircuitCompiler(cacheFolder: workspace.Cache));
        CircuitInstance instance = workspace.Catalog["small"];
        CircuitKeys first = await keys.EnsureAsync(instance);
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(first.Manifest));
        Assert.Equal("flzk/keys/1", manifest.RootElement.GetProperty("schema").GetString());
        Assert.Equal("development", manifest.RootElement.GetProperty("origin").GetString());
        Assert.Equal("FlZk/v1/development/groth16/small", manifest.RootElement.GetProperty("seed").GetString());
        Assert.Equal(first.Circuit.Digest, manifest.RootElement.GetProperty("circuitDigest").GetString());
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(first.ProvingKey))),
            manifest.RootElement.GetProperty("provingKeySha256").GetString());

        ProvingKey key = ProvingKey.Read(first.ProvingKey);
        Assert.Equal(KeyOrigin.Development, key.Origin);
        Assert.Equal((instance.PublicCount, instance.DomainSize), (key.PublicCount, key.DomainSize));
        Assert.Equal(key.VerificationKey.ToJson(), VerificationKey.ReadJson(first.VerificationKey).ToJson());

        DateTime written = File.GetLastWriteTimeUtc(first.ProvingKey);
        var told = new List<string>();
        CircuitKeys second = await keys.EnsureAsync(instance, new Telling(told));
        Assert.Empty(told);
        Assert.Equal((first.ProvingKey, written), (second.ProvingKey, File.GetLastWriteTimeUtc(second.ProvingKey)));
    }

    [Fact]
    public async Task Keys_interrupted_before_the_manifest_are_made_again_and_are_the_same()
    {
        using var workspace = new Workspace(Small);
        var keys = new DevelopmentKeys(new CircuitCompiler(cacheFolder: workspace.Cache));
        CircuitKeys files = await keys.EnsureAsync(workspace.Catalog["small"]);
        byte[] zkey = File.ReadAllBytes(files.ProvingKey);
        File.Delete(files.Manifest);
        File.WriteAllText(files.ProvingKey, "half");
        await keys.EnsureAsync(workspace.Catalog["small"]);
        Assert.Equal(zkey, File.ReadAllBytes(files.ProvingKey));
        Assert.True(File.Exists(files.Manifest));
    }

    [Fact]
    public async Task Every_public_signal_has_its_own_base_even_those_the_circuit_never_uses()
    {
        using var workspace = new Workspace(Small);
        CircuitKeys files = await new DevelopmentKeys(new CircuitCompiler(cacheFolder: workspace.Cache)).EnsureAsync(
            workspace.Catalog["small"]);
        VerificationKey key = VerificationKey.ReadJson(files.VerificationKey);
        var bases = key.InputBases.ToArray();
        Assert.Equal(files.Circuit.Instance.PublicCount + 1, bases.Length);
        Assert.DoesNotContain(bases, point => point.IsInfinity);
        Assert.Equal(bases.Length, bases.Distinct().Count());
    }

    private sealed class Telling(List<string> told) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => told.Add(value.Phase);
    }
}
