namespace FlZk.Learning.ModelFiles;

/// <summary>The process, or the system, has as many files open as it may: no fault of the file that was to be opened.</summary>
/// <param name="message">What to do about it.</param>
/// <param name="inner">What the system said.</param>
public sealed class TooManyOpenFilesException(string message, Exception inner) : IOException(message, inner);
