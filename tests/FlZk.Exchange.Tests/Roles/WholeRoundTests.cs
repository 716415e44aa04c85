using System.Numerics;
using FlZk.Ethereum;
using FlZk.Exchange.Auditing;
using FlZk.Exchange.Models;
using FlZk.Exchange.Roles;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;

namespace FlZk.Exchange.Tests.Roles;

public sealed class WholeRoundTests(TestExchange exchange)
{
    [Fact]
    public async Task Two_rounds_of_three_providers_settle_pay_and_audit_valid()
    {
        TestJob job = await exchange.NewJobAsync(rounds: 2);
        BigInteger paid = BigInteger.Zero;
        BigInteger bounty = (1000 * TestExchange.Token) + 1;
        for (int number = 1; number <= 2; number++)
        {
            RoundSettlement settlement = await job.SettleRoundAsync(claim: false);
            Assert.Equal(number, settlement.Round.Round);
            Assert.Equal(Expected(number), settlement.Model.ToArray());
            Assert.InRange(settlement.Settlement.GasUsed, 300_000UL, 700_000UL);
            PublishedModel? published = await PublishedModels.ReadAsync(exchange.As(TestExchange.StrangerIndex), job.Id, number);
            Assert.Equal(Expected(number), published!.Values.ToArray());
            foreach (Provider provider in job.Providers)
            {
                BigInteger before = await exchange.As(TestExchange.PublisherIndex).Token.BalanceOfAsync(provider.Address);
                ProviderClaim claim = await provider.ClaimAsync(job.Id, number);
                Assert.Equal(before + claim.Amount, await exchange.As(TestExchange.PublisherIndex).Token.BalanceOfAsync(provider.Address));
                Assert.Null((await provider.ClaimAsync(job.Id, number)).Transaction);
                paid += claim.Amount;
            }
        }

        Assert.Equal(bounty, paid);
        JobClosed closed = await job.Publisher.CloseAsync(job.Id);
        Assert.NotNull(closed.Closing);
        Assert.Null(closed.Refund);

        using var web3 = new Web3(exchange.Url);
        AuditReport report = await new Auditor(
            web3, exchange.Addresses.Exchange, new AuditOptions { Model = Expected(2) }).AuditAsync(job.Id);
        Assert.True(report.Verdict == AuditVerdict.Valid, report.ToText());
        Assert.Equal(2, report.Jobs.Single().Rounds.Count);
        Assert.All(report.Jobs.Single().Rounds, static round => Assert.Equal(3, round.Contributions.Count));
        Assert.Contains("Not covered", report.ToText(), StringComparison.Ordinal);

        int[] other = Expected(2);
        other[7]++;
        AuditReport doubted = await new Auditor(web3, exchange.Addresses.Exchange, new AuditOptions { Model = other }).AuditAsync(job.Id);
        Assert.Equal(AuditVerdict.Invalid, doubted.Verdict);
        Assert.Contains(
            "parameter 7", doubted.Jobs.Single().Checks.Single(static c => c.Name == "model file").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Round_names_and_digests_are_the_contracts_own()
    {
        var coordinator = exchange.As(TestExchange.PublisherIndex).Coordinator;
        RoundId id = coordinator.RoundId(41, 7);
        Address someone = TestExchange.AccountOf(5).Address;
        var abi = FlZk.Ethereum.Abi.ContractArtifact.Read(exchange.Artifacts.PathOf("IModelCoordinator")).Abi;
        var contract = exchange.As(TestExchange.PublisherIndex).Web3.Contract(abi, coordinator.Address);
        var point = FlZk.Bn254.G1Affine.Generator * FlZk.Bn254.Fr.FromUInt64(77);

        Assert.Equal(id.Key.ToArray(), await contract.CallAsync<byte[]>("roundKeyOf", [41, 7]));
        Assert.Equal(id.ContextFor(someone).ToBigInteger(), await contract.CallAsync<BigInteger>("contextOf", [41, 7, someone]));
        Assert.Equal(
            FlZk.Exchange.Deliveries.ContributionReceipt.Message(id, someone, point, 12).Hash().ToArray(),
            await contract.CallAsync<byte[]>(
            "receiptDigest", [41, 7, someone, new object[] { point.X.ToBigInteger(), point.Y.ToBigInteger() }, 12]));
    }

    /// <summary>FedAvg in plain BigIntegers.</summary>
    private static int[] Expected(int round)
    {
        var model = new int[TestExchange.Dimension];
        BigInteger total = TestJob.WeightOf(0) + TestJob.WeightOf(1) + TestJob.WeightOf(2);
        for (int j = 0; j < model.Length; j++)
        {
            BigInteger sum = BigInteger.Zero;
            for (int i = 0; i < 3; i++) sum += TestJob.WeightOf(i) * (BigInteger)TestJob.UpdateOf(i, round)[j];
            BigInteger shifted = sum + (total / 2);
            BigInteger quotient = BigInteger.DivRem(shifted, total, out BigInteger remainder);
            model[j] = (int)(remainder.Sign < 0 ? quotient - 1 : quotient);
        }

        return model;
    }
}
