namespace FlZk.Cli.Commands.Doctor;

/// <summary>One thing that was looked for on this machine.</summary>
/// <param name="Name">What.</param>
/// <param name="Ok">Whether it is there; null for something that is only reported.</param>
/// <param name="Found">What was found.</param>
/// <param name="Remedy">How to get it, when it is missing.</param>
internal sealed record DoctorCheck(string Name, bool? Ok, string Found, string? Remedy = null);
