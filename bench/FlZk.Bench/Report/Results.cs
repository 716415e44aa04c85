using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FlZk.Platform.Files;

namespace FlZk.Bench.Report;

/// <summary>The file between measuring and rendering: every sample of every piece, by piece.</summary>
/// <param name="Schema">flzk/bench/1.</param>
/// <param name="Machine">Where the latest piece was measured.</param>
/// <param name="Pieces">One entry per piece, sorted by name.</param>
internal sealed record Results(string Schema, Machine Machine, IReadOnlyList<PieceResult> Pieces)
{
    private const string CurrentSchema = "flzk/bench/1";

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>All measurements.</summary>
    [JsonIgnore]
    public IEnumerable<Measurement> Measurements => Pieces.SelectMany(piece => piece.Measurements);

    /// <summary>Reads a file, or gives empty results when there is none.</summary>
    /// <exception cref="FileFormatException">The file is not of this schema.</exception>
    public static Results Read(string path)
    {
        if (!File.Exists(path)) return new Results(CurrentSchema, Machine.Examine(), []);
        try
        {
            Results? results = JsonSerializer.Deserialize<Results>(File.ReadAllBytes(path), Format);
            return results?.Schema == CurrentSchema ? results : throw new FileFormatException(path, $"is not {CurrentSchema}");
        }
        catch (JsonException cause)
        {
            throw new FileFormatException(path, $"is damaged: {cause.Message}", inner: cause);
        }
    }

    /// <summary>Whether a piece is there, measured on <paramref name="commit"/> and at least as thoroughly as wanted.</summary>
    public bool Has(string piece, string commit, bool quick) =>
        Pieces.Any(p => p.Name == piece && p.Commit == commit && (quick || !p.Quick));

    /// <summary>With one piece replaced or added.</summary>
    public Results With(PieceResult piece) => this with
    {
        Machine = Machine.Examine(),
        Pieces = [.. Pieces.Where(p => p.Name != piece.Name).Append(piece).OrderBy(p => p.Name, StringComparer.Ordinal)],
    };

    public void Write(string path) => AtomicFile.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, Format));
}
