using System.Globalization;
using System.Numerics;
using FlZk.Cli.Hosting;

namespace FlZk.Cli.Connections;

/// <summary>An amount as a person writes it: whole tokens with decimals, or smallest units with the suffix <c>wei</c>.</summary>
/// <param name="Digits">All digits, without the point.</param>
/// <param name="Decimals">How many of them follow the point; null for smallest units.</param>
internal readonly record struct TokenAmount(BigInteger Digits, int? Decimals)
{
    private const string SmallestUnit = "wei";
    private const int MaxLength = 78;

    /// <summary>Reads an amount; negative ones, exponents and group separators are none.</summary>
    public static bool TryParse(string? text, out TokenAmount amount)
    {
        amount = default;
        if (text is null || text.Length > MaxLength) return false;
        if (text.EndsWith(SmallestUnit, StringComparison.Ordinal))
        {
            if (!IsDigits(text[..^SmallestUnit.Length])) return false;
            amount = new TokenAmount(Parse(text[..^SmallestUnit.Length]), null);
            return true;
        }

        string[] parts = text.Split('.');
        if (parts.Length > 2 || !parts.All(IsDigits)) return false;
        string fraction = parts.Length == 2 ? parts[1].TrimEnd('0') : string.Empty;
        amount = new TokenAmount(Parse(parts[0] + fraction), fraction.Length);
        return true;
    }

    /// <summary>The amount in smallest units of a token.</summary>
    /// <param name="decimals">The token's decimals.</param>
    /// <exception cref="UsageException">The amount is finer than the token.</exception>
    public BigInteger InUnits(int decimals)
    {
        if (Decimals is not { } own) return Digits;
        if (own > decimals) throw new UsageException($"The amount has {own} digits after the point; this token has {decimals} decimals.");
        return Digits * BigInteger.Pow(10, decimals - own);
    }

    /// <summary>Smallest units as whole tokens, exactly.</summary>
    public static string Format(BigInteger units, int decimals)
    {
        string digits = BigInteger.Abs(units).ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        string whole = digits[..^decimals], fraction = digits[^decimals..].TrimEnd('0');
        return (units.Sign < 0 ? "-" : string.Empty) + (fraction.Length == 0 ? whole : $"{whole}.{fraction}");
    }

    private static bool IsDigits(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static BigInteger Parse(string digits) => BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
