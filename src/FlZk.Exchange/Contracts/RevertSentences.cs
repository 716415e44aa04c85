using System.Collections.Frozen;
using System.Globalization;
using System.Numerics;
using System.Text;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Rounds;

namespace FlZk.Exchange.Contracts;

/// <summary>What the contracts' typed errors mean to a person: one sentence for each, with the error's arguments in it and, where somebody
/// can do something, what.</summary>
/// <remarks>The tests compare the table with the compiler's output: no error of the contracts is without a sentence.</remarks>
public static partial class RevertSentences
{
    private static readonly Dictionary<string, Sentence> Table = Read();

    private static readonly FrozenDictionary<string, Sentence> BySelector =
        Table.Values.ToFrozenDictionary(static s => Hex.Encode(s.Error.Selector));

    /// <summary>Every error with a sentence.</summary>
    public static IReadOnlyList<AbiError> Errors { get; } = [.. Table.Values.Select(static s => s.Error)];

    /// <summary>Says why a transaction or call reverted.</summary>
    /// <param name="reverted">What the node or the chain said.</param>
    /// <returns>A sentence; for an error that is not the exchange's, its name and arguments, or that there was no reason.</returns>
    public static string Explain(TransactionRevertedException reverted)
    {
        ArgumentNullException.ThrowIfNull(reverted);
        return Explain(reverted.Reason.Data) ?? reverted.Reason.Sentence;
    }

    /// <summary>Says what a revert's data mean; null when they are none of the exchange's errors.</summary>
    /// <param name="data">Selector and arguments, as the node gave them.</param>
    public static string? Explain(ReadOnlyMemory<byte> data)
    {
        if (data.Length < AbiFunction.SelectorLength) return null;
        if (!BySelector.TryGetValue(Hex.Encode(data.Span[..AbiFunction.SelectorLength]), out Sentence? sentence)) return null;
        try
        {
            return sentence.Say(AbiDecoder.Decode(sentence.Error.Inputs, data.Span[AbiFunction.SelectorLength..]));
        }
        catch (AbiException)
        {
            return null;
        }
    }

    /// <summary>Teaches a node's connection the sentences, so that its exceptions speak in them.</summary>
    internal static void Teach(RevertDecoder reverts)
    {
        foreach (Sentence sentence in Table.Values) reverts.Add(sentence.Error, sentence.Say);
    }

    /// <summary>The words behind an error, with <c>{argument}</c> or <c>{argument:kind}</c> where the arguments go.</summary>
    internal static string TemplateOf(AbiError error) => Table[error.Signature].Template;

    private static Dictionary<string, Sentence> Read()
    {
        var table = new Dictionary<string, Sentence>();
        foreach ((string declaration, string template) in Entries())
        {
            var error = AbiError.Parse(declaration);
            if (!table.TryAdd(error.Signature, new Sentence(error, template)))
                throw new InvalidOperationException($"The error {error.Signature} has two sentences.");
        }

        return table;
    }

    /// <summary>One error and its words.</summary>
    private sealed record Sentence(AbiError Error, string Template)
    {
        /// <summary>Puts the arguments into the words; the error's name stays, for those who search for it.</summary>
        /// <exception cref="AbiException">The words name an argument that the error does not have.</exception>
        public string Say(AbiValues arguments)
        {
            var text = new StringBuilder();
            int at = 0;
            while (Template.IndexOf('{', at) is var open and >= 0)
            {
                int close = Template.IndexOf('}', open);
                text.Append(Template, at, open - at);
                string[] parts = Template[(open + 1)..close].Split(':');
                text.Append(Word(arguments[parts[0]], parts.Length > 1 ? parts[1] : string.Empty));
                at = close + 1;
            }

            return text.Append(Template, at, Template.Length - at).Append(" (").Append(Error.Name).Append(')').ToString();
        }

        private static string Word(object value, string kind) => (kind, value) switch
        {
            ("time", BigInteger seconds) => Time(seconds),
            ("duration", BigInteger seconds) => Duration(seconds),
            ("percent", BigInteger basisPoints) => Percent(basisPoints),
            ("phase", BigInteger phase) => Phase(phase),
            ("proposal", BigInteger state) => State(state),
            ("round", BigInteger number) => Round(number),
            ("round", byte[] { Length: Hash32.ByteLength } key) => Round(new BigInteger(key, isUnsigned: true, isBigEndian: true)),
            ("round", Hash32 key) => Round(new BigInteger(key.ToArray(), isUnsigned: true, isBigEndian: true)),
            (_, byte[] bytes) => Hex.Encode(bytes.AsSpan(0, Math.Min(bytes.Length, 32))),
            (_, string text) => text.Length <= 200 ? text : text[..200] + "...",
            (_, IFormattable number) => number.ToString(null, Invariant),
            _ => value.ToString() ?? string.Empty,
        };

        private static string Time(BigInteger seconds) => seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", Invariant)
            : $"second {seconds}";

        private static string Duration(BigInteger seconds) => seconds switch
        {
            _ when seconds >= 172_800 && (seconds % 86_400).IsZero => $"{seconds / 86_400} days",
            _ when seconds >= 7_200 && (seconds % 3_600).IsZero => $"{seconds / 3_600} hours",
            _ => $"{seconds} seconds",
        };

        private static string Percent(BigInteger basisPoints) =>
            ((decimal)BigInteger.Min(basisPoints, 1_000_000) / 100).ToString("0.##", Invariant) + " %";

        private static string State(BigInteger state) => state <= (int)ProposalState.Executed
            ? ((ProposalState)(int)state).ToString()
            : $"state {state}";

        private static string Phase(BigInteger phase) => phase <= (int)RoundPhase.Failed
            ? ((RoundPhase)(int)phase).ToString()
            : $"phase {phase}";

        private static string Round(BigInteger number)
        {
            BigInteger round = number & uint.MaxValue;
            return $"round {round} of job {number >> 32}";
        }

        private static CultureInfo Invariant => CultureInfo.InvariantCulture;
    }
}
