using System.Buffers;
using System.Text;
using FlZk.Platform.Files;

namespace FlZk.Learning.Aggregation.Intake;

/// <summary>What goes over a socket around an update: a line with the sender's name before it, a line with the answer after it.</summary>
/// <remarks>
/// <para>The sender: <c>flzk/update/1 NAME\n</c>, the safetensors file as it is, and the end of its stream. The receiver:
/// <c>flzk/receipt/1 accepted\n</c> or <c>flzk/receipt/1 refused: REASON\n</c>, which may come before the sender is done. Lines are
/// UTF-8.</para>
/// <para>Names are claims: nothing here says who sends, and nothing is encrypted.</para>
/// </remarks>
internal static class TransferWire
{
    /// <summary>The longest answer, in bytes with its line feed.</summary>
    public const int MaxAnswerBytes = 4096;

    private const string Update = "flzk/update/1 ";
    private const string Accepted = "flzk/receipt/1 accepted";
    private const string Refused = "flzk/receipt/1 refused: ";
    private const int MaxNameBytes = 255;
    private const int MaxReason = 500;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Why no update can be sent under a name, as a sentence; null when it can.</summary>
    public static string? WhyNotName(string name)
    {
        if (name.Length == 0 || !ForeignText.IsPrintable(name))
        {
            return $"a sender's name is one line of visible text; '{ForeignText.Quote(name)}' is none.";
        }

        return Strict.GetByteCount(name) > MaxNameBytes ? $"a sender's name has at most {MaxNameBytes} bytes of UTF-8." : null;
    }

    /// <summary>The line before an update.</summary>
    public static byte[] Greeting(string name) => Strict.GetBytes($"{Update}{name}\n");

    /// <summary>Reads the line before an update, and nothing behind it.</summary>
    /// <returns>The name.</returns>
    /// <exception cref="RefusedTransferException">There is no such line.</exception>
    public static async Task<string> ReadGreetingAsync(Stream stream, CancellationToken cancellation)
    {
        string line = await ReadLineAsync(stream, Update.Length + MaxNameBytes + 1, cancellation).ConfigureAwait(false)
            ?? throw new RefusedTransferException($"the stream does not begin with a line '{Update}NAME'.");
        if (!line.StartsWith(Update, StringComparison.Ordinal))
        {
            throw new RefusedTransferException($"the stream does not begin with a line '{Update}NAME'.");
        }

        string name = line[Update.Length..];
        return WhyNotName(name) is { } reason ? throw new RefusedTransferException(reason) : name;
    }

    /// <summary>The line after an update.</summary>
    public static byte[] Answer(IntakeReceipt receipt) =>
        Encoding.UTF8.GetBytes((receipt.Refusal is null ? Accepted : Refused + Plain(receipt.Refusal)) + "\n");

    /// <summary>Reads the answer.</summary>
    /// <returns>Whether there is one, and the refusal in it.</returns>
    public static async Task<(bool IsAnswer, string? Refusal)> ReadAnswerAsync(Stream stream, CancellationToken cancellation)
    {
        string? line = await ReadLineAsync(stream, MaxAnswerBytes, cancellation).ConfigureAwait(false);
        if (line == Accepted) return (true, null);
        return line?.StartsWith(Refused, StringComparison.Ordinal) == true ? (true, Plain(line[Refused.Length..])) : (false, null);
    }

    /// <summary>Text from the other side as one short line of visible text: escaped, it has at most eight letters for each.</summary>
    public static string Plain(string text) => ForeignText.Printable(text.Length <= MaxReason ? text : text[..MaxReason] + "...");

    // One byte at a time: what follows the line is not to be taken from the stream, and a line is short.
    private static async Task<string?> ReadLineAsync(Stream stream, int mostBytes, CancellationToken cancellation)
    {
        byte[] line = ArrayPool<byte>.Shared.Rent(mostBytes);
        try
        {
            for (int length = 0; length < mostBytes; length++)
            {
                if (await stream.ReadAsync(line.AsMemory(length, 1), cancellation).ConfigureAwait(false) == 0) return null;
                if (line[length] == '\n') return Strict.GetString(line, 0, length);
            }

            return null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(line);
        }
    }
}
