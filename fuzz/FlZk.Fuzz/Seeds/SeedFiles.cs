namespace FlZk.Fuzz;

/// <summary>Seeds are made by the product's own writers, through a temporary file where they write none but files.</summary>
internal static class SeedFiles
{
    public static KeyValuePair<string, byte[]> Written(string name, Action<string> write)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("flzk-seed-");
        try
        {
            string path = Path.Combine(folder.FullName, name);
            write(path);
            return new(name, File.ReadAllBytes(path));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static KeyValuePair<string, byte[]> Text(string name, string content) => new(name, System.Text.Encoding.UTF8.GetBytes(content));
}
