using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Platform.Files;

namespace FlZk.Learning.ModelFiles;

/// <summary>A server step's state between two rounds, as a file.</summary>
/// <remarks>
/// <para>Little-endian throughout: 16 bytes of magic and version; ten 64-bit integers (rule, learning rate, momentum, second decay,
/// stabiliser, fraction bits, least and greatest value, rounds, d); SHA-256 of the model that the state goes with (its tensors' names,
/// where there are several, and shapes, and its integers); d 64-bit integers of momentum; d of the second moment for FedAdam; SHA-256 of
/// all before.</para>
/// <para>A state goes with one model and one set of coefficients. Beside others it would make a step that nobody can recompute, so that
/// reading it asks for both and refuses what does not fit.</para>
/// </remarks>
public static class ServerStateFile
{
    private const int NumbersAt = 16;
    private const int DigestAt = NumbersAt + (10 * sizeof(long));
    private const int HeaderLength = DigestAt + SHA256.HashSizeInBytes;
    private const int ElementsPerStep = 1 << 15;

    private static readonly string[] Names =
    [
        "rule", "learning rate", "momentum", "second decay", "stabiliser", "number of fraction bits", "least value", "greatest value",
    ];

    private static ReadOnlySpan<byte> Magic => "flzk/serverstep1"u8;

    /// <summary>Writes a state; the file appears whole or not at all.</summary>
    /// <param name="path">Where to; replaced atomically.</param>
    /// <param name="state">The state after a round.</param>
    /// <param name="model">The model after the same round.</param>
    /// <exception cref="ArgumentException">The model has another number of parameters.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one, if any, is untouched.</exception>
    public static void Write(string path, ServerState state, QuantisedUpdate model)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(model);
        if (state.Momentum.Length != model.Values.Length)
        {
            throw new ArgumentException(
                $"The state is of {state.Momentum.Length} parameters, the model has {model.Values.Length}.", nameof(model));
        }

