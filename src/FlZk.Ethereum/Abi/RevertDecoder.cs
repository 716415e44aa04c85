using System.Collections.Concurrent;
using System.Numerics;

namespace FlZk.Ethereum.Abi;

/// <summary>Explains the data of reverted calls with the errors of all contracts known to it, since errors
/// bubble up from contract to contract.</summary>
public sealed class RevertDecoder
{
    private static readonly AbiError Message = AbiError.Parse("Error(string message)");
    private static readonly AbiError Panic = AbiError.Parse("Panic(uint256 code)");

    private readonly ConcurrentDictionary<string, AbiError> _errors = new();
    private readonly ConcurrentDictionary<string, Func<AbiValues, string>> _sentences = new();

    /// <summary>Learns the errors of a contract. Safe to call from several threads.</summary>
    public void Add(ContractAbi abi)
    {
        foreach (AbiError error in abi.Errors) _errors.TryAdd(Hex.Encode(error.Selector), error);
    }

    /// <summary>Learns an error and how it is told to people, in place of its name and arguments. The first sentence given stays. Safe to
    /// call from several threads.</summary>
    /// <param name="error">The error.</param>
    /// <param name="sentence">Says it in words; an <see cref="AbiException"/> from it leaves name and arguments.</param>
    public void Add(AbiError error, Func<AbiValues, string> sentence)
    {
        ArgumentNullException.ThrowIfNull(error);
        string selector = Hex.Encode(error.Selector);
        _errors.TryAdd(selector, error);
        _sentences.TryAdd(selector, sentence);
    }

    /// <summary>Explains the data of a revert; never throws.</summary>
    public RevertReason Decode(ReadOnlyMemory<byte> data)
    {
        ReadOnlySpan<byte> span = data.Span;
        if (span.IsEmpty) return new(RevertKind.Silent, string.Empty, AbiValues.Empty, "the call reverted without a reason", data);
        string unknown =
            $"the call reverted with unknown data "
            + $"{Hex.Encode(span[..Math.Min(span.Length, 68)])}{(span.Length > 68 ? "..." : string.Empty)}";
        if (span.Length < AbiFunction.SelectorLength) return new(RevertKind.Unknown, string.Empty, AbiValues.Empty, unknown, data);
        ReadOnlySpan<byte> selector = span[..AbiFunction.SelectorLength];
        AbiError? error = selector.SequenceEqual(Message.Selector) ? Message
            : selector.SequenceEqual(Panic.Selector) ? Panic
            : _errors.GetValueOrDefault(Hex.Encode(selector));
        if (error is null) return new(RevertKind.Unknown, string.Empty, AbiValues.Empty, unknown, data);
        try
        {
            AbiValues arguments = AbiDecoder.Decode(error.Inputs, span[AbiFunction.SelectorLength..]);
            if (error == Message) return new(RevertKind.Message, error.Name, arguments, arguments.Text("message"), data);
            if (error == Panic) return new(RevertKind.Panic, error.Name, arguments, Explain(arguments.Integer("code")), data);
            return new(RevertKind.CustomError, error.Name, arguments, Say(error, arguments), data);
        }
        catch (AbiException)
        {
            return new(RevertKind.Unknown, string.Empty, AbiValues.Empty, unknown, data);
        }
    }

    private string Say(AbiError error, AbiValues arguments)
    {
        if (_sentences.TryGetValue(Hex.Encode(error.Selector), out Func<AbiValues, string>? sentence))
        {
            try
            {
                return sentence(arguments);
            }
            catch (AbiException)
            {
                // A sentence for other arguments than the error has: the error itself says more.
            }
        }

        return $"{error.Name}({arguments})";
    }

    // Solidity documentation, "Panic via assert and Error via require".
    private static string Explain(BigInteger code) => (code <= 0xff ? (int)code : -1) switch
    {
        0x00 => "a check inserted by the compiler failed",
        0x01 => "an assertion failed",
        0x11 => "an arithmetic operation overflowed or underflowed",
        0x12 => "division or modulo by zero",
        0x21 => "a value was converted to an enumeration that does not have it",
        0x22 => "a byte array in storage is badly encoded",
        0x31 => "an element was taken from an empty array",
        0x32 => "an array index is out of bounds",
        0x41 => "too much memory was allocated, or too large an array was created",
        0x51 => "an uninitialised internal function was called",
        _ => $"panic 0x{code:x}",
    };
}
