using FlZk.KernelGenerator;

// Rewrites the generated kernels in the checkout around the current folder.
string? root = Directory.GetCurrentDirectory();
while (root is not null && !File.Exists(Path.Combine(root, "FlZk.sln"))) root = Path.GetDirectoryName(root);
if (root is null)
{
    Console.Error.WriteLine("No FlZk.sln in this folder or above it: run inside a checkout.");
    return 1;
}

foreach (GeneratedFile file in KernelFiles.All)
{
    File.WriteAllText(Path.Combine(root, file.Path), file.Text);
    Console.WriteLine(file.Path);
}

return 0;
