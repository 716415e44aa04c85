namespace FlZk.Fuzz;

/// <summary>A small file made a reader allocate much.</summary>
internal sealed class DisproportionException(string message) : Exception(message);
