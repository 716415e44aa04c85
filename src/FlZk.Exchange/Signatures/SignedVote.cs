using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Ethereum.Signing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Records;

namespace FlZk.Exchange.Signatures;

/// <summary>A vote on a proposal, for anybody to send. The governor takes it as long as voting
/// lasts.</summary>
public sealed record SignedVote : SignedMessage
{
    internal const string Format = "flzk/signed-vote/1";

    /// <summary>A vote that is not signed yet.</summary>
    public SignedVote()
    {
    }

    [SetsRequiredMembers]
    private SignedVote(JsonRecord record)
        : base(record)
    {
        Voter = record.Somebody("voter");
        Proposal = record.Amount("proposal");
        Vote = record.Text("vote") switch
        {
            "for" => VoteKind.For,
            "against" => VoteKind.Against,
            "abstain" => VoteKind.Abstain,
            _ => throw record.Refuse("vote", "'for', 'against' or 'abstain'"),
        };
    }

    /// <summary>Who votes.</summary>
    public required Address Voter { get; init; }

    /// <summary>On what.</summary>
    public required BigInteger Proposal { get; init; }

    /// <summary>How.</summary>
    public required VoteKind Vote { get; init; }

    /// <inheritdoc/>
    public override Address Author => Voter;

    private protected override string Schema => Format;

    /// <summary>Reads a vote; the signature is not checked here.</summary>
    /// <exception cref="Platform.Files.FileFormatException">Not a vote.</exception>
    /// <exception cref="IOException">The file could not be read.</exception>
    public static new SignedVote Read(string path) => Read(path, Format, static record => new SignedVote(record));

    internal override TypedData Message() => new(
        new TypedDataDomain("FlZk Governor", "1", ChainId, Contract),
        "Ballot",
        ["Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)"],
        new object[] { Proposal, (int)Vote, Voter, Nonce });

    private protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("voter", Voter.ToString());
        json.WriteString("proposal", JsonRecord.Number(Proposal));
        json.WriteString("vote", Vote.ToString().ToLowerInvariant());
    }
}
