using System.Net.Sockets;
using System.Text;
using FlZk.Learning.Aggregation.Intake;
using FlZk.Learning.Aggregation.Sources;

namespace FlZk.Learning.Tests.Intake;

/// <summary>How a round over sockets goes, and how it ends.</summary>
public sealed class UpdateListenerTests : ListenerOverSockets
{
    [Fact]
    public async Task All_who_may_send_end_the_round_with_the_batch_s_result()
    {
        WeightedUpdate[] updates = [.. Enumerable.Range(1, 6).Select(i => new WeightedUpdate(RandomValues(), i * 100))];
        using UpdateListener listener = Listen(updates.Select((update, i) => KeyValuePair.Create($"s{i}", update.Weight)));
        Task<ListeningResult> round = listener.RunAsync(Long, cancellation: Cancellation);
        string?[] answers = await Task.WhenAll(updates.Select((update, i) => SendAsync(listener, $"s{i}", Bytes(update.Values))));
        Assert.All(answers, Assert.Null);
        ListeningResult result = await round;
        AssertBatch(result.Average, updates);
        Assert.Equal(updates.Length, result.Receipts.Count);
        Assert.All(result.Receipts, receipt => Assert.Equal(Parameters, receipt.Report.Count));
        await Assert.ThrowsAsync<InvalidOperationException>(() => listener.RunAsync(Long, cancellation: Cancellation));
        await Assert.ThrowsAsync<IOException>(() => SendAsync(listener, "s0", Bytes(updates[0].Values)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task As_many_as_are_expected_end_the_round_and_no_more_are_taken(bool areNamed)
    {
        string[] names = ["a", "b", "c"];
        KeyValuePair<string, long>[]? weights = areNamed ? [.. names.Select(name => KeyValuePair.Create(name, 1L))] : null;
        using UpdateListener listener = Listen(weights, expected: 2);
        Task<ListeningResult> round = listener.RunAsync(Long, cancellation: Cancellation);
        WeightedUpdate[] updates = [.. names.Select(_ => new WeightedUpdate(RandomValues(), 1))];

        // All three up to the last byte, which comes from all of them at once.
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<string>[] sending = [.. names.Select((name, i) => ExchangeAsync(
            listener, [.. Encoding.ASCII.GetBytes($"flzk/update/1 {name}\n"), .. Bytes(updates[i].Values)], beforeLast: last.Task))];
        await Task.Delay(200, Cancellation);
        last.SetResult();
        string[] answers = await Task.WhenAll(sending);
        ListeningResult result = await round;
        Assert.Equal(2, answers.Count(answer => answer == "flzk/receipt/1 accepted"));
        Assert.Single(result.Receipts, receipt => receipt is { IsAccepted: false, IsLate: true });
        AssertBatch(result.Average, [.. updates.Where((_, i) => answers[i] == "flzk/receipt/1 accepted")]);
        Assert.InRange(result.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task The_deadline_ends_the_round_for_whoever_is_not_whole()
    {
        WeightedUpdate honest = new(RandomValues(), 1);
        byte[] bytes = Bytes(honest.Values);
        using UpdateListener listener = Listen();
        Task<ListeningResult> round = listener.RunAsync(TimeSpan.FromSeconds(3), cancellation: Cancellation);
        Task<string> silent = ExchangeAsync(listener, [], end: false);
        Task<string> half = ExchangeAsync(listener, [.. "flzk/update/1 half\n"u8, .. bytes[..500_000]], end: false);
        Assert.Null(await SendAsync(listener, "honest", bytes));
        ListeningResult result = await round;
        AssertBatch(result.Average, [honest]);
        Assert.Equal("flzk/receipt/1 refused: the round was closed before the update was whole.", await half);
        Assert.StartsWith("flzk/receipt/1 refused: the round was closed", await silent, StringComparison.Ordinal);
        Assert.Equal(2, result.Receipts.Count(receipt => receipt.IsLate));
        Assert.Contains(result.Receipts, receipt => receipt is { Name: "half", IsLate: true });
        Assert.True(result.Elapsed >= TimeSpan.FromSeconds(2.9));
    }

    [Fact]
    public async Task A_round_to_which_nobody_comes_has_no_average()
    {
        using UpdateListener listener = Listen();
        ListeningResult result = await listener.RunAsync(TimeSpan.FromMilliseconds(100), cancellation: Cancellation);
        Assert.Null(result.Average);
        Assert.Empty(result.Receipts);
    }

    [Fact]
    public async Task Giving_the_round_up_closes_every_connection()
    {
        using UpdateListener listener = Listen();
        using var stop = new CancellationTokenSource();
        Task<ListeningResult> round = listener.RunAsync(Long, cancellation: stop.Token);
        Task<string>[] open =
        [
            .. Enumerable.Range(0, 5)
                .Select(i => ExchangeAsync(listener, Encoding.ASCII.GetBytes($"flzk/update/1 s{i}\n"), end: false)),
        ];
        await Task.Delay(200, Cancellation);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => round);
        Assert.All(await Task.WhenAll(open), answer => Assert.DoesNotContain("accepted", answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_flood_of_refusals_is_counted_and_not_kept()
    {
        WeightedUpdate honest = new(RandomValues(), 1);
        using UpdateListener listener = Listen([new("honest", 1)]);
        Task<ListeningResult> round = listener.RunAsync(Long, cancellation: Cancellation);
        await Parallel.ForAsync(
            0,
            1100,
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation },
            async (_, _) => await ExchangeAsync(listener, "x\n"u8.ToArray()));
        Assert.Null(await SendAsync(listener, "honest", Bytes(honest.Values)));
        ListeningResult result = await round;
        AssertBatch(result.Average, [honest]);
        Assert.Equal((1001, 100L), (result.Receipts.Count, result.Unlisted));
    }
}
