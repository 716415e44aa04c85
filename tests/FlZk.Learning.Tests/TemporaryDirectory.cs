namespace FlZk.Learning.Tests;

/// <summary>A directory that goes when the test does.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("flzk-learning-");

    public string Root => _directory.FullName;

    public string File(string name) => Path.Combine(_directory.FullName, name);

    public string Write(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
