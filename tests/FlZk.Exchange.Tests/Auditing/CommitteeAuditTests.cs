using System.Buffers.Binary;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;
using FlZk.Exchange.Tests.Nodes;

namespace FlZk.Exchange.Tests.Auditing;

/// <summary>Committees are drawn again: whatever was not drawn so, or took part without being drawn, is found.</summary>
public sealed class CommitteeAuditTests(TestExchange exchange)
{
    // The first word of ERC-7201 storage "flzk.storage.CommitteeSelector"; memberships are its fifth member.
    private const string SelectorStorage = "6b3bd1cf971a8013b88e34dfc08385cdfe0f72418fabb18e5e7158978d9c8600";

    [Fact]
    public async Task A_draw_in_order_and_every_lie_about_it()
    {
        (TestJob job, RoundId round, IReadOnlyList<Address> members) = await DrawnAsync();
        await CommitAsync(job, round, members);
        (await exchange.AuditAsync(job.Id)).Finds();

        // entropy, signature x and y, where the members lie, how many, and then they.
        AbiEvent drawn = ExchangeAbi.CommitteeSelector.Event("CommitteeDrawn");
        await exchange.FindsAsync(job.Id, node => node.EachWord(drawn, 5, _ => WordOf(members[1])), "draws", "committee");
        await exchange.FindsAsync(job.Id, node => node.EachWord(drawn, 0, Lies.LastDigitChanged), "draws", "committee");
        await exchange.FindsAsync(
            job.Id,
            node => node.EachWord(ExchangeAbi.CommitteeSelector.Event("CandidateStakeUpdated"), 0, Lies.LastDigitChanged),
            "draws", "committee");
        await exchange.FindsAsync(
            job.Id, node => node.EachWord(ExchangeAbi.CommitteeSelector.Event("CommitteeRequested"), 4, Lies.LastDigitChanged),
            "draws", "committee");
        await exchange.FindsAsync(
            job.Id, node => node.Hide(ExchangeAbi.DataExchange.Event("ContributorRegistered")), "committee");
        await exchange.FindsAsync(job.Id, node => node.Hide(drawn), "committee");
        await exchange.FindsAsync(
            job.Id,
            node => node.Call(ExchangeAbi.CommitteeSelector.Function("getCommittee"), words => words[2] = WordOf(members[1])),
            "committee");
    }

    [Fact]
    public async Task Who_was_not_drawn_and_commits_all_the_same_is_found() => await exchange.OnAForkAsync(async () =>
    {
        (TestJob job, RoundId round, IReadOnlyList<Address> members) = await DrawnAsync();
        Provider outsider = job.Providers.Single(p => !members.Contains(p.Address));

        // The contract's storage says that the outsider is a member; its events do not.
        Hash32 slot = MappingSlot(outsider.Address, MappingSlot(round.Key, MembershipsSlot()));
        await exchange.Client.Rpc.CallAsync(
            "anvil_setStorageAt", [exchange.Addresses.Selector.ToString(), slot.ToString(), "0x" + Lies.Word(1)]);
        await CommitAsync(job, round, [outsider.Address, members[0]]);
        (await exchange.AuditAsync(job.Id)).Finds("committee");
    });

    private static string WordOf(Address account) => new string('0', 24) + account.ToString()[2..].ToLowerInvariant();

    private static Hash32 MembershipsSlot()
    {
        byte[] slot = Convert.FromHexString(SelectorStorage);
        BinaryPrimitives.WriteUInt32BigEndian(slot.AsSpan(28), BinaryPrimitives.ReadUInt32BigEndian(slot.AsSpan(28)) + 4);
        return new Hash32(slot);
    }

    private static Hash32 MappingSlot(Hash32 key, Hash32 slot) => Keccak256.Hash([.. key.ToArray(), .. slot.ToArray()]);

    private static Hash32 MappingSlot(Address key, Hash32 slot) => Keccak256.Hash([.. new byte[12], .. key.ToArray(), .. slot.ToArray()]);

    private async Task<(TestJob Job, RoundId Round, IReadOnlyList<Address> Members)> DrawnAsync()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1, terms: static spec => spec with { CommitteeSize = 2 });
        (int number, _) = await job.Publisher.StartRoundAsync(job.Id);
        RoundId round = exchange.As(0).Coordinator.RoundId(job.Id, number);
        await exchange.PassAsync(TimeSpan.FromSeconds(1));
        await exchange.PassAsync(TimeSpan.FromSeconds(1));
        await exchange.NewAggregator().DrawCommitteeAsync(job.Id, number);
        return (job, round, await exchange.As(0).Selector.CommitteeOfAsync(round));
    }

    private static async Task CommitAsync(TestJob job, RoundId round, IReadOnlyList<Address> providers)
    {
        for (int i = 0; i < job.Providers.Count; i++)
        {
            if (providers.Contains(job.Providers[i].Address))
                await job.Providers[i].CommitAsync(job.Id, TestJob.UpdateOf(i, round.Round), TestJob.WeightOf(i));
        }
    }
}