        var header = new byte[HeaderLength];
        Magic.CopyTo(header);
        long[] numbers = [.. Coefficients(state.Step), state.Rounds, state.Momentum.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(NumbersAt + (i * sizeof(long))), numbers[i]);
        }

        Digest(model).CopyTo(header, DigestAt);
        AtomicFile.Write(path, stream =>
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[ElementsPerStep * sizeof(long)];
            hash.AppendData(header);
            stream.Write(header);
            foreach (long[] part in (long[][])[state.Momentum, state.SecondMoment])
            {
                foreach ((int from, int count) in new Blocks(part.Length, ElementsPerStep))
                {
                    ReadOnlySpan<long> step = part.AsSpan(from, count);
                    for (int j = 0; j < step.Length; j++)
                    {
                        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(j * sizeof(long)), step[j]);
                    }

                    ReadOnlySpan<byte> bytes = buffer.AsSpan(0, step.Length * sizeof(long));
                    hash.AppendData(bytes);
                    stream.Write(bytes);
                }
            }

            stream.Write(hash.GetHashAndReset());
        });
    }

    /// <summary>Reads the state that goes with a step and a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="step">The step about to be taken.</param>
    /// <param name="model">The model before it.</param>
    /// <exception cref="FileFormatException">The file is not a state, is cut short or changed, or goes with other coefficients or another
    /// model.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ServerState Read(string path, ServerStep step, QuantisedUpdate model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            return Read(path, stream, step, model);
        }
        catch (EndOfStreamException cause)
        {
            throw new FileFormatException(path, "the file ends before its data does.", null, cause);
        }
    }

    private static ServerState Read(string path, FileStream stream, ServerStep step, QuantisedUpdate model)
    {
        var header = new byte[HeaderLength];
        if (stream.Length < HeaderLength) throw new FileFormatException(path, $"shorter than the {HeaderLength} bytes of its header.", 0);
        stream.ReadExactly(header);
        if (!header.AsSpan().StartsWith(Magic))
        {
            throw new FileFormatException(path, "the file does not begin as the state of a server step, version 1, does.", 0);
        }

        long[] expected = Coefficients(step);
        for (int i = 0; i < expected.Length; i++)
        {
            if (Number(header, i) is var found && found != expected[i])
            {
                throw new FileFormatException(
                    path,
                    $"the state was made with {Names[i]} {found}, and this step has {expected[i]}: take the same, or begin without a "
                    + $"state.",
                    NumbersAt + (i * sizeof(long)));
            }
        }

        long rounds = Number(header, expected.Length), length = Number(header, expected.Length + 1);
        if (length != model.Values.Length)
        {
            throw new FileFormatException(
                path, $"the state is of {length} parameters, the model has {model.Values.Length}.", DigestAt - sizeof(long));
        }

        if (rounds < 0) throw new FileFormatException(path, $"{rounds} is not a number of rounds.", DigestAt - (2 * sizeof(long)));
        int parts = step.Rule == ServerRule.FedAdam ? 2 : 1;
        long whole = HeaderLength + (parts * length * sizeof(long)) + SHA256.HashSizeInBytes;
        if (stream.Length != whole) throw new FileFormatException(path, $"{stream.Length} bytes, where such a state has {whole}.");
        if (!header.AsSpan(DigestAt).SequenceEqual(Digest(model)))
        {
            throw new FileFormatException(
                path,
                "the state goes with another model: give the model that the same round ended with, or begin without a state.",
                DigestAt);
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        var momentum = new long[length];
        var secondMoment = new long[parts == 2 ? length : 0];
        var buffer = new byte[ElementsPerStep * sizeof(long)];
        foreach (long[] part in (long[][])[momentum, secondMoment])
        {
            foreach ((int from, int count) in new Blocks(part.Length, ElementsPerStep))
            {
                Span<long> values = part.AsSpan(from, count);
                Span<byte> bytes = buffer.AsSpan(0, values.Length * sizeof(long));
                stream.ReadExactly(bytes);
                hash.AppendData(bytes);
                for (int j = 0; j < values.Length; j++) values[j] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(j * sizeof(long))..]);
            }
        }

        Span<byte> checksum = stackalloc byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(checksum);
        if (!checksum.SequenceEqual(hash.GetHashAndReset()))
        {
            throw new FileFormatException(path, "the checksum does not fit: the file was changed.", whole - SHA256.HashSizeInBytes);
        }

        try
        {
            return new ServerState(step, rounds, momentum, secondMoment);
        }
        catch (ArgumentException beyond)
        {
            // A checksum is no signature: whoever makes it fit still cannot bring in what would overflow.
            throw new FileFormatException(path, "the state holds values that no round leaves.", null, beyond);
        }
    }

    private static long Number(byte[] header, int index) =>
        BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(NumbersAt + (index * sizeof(long))));

    private static long[] Coefficients(in ServerStep step) =>
    [
        (long)step.Rule, step.LearningRate, step.Momentum, step.SecondDecay,
        step.Stabiliser, step.FractionBits, step.MinValue, step.MaxValue,
    ];

    private static byte[] Digest(QuantisedUpdate model)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> word = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(word, model.Layout.Tensors.Count);
        hash.AppendData(word);
        foreach (TensorDescriptor tensor in model.Layout.Tensors)
        {
            // A model of one tensor may be a .npy file, whose tensor bears the file's name, another one every round.
            byte[] name = Encoding.UTF8.GetBytes(model.Layout.Tensors.Count == 1 ? "" : tensor.Name);
            foreach (long number in (ReadOnlySpan<long>)[name.Length, tensor.Shape.Count, .. tensor.Shape])
            {
                BinaryPrimitives.WriteInt64LittleEndian(word, number);
                hash.AppendData(word);
            }

            hash.AppendData(name);
        }

        var buffer = new byte[ElementsPerStep * sizeof(int)];
        foreach ((int from, int count) in new Blocks(model.Values.Length, ElementsPerStep))
        {
            ReadOnlySpan<int> values = model.Values.AsSpan(from, count);
            for (int j = 0; j < values.Length; j++) BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(j * sizeof(int)), values[j]);
            hash.AppendData(buffer.AsSpan(0, values.Length * sizeof(int)));
        }

        return hash.GetHashAndReset();
    }
}
