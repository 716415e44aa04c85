namespace FlZk.Platform.Files;

/// <summary>A file is not what it claims to be: truncated, of another kind, or carrying values outside their range.</summary>
/// <remarks>Every reader of this project throws this and nothing else for bad content; the CLI maps it to exit code 3.</remarks>
public sealed class FileFormatException : Exception
{
    /// <summary>Says what is wrong with which file, and where.</summary>
    /// <param name="file">The file's path or name, as the user knows it.</param>
    /// <param name="reason">What was found and what was expected, as a sentence without the file's name.</param>
    /// <param name="offset">Byte offset of the offending content, where one is known.</param>
    /// <param name="inner">The cause, where another exception told of it.</param>
    public FileFormatException(string file, string reason, long? offset = null, Exception? inner = null)
        : base(offset is { } at ? $"{file}, offset {at}: {reason}" : $"{file}: {reason}", inner)
    {
        File = file;
        Reason = reason;
        Offset = offset;
    }

    /// <summary>The file's path or name.</summary>
    public string File { get; }

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; }

    /// <summary>Byte offset of the offending content, or null when the whole file is meant.</summary>
    public long? Offset { get; }
}
