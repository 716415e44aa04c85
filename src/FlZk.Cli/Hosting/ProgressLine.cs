using System.Diagnostics;
using System.Globalization;
using FlZk.Platform;
using FlZk.Platform.Files;

namespace FlZk.Cli.Hosting;

/// <summary>
/// Progress on standard error: one line that is redrawn on a terminal (phase, share, time left), one line per phase elsewhere.
/// Standard output stays free for the result.
/// </summary>
public sealed class ProgressLine : IProgress<WorkProgress>, IDisposable
{
    private const int RedrawMilliseconds = 100;

    private readonly TextWriter _error;
    private readonly bool _redraws;
    private readonly Lock _gate = new();
    private readonly Stopwatch _sinceDraw = Stopwatch.StartNew();
    private readonly Stopwatch _inPhase = Stopwatch.StartNew();
    private readonly HashSet<string> _named = [];
    private string? _phase;
    private double _share;
    private int _drawn;

    /// <summary>Writes to <paramref name="error"/>; redraws in place only when that is an interactive terminal.</summary>
    public ProgressLine(TextWriter error, bool redraws)
    {
        _error = error;
        _redraws = redraws;
    }

    /// <inheritdoc/>
    public void Report(WorkProgress value)
    {
        lock (_gate)
        {
            // Phases may name files.
            string phase = ForeignText.Printable(value.Phase);
            bool isNew = value.Phase != _phase;
            _phase = value.Phase;

            // Phases that share one whole run on; the clock starts again with work that begins at its beginning.
            if (isNew && (value.Fraction ?? 0) < _share) _named.Clear();
            if (isNew && ((value.Fraction ?? 0) < _share || value.Fraction is null or 0)) _inPhase.Restart();
            _share = value.Fraction ?? 0;
            if (!_redraws)
            {
                if (_named.Add(value.Phase)) _error.WriteLine(phase);
                return;
            }

            if (!isNew && _sinceDraw.ElapsedMilliseconds < RedrawMilliseconds) return;
            _sinceDraw.Restart();
            string line = value.Fraction is { } share
                ? $"{phase}  {share.ToString("P0", CultureInfo.InvariantCulture)}{TimeLeft(share)}"
                : phase;
            if (value.Detail is { } detail) line += $", {ForeignText.Printable(detail)}";
            int width = Math.Max(20, Console.WindowWidth - 1);
            if (line.Length > width) line = line[..width];
            _error.Write('\r' + line.PadRight(_drawn));
            _drawn = line.Length;
        }
    }

    /// <summary>Removes the redrawn line, so that what follows starts on a clean one.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_drawn > 0) _error.Write('\r' + new string(' ', _drawn) + '\r');
            _drawn = 0;
            _phase = null;
            _share = 0;
            _named.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();

    private string TimeLeft(double share)
    {
        if (share is <= 0.02 or >= 1 || _inPhase.Elapsed.TotalSeconds < 2) return string.Empty;
        double seconds = _inPhase.Elapsed.TotalSeconds * (1 - share) / share;
        return $", about {seconds.ToString("F0", CultureInfo.InvariantCulture)} s left";
    }
}
