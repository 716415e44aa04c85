using System.Text.Json;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Tests.Chain;
using FlZk.Exchange.Tests.Nodes;

namespace FlZk.Exchange.Tests.Auditing;

/// <summary>Code that was changed behind the timelock's back is found, and what went through it is told.</summary>
public sealed class GovernanceAuditTests(TestExchange exchange)
{
    private const string ImplementationSlot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
    private static readonly Address Copy = Address.Parse("0x00000000000000000000000000000000000c0de1");

    [Fact]
    public async Task An_implementation_that_nobody_announced_is_found() => await OnACopyAsync(async job =>
    {
        await exchange.Client.Rpc.CallAsync(
            "anvil_setStorageAt", [exchange.Addresses.Reputation.ToString(), ImplementationSlot, "0x" + WordOf(Copy)]);
        (await exchange.AuditAsync(job)).Finds("governance");
    });

    [Fact]
    public async Task An_upgrade_past_the_timelocks_delay_is_found_and_told() => await OnACopyAsync(async job =>
    {
        string timelock = exchange.Addresses.Timelock.ToString();
        await exchange.Client.Rpc.CallAsync("anvil_impersonateAccount", [timelock]);
        await exchange.Client.Rpc.CallAsync("anvil_setBalance", [timelock, "0xde0b6b3a7640000"]);
        byte[] upgrade = ExchangeAbi.Reputation.Function("upgradeToAndCall").EncodeCall([Copy, Array.Empty<byte>()]);
        await exchange.Client.Rpc.CallAsync("eth_sendTransaction", [new System.Text.Json.Nodes.JsonObject
        {
            ["from"] = timelock,
            ["to"] = exchange.Addresses.Reputation.ToString(),
            ["data"] = Hex.Encode(upgrade),
        }]);
        AuditReport report = await exchange.AuditAsync(job);
        report.Finds("governance");
        Assert.Contains(report.Jobs[0].Facts, fact => fact.Kind == "upgrade" && fact.Text.Contains("Reputation", StringComparison.Ordinal));
        Assert.Contains("no operation of the timelock", report.ToText(), StringComparison.Ordinal);
    });

    [Fact]
    public async Task A_role_that_the_timelock_denies_is_found()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        await exchange.FindsAsync(
            job.Id,
            node => node.EachEvent(ExchangeAbi.Timelock.Event("RoleGranted"), static log =>
            {
                if (log["topics"]![1]!.GetValue<string>() == Keccak256.Hash("CANCELLER_ROLE").ToString())
                    log["topics"]![2] = "0x" + WordOf(Copy);
            }),
            "governance");
    }

    private static string WordOf(Address account) => new string('0', 24) + account.ToString()[2..].ToLowerInvariant();

    // Runs on a fork of the chain on which the reputation's implementation exists a second time; the chain is as before afterwards.
    private async Task OnACopyAsync(Func<ulong, Task> attack)
    {
        TestJob job = await exchange.NewJobAsync(rounds: 1);
        await exchange.OnAForkAsync(async () =>
        {
            JsonElement word = await exchange.Client.Rpc.CallAsync(
                "eth_getStorageAt", [exchange.Addresses.Reputation.ToString(), ImplementationSlot, "latest"]);
            var original = new Address(Hash32.Parse(word.GetString()!).ToArray().AsSpan(12));

            // An implementation knows its own address.
            string code = Hex.Encode(await exchange.Client.GetCodeAsync(original)).Replace(
                original.ToString()[2..], Copy.ToString()[2..], StringComparison.OrdinalIgnoreCase);
            await exchange.Client.Rpc.CallAsync("anvil_setCode", [Copy.ToString(), code]);
            await attack(job.Id);
        });
    }
}
