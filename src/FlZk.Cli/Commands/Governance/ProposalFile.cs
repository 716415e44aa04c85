using System.Numerics;
using System.Text.Json;
using FlZk.Cli.Connections;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Exchange.Contracts;
using FlZk.Platform.Files;

namespace FlZk.Cli.Commands.Governance;

/// <summary>A governance proposal as its author writes it (JSON, <c>flzk/governance-proposal/1</c>): a text and the calls that the
/// timelock will make.</summary>
/// <remarks>The very same file proposes, queues and executes: the governor knows a proposal by the hash of its calls and text.</remarks>
internal static class ProposalFile
{
    public const string Schema = "flzk/governance-proposal/1";

    /// <summary>A proposal to fill in: of the calls, those not wanted are taken out.</summary>
    public const string Template = """
        {
          "schema": "flzk/governance-proposal/1",
          // What is proposed, and why; for all to read.
          "description": "List the verifier of ceremony 7",
          // Made in order by the timelock, all or none. "target" is an address or one of exchange, coordinator, registry, oracle,
          // reputation, selector, settlement, disputes, marketplace, governor, timelock, token, vault.
          "actions": [
            // Jobs created from then on may name the verifier; "delist" ends that.
            { "target": "registry", "call": "list(address verifier)", "arguments": ["0x0000000000000000000000000000000000000000"] },
            // The account may attest data sets; "dismissAttester" ends that.
            { "target": "oracle", "call": "appointAttester(address attester)",
              "arguments": ["0x0000000000000000000000000000000000000000"] },
            // A contract's new implementation, with a call made right after it ("0x" for none).
            { "target": "exchange", "call": "upgradeToAndCall(address implementation, bytes data)",
              "arguments": ["0x0000000000000000000000000000000000000000", "0x"] },
            // Seconds from a proposal to its vote; setVotingPeriod, setProposalThreshold, updateQuorumNumerator are alike.
            { "target": "governor", "call": "setVotingDelay(uint48 delay)", "arguments": [86400] },
            // What slashing took, where the timelock is the treasury; and then where it goes.
            { "target": "vault", "call": "collectProceeds()", "arguments": [] },
            { "target": "token", "call": "transfer(address to, uint256 amount)",
              "arguments": ["0x0000000000000000000000000000000000000000", "1000000000000000000"] }
          ]
        }
        """;

    /// <summary>Reads a proposal.</summary>
    /// <exception cref="FileFormatException">The file does not say what a proposal needs.</exception>
    public static GovernanceProposal Read(string path, ExchangeAddresses book)
    {
        using SpecFile file = SpecFile.Read(path, Schema);
        string description = file.Text("description") is { Length: > 0 } text
            ? text
            : throw file.Bad("description", "a text that says what is proposed and why");
        IReadOnlyList<SpecFile> actions = file.Objects("actions");
        if (actions.Count == 0) throw file.Bad("actions", "an array of at least one call");
        file.RequireNothingElse();
        return new GovernanceProposal([.. actions.Select(action => Action(action, book))], description);
    }

    private static GovernanceAction Action(SpecFile action, ExchangeAddresses book)
    {
        string? name = action.Text("target");
        Address target = name is not null && BookNames.Find(book, name) is { } known
            ? known
            : Address.TryParse(name, out Address address)
                ? address
                : throw action.Bad("target", $"an address, or a contract of the address book: {string.Join(", ", BookNames.All)}");
        BigInteger value = action.Amount("value", ExchangeSession.StakeDecimals) ?? BigInteger.Zero;
        (string? call, string? data) = (action.Text("call"), action.Text("data"));
        IReadOnlyList<JsonElement> arguments = action.Values("arguments");
        action.RequireNothingElse();
        if (call is null == data is null)
        {
            throw action.Bad(
                "call", "a signature such as \"list(address verifier)\" with \"arguments\", or left out where \"data\" is given");
        }

        if (data is not null)
        {
            return new GovernanceAction(
                target, Hex.TryDecode(data, out byte[] bytes) ? bytes : throw action.Bad("data", "call data in hexadecimal"), value);
        }

        AbiFunction function;
        try
        {
            function = AbiFunction.Parse(call!);
        }
        catch (AbiException cause)
        {
            throw action.Bad("call", $"a Solidity signature such as \"list(address verifier)\" ({cause.Message})");
        }

        if (arguments.Count != function.Inputs.Count)
            throw action.Bad("arguments", $"an array of {function.Inputs.Count} value(s), as {function.Signature} takes");
        object[] values = [.. function.Inputs.Select((parameter, i) => AbiArgument.Read(parameter.Type, arguments[i])
            ?? throw action.Bad("arguments", $"values of {function.Signature}; value {i} is no {parameter.Type}"))];
        try
        {
            return new GovernanceAction(target, function.EncodeCall(values), value);
        }
        catch (AbiException cause)
        {
            throw action.Bad("arguments", $"values that fit {function.Signature} ({cause.Message})");
        }
    }
}
