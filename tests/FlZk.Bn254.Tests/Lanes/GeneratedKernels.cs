using FlZk.KernelGenerator;

namespace FlZk.Bn254.Tests.Lanes;

/// <summary>The straight-line kernels in the repository are what tools/FlZk.KernelGenerator writes.</summary>
public sealed class GeneratedKernels
{
    public static TheoryData<string> Paths => [.. KernelFiles.All.Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void File_is_what_the_generator_writes(string path) =>
        Assert.Equal(KernelFiles.All.Single(file => file.Path == path).Text, File.ReadAllText(Path.Combine(Root(), path)));

    private static string Root()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "FlZk.sln"))) root = Path.GetDirectoryName(root);
        return root ?? throw new DirectoryNotFoundException("The tests do not run inside a checkout.");
    }
}
