using System.Buffers.Binary;
using System.Security.Cryptography;
using FlZk.Learning.Aggregation.Strategies;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;
using FlZk.Platform.Files;

namespace FlZk.Learning.Tests;

public sealed class ServerStateFileTests : IDisposable
{
    private const int Length = 12;

    private static readonly ServerStep Momentum = ServerStep.FedAvgM(1, 0.9, FixedPointFormat.Default);
    private static readonly ServerStep Adam = ServerStep.FedAdam(0.01, 0.9, 0.99, 0.001, FixedPointFormat.Default);

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_state_comes_back_as_it_was()
    {
        foreach (ServerStep step in (ServerStep[])[Momentum, Adam])
        {
            ServerState state = State(step);
            string path = _directory.File("state");
            ServerStateFile.Write(path, state, Model());
            ServerState read = ServerStateFile.Read(path, step, Model());
            Assert.Equal(step, read.Step);
            Assert.Equal(7, read.Rounds);
            Assert.Equal(state.Momentum, read.Momentum);
            Assert.Equal(state.SecondMoment, read.SecondMoment);
        }
    }

    [Fact]
    public void Cut_short_anywhere_it_is_refused()
    {
        byte[] whole = Whole(Adam);
        for (int length = 0; length < whole.Length; length++) Refused(whole[..length]);
        Refused([.. whole, 0]);
    }

    [Fact]
    public void Any_changed_bit_is_refused()
    {
        byte[] whole = Whole(Adam);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= (byte)(1 << (at % 8));
            Refused(changed);
        }
    }

    [Fact]
    public void Values_that_would_overflow_are_refused_even_with_a_fitting_checksum()
    {
        byte[] whole = Whole(Adam);
        int data = whole.Length - 32 - (2 * Length * 8);
        BinaryPrimitives.WriteInt64LittleEndian(whole.AsSpan(data + (Length * 8)), -1);
        SHA256.HashData(whole.AsSpan(..^32), whole.AsSpan(^32..));
        Assert.Contains("no round leaves", Refused(whole), StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_the_file_does_not_have_is_refused_before_anything_is_allocated()
    {
        byte[] whole = Whole(Adam);
        BinaryPrimitives.WriteInt64LittleEndian(whole.AsSpan(16 + 72), long.MaxValue);
        Assert.Contains("parameters", Refused(whole), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_coefficients_another_rule_or_another_model_are_named()
    {
        string path = _directory.File("state");
        ServerStateFile.Write(path, State(Adam), Model());
        Assert.Contains("rule 2", Refusal(path, Momentum, Model()), StringComparison.Ordinal);
        Assert.Contains(
            "learning rate", Refusal(path, Adam with { LearningRate = Adam.LearningRate + 1 }, Model()), StringComparison.Ordinal);
        Assert.Contains("another model", Refusal(path, Adam, Model(first: 99)), StringComparison.Ordinal);

        // A .npy file's one tensor bears the file's name, which is another one every round.
        Assert.Equal(7, ServerStateFile.Read(path, Adam, Model(name: "other")).Rounds);
        Assert.Contains("another model", Refusal(path, Adam, Model(shape: [Length])), StringComparison.Ordinal);
        Assert.Contains("another model", Refusal(path, Adam, Model(shape: [4, 3])), StringComparison.Ordinal);
        Assert.Contains("12 parameters, the model has 2", Refusal(path, Adam, Model(shape: [2])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_another_length_is_not_written() => Assert.Throws<ArgumentException>(
        () => ServerStateFile.Write(_directory.File("state"), ServerState.Begin(Momentum, 3), Model()));

    private static ServerState State(ServerStep step) => new(
        step,
        7,
        [.. Enumerable.Range(0, Length).Select(j => (j - 5L) << 30)],
        step.Rule == ServerRule.FedAdam ? [.. Enumerable.Range(0, Length).Select(j => (long)j << 50)] : []);

    private static QuantisedUpdate Model(string name = "w", long[]? shape = null, int first = 0)
    {
        var layout = new TensorLayout([new TensorDescriptor(name, shape ?? [3, 4], ElementType.Int32)]);
        var values = new int[layout.Length];
        values[0] = first;
        return new QuantisedUpdate(layout, values, FixedPointFormat.Default);
    }

    private static string Refusal(string path, ServerStep step, QuantisedUpdate model) =>
        Assert.Throws<FileFormatException>(() => ServerStateFile.Read(path, step, model)).Message;

    private byte[] Whole(ServerStep step)
    {
        string path = _directory.File("whole");
        ServerStateFile.Write(path, State(step), Model());
        return File.ReadAllBytes(path);
    }

    private string Refused(byte[] content) => Refusal(_directory.Write("bad", content), Adam, Model());
}
