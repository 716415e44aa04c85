using System.Text.Json;
using FlZk.Platform.Files;

namespace FlZk.Ethereum.Abi;

/// <summary>A compiled contract: its ABI and code, as forge leaves it in <c>out/X.sol/X.json</c>.</summary>
public sealed class ContractArtifact
{
    private const long MaxFileLength = 64 << 20;

    private readonly byte[] _creationCode;
    private readonly byte[] _runtimeCode;

    private ContractArtifact(string name, ContractAbi abi, byte[] creationCode, byte[] runtimeCode)
    {
        Name = name;
        Abi = abi;
        _creationCode = creationCode;
        _runtimeCode = runtimeCode;
    }

    /// <summary>The contract's name: the file's name without extension.</summary>
    public string Name { get; }

    /// <summary>The interface.</summary>
    public ContractAbi Abi { get; }

    /// <summary>The code that a creating transaction runs, before the constructor's arguments; empty for
    /// interfaces and abstract contracts.</summary>
    public ReadOnlyMemory<byte> CreationCode => _creationCode;

    /// <summary>The code that stays on chain, with immutables as zeros; empty for interfaces.</summary>
    public ReadOnlyMemory<byte> RuntimeCode => _runtimeCode;

    /// <summary>Reads forge's file.</summary>
    /// <exception cref="FileFormatException">Not an artifact, or its libraries are not linked; the message names them.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ContractArtifact Read(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MaxFileLength and var length })
            throw new FileFormatException(path, $"{length} bytes; an artifact has at most {MaxFileLength}.");
        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads the bytes of forge's file.</summary>
    /// <param name="json">Its content.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="FileFormatException">Not an artifact, or its libraries are not linked; the message names them.</exception>
    public static ContractArtifact Parse(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("abi", out JsonElement abi))
                throw new FileFormatException(path, "there is no 'abi' in it; forge's artifacts are out/X.sol/X.json.");
            return new ContractArtifact(
                Path.GetFileNameWithoutExtension(path), AbiJson.Read(abi), Code(root, "bytecode", path),
                Code(root, "deployedBytecode", path));
        }
        catch (JsonException cause)
        {
            throw new FileFormatException(path, "not JSON.", cause.BytePositionInLine, cause);
        }
        catch (AbiException cause)
        {
            throw new FileFormatException(path, cause.Message, null, cause);
        }
    }

    /// <summary>The data of the transaction that creates the contract: code and constructor arguments.</summary>
    /// <exception cref="AbiException">There is no code (an interface), or the arguments do not fit.</exception>
    public byte[] EncodeCreation(params IReadOnlyList<object> arguments) => _creationCode.Length == 0
        ? throw new AbiException($"{Name} has no code: it is an interface or abstract.")
        : [.. _creationCode, .. AbiEncoder.Encode(Abi.Constructor, arguments)];

    private static byte[] Code(JsonElement root, string property, string path)
    {
        if (!root.TryGetProperty(property, out JsonElement code)) return [];
        if (code.ValueKind == JsonValueKind.Object)
        {
            if (code.TryGetProperty("linkReferences", out JsonElement links) && links.ValueKind == JsonValueKind.Object)
            {
                string[] libraries = [.. links.EnumerateObject().Where(static file => file.Value.ValueKind == JsonValueKind.Object)
                    .SelectMany(static file => file.Value.EnumerateObject().Select(library => $"{file.Name}:{library.Name}"))];
                if (libraries.Length > 0)
                    throw new FileFormatException(path, $"the code is not linked with its libraries {string.Join(", ", libraries)}.");
            }

            if (!code.TryGetProperty("object", out code)) return [];
        }

        if (code.ValueKind != JsonValueKind.String || code.GetString() is not { } text)
            throw new FileFormatException(path, $"'{property}' is not code.");
        if (text.Contains("__$", StringComparison.Ordinal))
            throw new FileFormatException(path, "the code is not linked with its libraries.");
        return Hex.TryDecode(text, out byte[] bytes) ? bytes : throw new FileFormatException(path, $"'{property}' is not hexadecimal.");
    }
}
