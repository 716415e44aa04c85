using System.Globalization;
using System.Text.Json;
using FlZk.Bn254;
using FlZk.Ethereum;
using FlZk.Exchange.Records;
using FlZk.Exchange.Rounds;
using FlZk.Platform.Files;
using FlZk.Statements;

namespace FlZk.Exchange.Aggregation;

/// <summary>What opens a proposal: sums and model with their blindings, from which anyone can check it without a proof, and which may be
/// published because single updates stay hidden in the sums.</summary>
public sealed record ProposalOpening
{
    private const string Schema = "flzk/proposal/1";

    /// <summary>The round.</summary>
    public required RoundId Round { get; init; }

    /// <summary>W.</summary>
    public required long TotalWeight { get; init; }

    /// <summary>s_j, the weighted sums.</summary>
    public required ReadOnlyMemory<long> Sums { get; init; }

    /// <summary>rho_S.</summary>
    public required Fr SumBlinding { get; init; }

    /// <summary>y_j, the new model.</summary>
    public required ReadOnlyMemory<int> Model { get; init; }

    /// <summary>rho_Y.</summary>
    public required Fr ModelBlinding { get; init; }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <returns>Keccak-256 of its bytes: the proposal's content hash.</returns>
    /// <exception cref="IOException">The file could not be written.</exception>
    public Hash32 Write(string path)
    {
        AtomicFile.Write(path, WriteJson);
        return HashOf(path);
    }

    /// <summary>Keccak-256 of a file: a proposal's content hash.</summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static Hash32 HashOf(string path) => Keccak256.Hash(File.ReadAllBytes(path));

    /// <summary>Reads a file; <see cref="Fault"/> says whether it opens a proposal.</summary>
    /// <exception cref="FileFormatException">Not such a file.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static ProposalOpening Read(string path)
    {
        using JsonRecord record = JsonRecord.Read(path, Schema);
        return new ProposalOpening
        {
            Round = record.Round(),
            TotalWeight = record.Int64("totalWeight"),
            Sums = record.LongIntegers("sums"),
            SumBlinding = record.Scalar("sumBlinding"),
            Model = record.Integers("model"),
            ModelBlinding = record.Scalar("modelBlinding"),
        };
    }

    /// <summary>Checks the opening against a round on chain: C_S opens to the sums, C_Y to the model, and the model is the sums'
    /// average.</summary>
    /// <param name="round">The round as it stands, with its C_S, W and proposed C_Y.</param>
    /// <param name="generators">At least as many as the model has parameters.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Null when the proposal is right; else why it should be challenged.</returns>
    public string? Fault(RoundView round, PedersenGenerators generators, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(round);
        if (Round != round.Id) return $"the file is for {Round}, not for {round.Id}";
        if (TotalWeight < 1 || TotalWeight != round.TotalWeight)
            return $"the file's total weight is {TotalWeight}, the contract's {round.TotalWeight}";
        if (Sums.Length != Model.Length) return $"the file has {Sums.Length} sums and {Model.Length} parameters";
        ReadOnlySpan<long> sums = Sums.Span;
        ReadOnlySpan<int> model = Model.Span;
        for (int j = 0; j < sums.Length; j++)
        {
            Int128 doubled = ((Int128)2 * sums[j]) + TotalWeight;

            // y = floor((s + floor(W/2)) / W) is the integer with 2 W y <= 2 s + W < 2 W (y + 1), but for odd W it is 2 s + W - 1.
            Int128 numerator = doubled - (TotalWeight & 1);
            Int128 least = (Int128)2 * TotalWeight * model[j];
            if (numerator < least || numerator >= least + ((Int128)2 * TotalWeight))
                return $"parameter {j} of the model is {model[j]}, which is not the average of a sum of {sums[j]} by {TotalWeight}";
        }

        if (!new VectorCommitment(round.SumCommitment).Opens(generators, Sums, SumBlinding, cancellation))
            return "the sums do not open the contract's C_S";
        return new VectorCommitment(round.ModelCommitment).Opens(generators, Model, ModelBlinding, cancellation)
            ? null
            : "the model does not open the proposed C_Y";
    }

    private void WriteJson(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, JsonRecord.Indented);
        json.WriteStartObject();
        json.WriteString("schema", Schema);
        JsonRecord.WriteRound(json, Round);
        json.WriteString("totalWeight", TotalWeight.ToString(CultureInfo.InvariantCulture));
        JsonRecord.WriteIntegers(json, "sums", Sums.Span);
        json.WriteString("sumBlinding", SumBlinding.ToString());
        JsonRecord.WriteIntegers(json, "model", Model.Span);
        json.WriteString("modelBlinding", ModelBlinding.ToString());
        json.WriteEndObject();
    }
}
