namespace FlZk.Groth16;

/// <summary>Where the points of an open proving key are.</summary>
public enum KeyMemory
{
    /// <summary>Read into memory of their own: nothing that happens to the file later matters. For processes that live long.</summary>
    Copied,

    /// <summary>
    /// Mapped: the file's pages are the memory. Opens faster, needs no memory beyond the system's file cache, and shares it between
    /// processes. The file may be replaced by renaming another over it, or deleted; but whoever truncates it in place while a proof is made
    /// ends this process, as for every program that maps files. Every proof first requires that the file has not changed since.
    /// </summary>
    Mapped,
}
