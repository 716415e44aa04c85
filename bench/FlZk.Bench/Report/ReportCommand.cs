using System.Diagnostics;
using System.Globalization;
using FlZk.Bench.Circuits;
using FlZk.Bench.Report.Pieces;
using FlZk.Bench.Report.Rendering;
using FlZk.Bench.Report.Rounds;
using FlZk.Bench.Roofline;
using FlZk.Platform;
using FlZk.Platform.Processes;

namespace FlZk.Bench.Report;

/// <summary><c>report</c>: measures piece by piece, keeps every sample in the book's .json file, and renders its .md file from
/// that.</summary>
internal static class ReportCommand
{
    public const string Name = "report";

    private const string Usage = """
        report [groth16|learning] [--quick] [--only PREFIX]... [--samples N] [--fresh] [--prepare] [--render] [--list]

          groth16        the proving engine, which is what is meant without a word; learning: aggregation and quantisation
          --quick        few samples, and scalar code on small circuits only: some ten minutes
          --only PREFIX  only pieces whose names begin so, e.g. prove/, fedavg/64, operations/; may be repeated
          --samples N    N samples, or rounds, of everything that is not BenchmarkDotNet's
          --fresh        measure again what is there for this commit
          --prepare      only make what has to be there first: circuits, keys, witnesses
          --render       only render
          --list         only print the names of the pieces
        """;

    public static async Task<int> RunAsync(string[] arguments)
    {
        ReportBook? named = arguments is [{ } word, ..] ? ReportBook.All.FirstOrDefault(book => book.Name == word) : null;
        if (ReportOptions.Parse(named is null ? arguments : arguments[1..]) is not { } options)
        {
            Console.Error.WriteLine(Usage);
            return 1;
        }

        ReportBook book = named ?? ReportBook.Groth16;
        IReportPiece[] pieces = [.. book.Pieces.Where(options.Wants)];
        if (options.List)
        {
            foreach (IReportPiece piece in pieces) Console.WriteLine(piece.Name);
            return 0;
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true;
            stop.Cancel();
        };
        int failed = 0;
        if (!options.Render)
        {
            DirectoryInfo scratch = Directory.CreateTempSubdirectory("flzk-bench-");
            try
            {
                var context = new ReportContext(options.Quick, options.Samples, scratch.FullName, new BenchWorkshop(Say), Say);
                failed = await MeasureAsync(book, pieces, options, context, stop.Token).ConfigureAwait(false);
            }
            finally
            {
                scratch.Delete(recursive: true);
            }
        }

        if (!options.Prepare) Say($"rendered {book.Write(Results.Read(book.ResultsFile), ReportBook.Folder)}");
        return failed == 0 ? 0 : 1;
    }

    private static async Task<int> MeasureAsync(
        ReportBook book, IReportPiece[] pieces, ReportOptions options, ReportContext context, CancellationToken cancellation)
    {
        string commit = await CommitAsync(cancellation).ConfigureAwait(false);
        int failed = 0;
        for (int i = 0; i < pieces.Length && !cancellation.IsCancellationRequested; i++)
        {
            IReportPiece piece = pieces[i];
            string label = string.Create(CultureInfo.InvariantCulture, $"[{i + 1}/{pieces.Length}] {piece.Name}");
            try
            {
                if (!options.Prepare && !options.Fresh && Results.Read(book.ResultsFile).Has(piece.Name, commit, options.Quick))
                {
                    Say($"{label}: there");
                    continue;
                }

                Say(label);
                await piece.PrepareAsync(context, cancellation).ConfigureAwait(false);
                if (options.Prepare) continue;
                long clock = Stopwatch.GetTimestamp();
                IReadOnlyList<Measurement> measured = await piece.MeasureAsync(context, cancellation).ConfigureAwait(false);
                double seconds = Stopwatch.GetElapsedTime(clock).TotalSeconds;
                Results.Read(book.ResultsFile)
                    .With(new PieceResult(piece.Name, commit, DateTime.UtcNow, Math.Round(seconds, 1), options.Quick, measured))
                    .Write(book.ResultsFile);
                Say(string.Create(CultureInfo.InvariantCulture, $"  {seconds:F1} s{Glance(measured)}"));
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception cause)
                when (cause is ProcessFailedException or IOException or InvalidOperationException or InvalidDataException)
            {
                // One prover that fails does not take the other pieces with it.
                failed++;
                Console.Error.WriteLine($"{label} FAILED: {cause.Message}");
            }
        }

        if (failed > 0) Console.Error.WriteLine($"{failed} of {pieces.Length} pieces failed; what was there of them before is kept");
        return cancellation.IsCancellationRequested ? 1 : failed;
    }

    /// <summary>The numbers of a piece that say at once whether it went well.</summary>
    private static string Glance(IReadOnlyList<Measurement> measured) => string.Concat(OperationRounds.Of(measured)
        .Select(own => string.Create(
            CultureInfo.InvariantCulture,
            $"\n    {own.Operation.Name.Split(' ')[0]}: {Text.Time(1000 * own.Operation.Seconds)} ({own.Operation.Rounds.Count} rounds; "
            + $"around them read {Spread.Of(own.Operation.Rounds.Select(round => round.Roofline.Read)).Billions()} GB/s)"))
        .Concat(measured.Where(m => m.Work is Works.Prove or Works.Witness or Works.Setup or Works.Commit or Works.Link or Works.Aggregate)
        .Select(m => string.Create(
            CultureInfo.InvariantCulture,
            $"\n    {string.Join(", ", ((string?[])[m.Program, m.Mode, m.Tier, m.Cores is { } n ? $"{n} core" : null]).OfType<string>())}: "
            + $"{m.Work} {m.Median:N1} {m.Unit} ({m.Samples.Count})"))));

    private static async Task<string> CommitAsync(CancellationToken cancellation)
    {
        ProcessResult head = await ChildProcess.RunAsync(
            "git", ["rev-parse", "--short=9", "HEAD"], ProjectLayout.Root, cancellation: cancellation).ConfigureAwait(false);
        if (head.ExitCode != 0) return "unknown";
        ProcessResult changes = await ChildProcess.RunAsync(
            "git", ["status", "--porcelain", "--untracked-files=no", "--", "src", "circuits", "Directory.Packages.props"],
            ProjectLayout.Root, cancellation: cancellation).ConfigureAwait(false);
        return head.StandardOutput.Trim() + (changes.StandardOutput.Length > 0 ? "+" : string.Empty);
    }

    private static void Say(string line) => Console.WriteLine(line);
}
