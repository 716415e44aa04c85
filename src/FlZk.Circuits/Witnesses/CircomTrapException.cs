namespace FlZk.Circuits.Witnesses;

/// <summary>Leaves a witness program that called its exception handler; the codes are those of circom's runtime.</summary>
internal sealed class CircomTrapException(int code) : Exception(Meaning(code))
{
    private static string Meaning(int code) => code switch
    {
        1 => "signal not found",
        2 => "too many signals set",
        3 => "signal already set",
        4 => "an assertion or a constraint does not hold",
        5 => "not enough memory",
        6 => "input signal array access exceeds the size",
        7 => "array access out of bounds",
        _ => $"error {code} of circom's runtime",
    };
}
