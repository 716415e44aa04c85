namespace FlZk.EndToEnd.Tests.Hosting;

/// <summary>A folder of a test's own, gone with it.</summary>
public sealed class Scratch : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flzk-e2e-");

    public string Folder => _folder.FullName;

    public string this[params ReadOnlySpan<string> parts] => Path.Combine([_folder.FullName, .. parts]);

    public void Dispose() => _folder.Delete(recursive: true);
}
