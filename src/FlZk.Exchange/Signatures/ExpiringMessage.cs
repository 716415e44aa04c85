using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FlZk.Exchange.Records;
using FlZk.Platform.Files;

namespace FlZk.Exchange.Signatures;

/// <summary>A signed message that its contract takes until a deadline.</summary>
public abstract record ExpiringMessage : SignedMessage
{
    /// <summary>A message that is not signed yet.</summary>
    private protected ExpiringMessage()
    {
    }

    /// <summary>What every such message's file has; the signature is not checked here.</summary>
    /// <exception cref="FileFormatException">A member is missing or malformed.</exception>
    [SetsRequiredMembers]
    private protected ExpiringMessage(JsonRecord record)
        : base(record)
    {
        Deadline = record.Int64("deadline") is var seconds and >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw record.Refuse("deadline", "a time in seconds since 1970");
    }

    /// <summary>Last moment at which the contract takes it.</summary>
    public required DateTimeOffset Deadline { get; init; }

    /// <summary>The deadline as it is signed, in seconds since 1970.</summary>
    private protected long DeadlineSeconds => Deadline.ToUnixTimeSeconds();

    /// <inheritdoc/>
    private protected override void WriteMembers(Utf8JsonWriter json) => json.WriteString("deadline", JsonRecord.Number(DeadlineSeconds));
}
