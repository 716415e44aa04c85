namespace FlZk.Platform.Tests.Documentation;

/// <summary>The program that docs/groth16.md shows is the sample that every build compiles.</summary>
public sealed class SampleTests
{
    [Fact]
    public void The_document_shows_the_sample_as_it_is()
    {
        string[] program = File.ReadAllText(Path.Combine(ProjectLayout.Root, "samples", "ProveAndVerify", "Program.cs")).TrimEnd().Split('\n');
        string shown = string.Join('\n', program.Select(line => line.Length == 0 ? line : "    " + line));
        Assert.Contains(shown, File.ReadAllText(Path.Combine(ProjectLayout.Root, "docs", "groth16.md")), StringComparison.Ordinal);
    }
}
