namespace FlZk.Bench.Tests;

/// <summary>A folder for one test.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flzk-bench-tests-").FullName;

    public string Folder => _folder;

    public string this[string name] => Path.Combine(_folder, name);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
