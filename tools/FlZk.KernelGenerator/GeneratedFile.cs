namespace FlZk.KernelGenerator;

/// <summary>A source file that this program writes.</summary>
/// <param name="Path">Relative to the repository's root, with forward slashes.</param>
/// <param name="Text">Its content, with line feeds.</param>
public sealed record GeneratedFile(string Path, string Text);
