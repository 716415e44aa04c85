using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FlZk.Cli;
using FlZk.EndToEnd.Tests.Hosting;
using FlZk.Learning.ModelFiles;
using FlZk.Learning.Quantisation;

namespace FlZk.EndToEnd.Tests.Commands;

/// <summary><c>flzk aggregate --listen</c> and <c>flzk send</c>, as in two terminals.</summary>
public sealed class ListenCommandTests : IDisposable
{
    private static readonly float[][] Values = [[1, 0.5f, -2, 3], [3, 0.5f, -1, 5], [2, -1, 0, 4]];

    private readonly Scratch _scratch = new();

    public ListenCommandTests()
    {
        for (int i = 0; i < Values.Length; i++) WriteUpdate(_scratch[$"{i}.safetensors"], Values[i], "w");
        SafetensorsFile.WriteModel(
            _scratch["now.safetensors"],
            new ModelParameters(new TensorLayout([new TensorDescriptor("w", [4], ElementType.Float32)]), [0, 0, 0, 0]));
        File.WriteAllText(
            _scratch["weights.json"],
            """{"schema":"flzk/weights/1","weights":{"0.safetensors":3,"1.safetensors":1}}""");
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Two_who_are_awaited_make_the_model_and_others_are_told_why_not()
    {
        await using var listening = new Listening([.. Arguments(), "--weights", _scratch["weights.json"], "--json"]);
        string to = await listening.AddressAsync();
        FlzkRun stranger = await Flzk.RunAsync("send", "--update", _scratch["2.safetensors"], "--to", to);
        Assert.Equal(1, stranger.ExitCode);
        Assert.Contains("2.safetensors: refused: nobody of this name is awaited.", stranger.Output, StringComparison.Ordinal);
        FlzkRun first = await Flzk.RunCheckedAsync("send", "--update", _scratch["0.safetensors"], "--to", to);
        Assert.Contains("0.safetensors: accepted", first.Output, StringComparison.Ordinal);
        FlzkRun again = await Flzk.RunAsync("send", "--update", _scratch["0.safetensors"], "--to", to, "--json");
        Assert.Equal(1, again.ExitCode);
        Assert.False(again.Json.GetProperty("accepted").GetBoolean());
        Assert.Contains("already", again.Json.GetProperty("refusal").GetString(), StringComparison.Ordinal);
        WriteUpdate(_scratch["other.safetensors"], Values[1], "v");
        FlzkRun other = await Flzk.RunAsync("send", "--update", _scratch["other.safetensors"], "--to", to, "--name", "1.safetensors");
        Assert.Contains("tensor 0 is 'v' instead of 'w'", other.Output, StringComparison.Ordinal);
        await Flzk.RunCheckedAsync("send", "--update", _scratch["1.safetensors"], "--to", to);

        // Both have come: the round does not wait for its deadline.
        FlzkRun run = await listening.EndAsync();
        Assert.Equal(0, run.ExitCode);
        Assert.Equal([1.5f, 0.5f, -1.75f, 3.5f], ModelFile.Read(_scratch["model.safetensors"]).Values);
        Assert.Equal("fedavg", run.Json.GetProperty("strategy").GetString());
        Assert.Equal(
            (2, 4), (run.Json.GetProperty("updates").GetInt32(), run.Json.GetProperty("totalWeight").GetInt32()));
        Assert.Equal(["0.safetensors", "1.safetensors"], Names(run.Json.GetProperty("files")));
        Assert.Equal(["2.safetensors", "0.safetensors", "1.safetensors"], Names(run.Json.GetProperty("refused")));
        Assert.Empty(Names(run.Json.GetProperty("late")));
        Assert.Equal(5, run.Json.GetProperty("values").GetProperty("maximum").GetDouble());
        Assert.Contains("refused: 2.safetensors: nobody", run.Error, StringComparison.Ordinal);
        Assert.Contains("accepted: 1.safetensors", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_round_without_weights_ends_with_as_many_as_it_expects()
    {
        await using var listening = new Listening([.. Arguments(), "--expect", "2", "--deadline", "600"]);
        string to = await listening.AddressAsync();
        await Flzk.RunCheckedAsync("send", "--update", _scratch["0.safetensors"], "--to", to);
        await Flzk.RunCheckedAsync("send", "--update", _scratch["1.safetensors"], "--to", to);
        FlzkRun run = await listening.EndAsync();
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("for 600 s, or until 2 updates are accepted", run.Error, StringComparison.Ordinal);
        Assert.Equal([2f, 0.5f, -1.5f, 4f], ModelFile.Read(_scratch["model.safetensors"]).Values);
    }

    [Fact]
    public async Task The_deadline_names_who_was_late_and_a_server_step_is_made_of_the_others()
    {
        string[] step = ["--strategy", "fedavgm", "--momentum", "0.5", "--state", _scratch["server.state"], "--deadline", "4"];
        await using var listening = new Listening([.. Arguments(), .. step, "--weights", _scratch["weights.json"]]);
        string to = await listening.AddressAsync();
        using var slow = new TcpClient();
        await slow.ConnectAsync("127.0.0.1", int.Parse(to.Split(':')[1], CultureInfo.InvariantCulture));
        await slow.GetStream().WriteAsync(Encoding.ASCII.GetBytes("flzk/update/1 1.safetensors\n"));
        await Flzk.RunCheckedAsync("send", "--update", _scratch["0.safetensors"], "--to", to);
        FlzkRun run = await listening.EndAsync();
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("accepted: 0.safetensors", run.Output, StringComparison.Ordinal);
        Assert.Contains("late: 1.safetensors: the round was closed before the update was whole.", run.Output, StringComparison.Ordinal);
        Assert.Equal(Values[0], ModelFile.Read(_scratch["model.safetensors"]).Values);
        Assert.True(File.Exists(_scratch["server.state"]));

        // The same from a folder, to the bit: state and all.
        Directory.CreateDirectory(_scratch["updates"]);
        File.Copy(_scratch["0.safetensors"], _scratch["updates", "0.safetensors"]);
        byte[] state = await File.ReadAllBytesAsync(_scratch["server.state"]);
        byte[] model = await File.ReadAllBytesAsync(_scratch["model.safetensors"]);
        File.Delete(_scratch["server.state"]);
        await Flzk.RunCheckedAsync(
        [
            "aggregate", "--updates", _scratch["updates"], "--out", _scratch["model.safetensors"],
            "--global-model", _scratch["now.safetensors"], .. step[..^2],
        ]);
        Assert.Equal(state, await File.ReadAllBytesAsync(_scratch["server.state"]));
        Assert.Equal(model, await File.ReadAllBytesAsync(_scratch["model.safetensors"]));
    }

    [Fact]
    public async Task A_round_to_which_nobody_comes_writes_nothing()
    {
        FlzkRun run = await Flzk.RunAsync([.. Arguments(), "--weights", _scratch["weights.json"], "--deadline", "1"]);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("no update was accepted within 1 s", run.Error, StringComparison.Ordinal);
        Assert.Contains("1.safetensors: nothing came from it.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_scratch["model.safetensors"]));
    }

    [Fact]
    public async Task Control_C_ends_listener_and_sender_and_leaves_nothing()
    {
        using FlzkProcess listener = FlzkProcess.Start([.. Arguments(), "--weights", _scratch["weights.json"]]);
        string to = (await listener.WaitForAsync(@"listening on (127\.0\.0\.1:\d+)")).Groups[1].Value;

        // A sender that is killed in the middle; it waits for the end of a pipe, as a file on a slow disk would have it wait.
        using (var killed = new TcpClient())
        {
            await killed.ConnectAsync("127.0.0.1", int.Parse(to.Split(':')[1], CultureInfo.InvariantCulture));
            await killed.GetStream().WriteAsync(Encoding.ASCII.GetBytes("flzk/update/1 0.safetensors\n12345678"));
            killed.LingerState = new LingerOption(true, 0);
        }

        await listener.WaitForAsync("refused: 0.safetensors: ");
        await Flzk.RunCheckedAsync("send", "--update", _scratch["0.safetensors"], "--to", to);
        await listener.WaitForAsync("accepted: 0.safetensors");
        listener.PressControlC();
        await listener.WaitForExitAsync();
        Assert.Equal(130, listener.ExitCode);
        Assert.False(File.Exists(_scratch["model.safetensors"]));
        FlzkRun late = await Flzk.RunAsync("send", "--update", _scratch["1.safetensors"], "--to", to);
        Assert.Equal(3, late.ExitCode);
        Assert.Contains("cannot reach", late.Error, StringComparison.Ordinal);

        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        using FlzkProcess sender = FlzkProcess.Start("send", "--update", _scratch["1.safetensors"], "--to", deaf.LocalEndpoint.ToString()!);
        await sender.WaitForAsync("sending 1.safetensors");
        sender.PressControlC();
        await sender.WaitForExitAsync();
        Assert.Equal(130, sender.ExitCode);
    }

    [Theory]
    [InlineData("--strategy median", "median needs all of them at once")]
    [InlineData("--strategy norm-clipping --clip-norm 1", "norm-clipping needs all of them at once")]
    [InlineData("--updates folder", "either from a folder (--updates DIR) or from a socket (--listen ADDRESS:PORT)")]
    [InlineData("--device cpu", "--device belongs to --updates")]
    [InlineData("--on-refused skip", "--on-refused belongs to --updates")]
    [InlineData("--expect 0", "--expect 0: give a whole number from 1 to 1048575.")]
    [InlineData("--expect 1048576", "give a whole number from 1 to")]
    [InlineData("--expect many", "give a whole number from 1 to")]
    [InlineData("--deadline 0", "whole seconds from 1 to")]
    [InlineData("--deadline never", "whole seconds from 1 to")]
    public async Task Combinations_that_mean_nothing_are_usage_errors(string arguments, string reason)
    {
        FlzkRun run = await Flzk.RunAsync([.. Arguments(), .. arguments.Split(' ')]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_models_and_weights_that_cannot_be_are_said_so()
    {
        string[] rest = ["--out", _scratch["model.safetensors"], "--global-model", _scratch["now.safetensors"]];
        foreach (string address in (string[])["nowhere", "127.0.0.1", "127.0.0.1:66000", "example.org:70", "::1:70", ":-1", ""])
        {
            Assert.Equal(2, (await Flzk.RunAsync(["aggregate", "--listen", address, .. rest])).ExitCode);
        }

        Assert.Equal(2, (await Flzk.RunAsync("aggregate", "--listen", "0", "--out", _scratch["model.safetensors"])).ExitCode);
        Assert.Equal(2, (await Flzk.RunAsync("aggregate", "--out", _scratch["model.safetensors"])).ExitCode);
        FlzkRun folder = await Flzk.RunAsync(
            "aggregate", "--updates", _scratch.Folder, "--deadline", "5", "--out", _scratch["x", "m.safetensors"]);
        Assert.Equal(2, folder.ExitCode);
        Assert.Contains("--deadline belongs to --listen", folder.Error, StringComparison.Ordinal);
        FlzkRun expects = await Flzk.RunAsync(
            "aggregate", "--updates", _scratch.Folder, "--expect", "2", "--out", _scratch["x", "m.safetensors"]);
        Assert.Equal(2, expects.ExitCode);
        Assert.Contains("--expect belongs to --listen", expects.Error, StringComparison.Ordinal);
        FlzkRun three = await Flzk.RunAsync([.. Arguments(), "--weights", _scratch["weights.json"], "--expect", "3"]);
        Assert.Equal(2, three.ExitCode);
        Assert.Contains("weights.json names 2, and nobody else can take part", three.Error, StringComparison.Ordinal);
        NpyFile.Write<float>(_scratch["now.npy"], [4], new float[4]);
        FlzkRun nameless = await Flzk.RunAsync(
            "aggregate", "--listen", "0", "--out", _scratch["m.safetensors"], "--global-model", _scratch["now.npy"]);
        Assert.Equal(2, nameless.ExitCode);
        Assert.Contains("names its tensors", nameless.Error, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_scratch["heavy.json"], """{"schema":"flzk/weights/1","weights":{"a":1048575,"b":1}}""");
        FlzkRun heavy = await Flzk.RunAsync([.. Arguments(), "--weights", _scratch["heavy.json"]]);
        Assert.Equal(3, heavy.ExitCode);
        Assert.Contains("heavy.json: ", heavy.Error, StringComparison.Ordinal);
        FlzkRun unwritable = await Flzk.RunAsync(
            "aggregate", "--listen", "0", "--out", _scratch["0.safetensors", "m.safetensors"], "--global-model",
            _scratch["now.safetensors"]);
        Assert.Equal(3, unwritable.ExitCode);
        Assert.DoesNotContain("listening", unwritable.Error, StringComparison.Ordinal);
        FlzkRun nobody = await Flzk.RunAsync("send", "--update", _scratch["0.safetensors"], "--to", "[::1]:1");
        Assert.Equal(3, nobody.ExitCode);
        Assert.Contains("cannot reach [::1]:1: ", nobody.Error, StringComparison.Ordinal);
        FlzkRun real = await Flzk.RunAsync("send", "--update", _scratch["now.safetensors"], "--to", "1");
        Assert.Equal(3, real.ExitCode);
        Assert.Contains("flzk quantise", real.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await Flzk.RunAsync("send", "--update", _scratch["0.safetensors"], "--to", "1", "--name", "a\nb")).ExitCode);
        Assert.Equal(2, (await Flzk.RunAsync("send", "--update", _scratch["0.safetensors"], "--to", "host")).ExitCode);
    }

    private string[] Arguments() =>
        ["aggregate", "--listen", "0", "--out", _scratch["model.safetensors"], "--global-model", _scratch["now.safetensors"]];

    private static IEnumerable<string?> Names(JsonElement list) =>
        list.EnumerateArray().Select(entry => entry.GetProperty("name").GetString());

    private static void WriteUpdate(string path, float[] values, string tensor) => SafetensorsFile.WriteUpdate(
        path,
        QuantisedUpdate.FromModel(
            new ModelParameters(new TensorLayout([new TensorDescriptor(tensor, [values.Length])]), values),
            FixedPointFormat.Default,
            out _));

    /// <summary>A listening command in this process, whose words can be read while it runs.</summary>
    private sealed class Listening : IAsyncDisposable
    {
        private readonly StringWriter _output = new();
        private readonly StringBuilder _said = new();
        private readonly TextWriter _error;
        private readonly Task<int> _run;

        public Listening(string[] arguments)
        {
            _error = TextWriter.Synchronized(new StringWriter(_said));
            _run = Task.Run(() => CommandTree.InvokeAsync(arguments, _output, _error));
        }

        public async Task<string> AddressAsync()
        {
            while (true)
            {
                string said;
                lock (_error) said = _said.ToString();
                int at = said.IndexOf("listening on ", StringComparison.Ordinal);
                if (at >= 0 && said.IndexOf(" for ", at, StringComparison.Ordinal) is var end and > 0) return said[(at + 13)..end];
                Assert.False(_run.IsCompleted, said);
                await Task.Delay(20);
            }
        }

        public async Task<FlzkRun> EndAsync()
        {
            int code = await _run.WaitAsync(TimeSpan.FromSeconds(60));
            return new FlzkRun(code, _output.ToString(), _said.ToString());
        }

        public async ValueTask DisposeAsync()
        {
            await _run;
            await _error.DisposeAsync();
        }
    }
}
