using System.Globalization;

namespace FlZk.Cli.Connections;

/// <summary>Lengths of time as a person writes them: a whole number of seconds, minutes, hours or days.</summary>
internal static class DurationText
{
    private const long MostSeconds = uint.MaxValue;

    /// <summary>Reads a length of time of less than 2^32 seconds.</summary>
    public static bool TryParse(string? text, out TimeSpan time)
    {
        time = default;
        if (string.IsNullOrEmpty(text)) return false;
        int seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        if (seconds == 0 || !uint.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out uint count)) return false;
        if (count * (long)seconds > MostSeconds) return false;
        time = TimeSpan.FromSeconds(count * (long)seconds);
        return true;
    }

    /// <summary>Writes a length of time in its largest whole unit.</summary>
    public static string Format(TimeSpan time)
    {
        long seconds = (long)time.TotalSeconds;
        (long unit, char name) = seconds switch
        {
            _ when seconds % 86400 == 0 && seconds > 0 => (86400L, 'd'),
            _ when seconds % 3600 == 0 && seconds > 0 => (3600L, 'h'),
            _ when seconds % 60 == 0 && seconds > 0 => (60L, 'm'),
            _ => (1L, 's'),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / unit}{name}");
    }
}
