using FlZk.Bench.Report;
using FlZk.Bench.Report.Pieces;
using FlZk.Bench.Report.Rounds;
using FlZk.Bench.Roofline;

namespace FlZk.Bench.Tests;

/// <summary>Results as if they had been measured.</summary>
internal static class Measured
{
    public const double Billion = 1e9;
    public const long Cache = 32L << 20;

    public static readonly Machine Machine =
        new("a processor", 2, 16, "AVX-512", "a system", "a runtime", new Dictionary<string, string>());

    /// <summary>Rounds of so many seconds each, under a roofline that never changes.</summary>
    public static OperationRounds Rounds(
        string name, double[] seconds, double read = 50 * Billion, double copy = 40 * Billion, double multiplyAdd = 100 * Billion) =>
        new(name, [.. seconds.Select(s => new OperationRound(s, s * 0.9, new RooflineSample(read, copy, multiplyAdd)))]);

    /// <summary>A piece of some suite.</summary>
    public static PieceResult Piece(string name, string suite, params OperationRounds[] operations) => new(
        name, "0123456789", new DateTime(2026, 11, 23, 12, 0, 0, DateTimeKind.Utc), 1, true,
        [
            .. operations.SelectMany(operation => operation.Measurements(suite)),
            .. Rooflines.Measurements(suite, "", Whole),
        ]);

    public static MachineRoofline Whole { get; } = new(
        2, Cache, 256L << 20, Rate(81), Rate(42), Rate(62), Rate(51), Rate(63), Rate(52), Rate(105), Rate(53), "an instruction");

    public static Results Results(params PieceResult[] pieces) =>
        pieces.Aggregate(new Results("flzk/bench/1", Machine, []), (results, piece) => results.With(piece));

    private static Rate Rate(double billions) => new(billions * Billion, (billions - 1) * Billion);
}
