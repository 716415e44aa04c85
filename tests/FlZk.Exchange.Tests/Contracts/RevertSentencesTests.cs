using System.Numerics;
using System.Text.RegularExpressions;
using FlZk.Ethereum;
using FlZk.Ethereum.Abi;
using FlZk.Ethereum.JsonRpc;
using FlZk.Exchange.Contracts;
using FlZk.Exchange.Rounds;
using FlZk.Exchange.Tests.Chain;
using FlZk.Platform;

namespace FlZk.Exchange.Tests.Contracts;

public sealed partial class RevertSentencesTests(TestExchange exchange)
{
    [Fact]
    public void Every_error_that_the_contracts_can_give_has_a_sentence()
    {
        var known = new HashSet<string>(RevertSentences.Errors.Select(static e => e.Signature));
        string sources = Path.Combine(ProjectLayout.Contracts, "src");
        int seen = 0;
        foreach (string file in Directory.EnumerateFiles(sources, "*.sol", SearchOption.AllDirectories))
        {
            string built = Path.Combine(ProjectLayout.Contracts, "out", Path.GetFileName(file));
            if (!Directory.Exists(built)) continue;
            foreach (string artifact in Directory.EnumerateFiles(built, "*.json"))
            {
                foreach (AbiError error in ContractArtifact.Read(artifact).Abi.Errors)
                {
                    Assert.True(
                        known.Contains(error.Signature), $"{Path.GetFileName(file)} can give {error.Signature}, which has no sentence.");
                    seen++;
                }
            }
        }

        Assert.True(seen > 200, $"Only {seen} errors were found: are the contracts built?");
        _ = exchange.Artifacts;
    }

    [Fact]
    public void Every_sentence_names_only_arguments_that_its_error_has()
    {
        foreach (AbiError error in RevertSentences.Errors)
        {
            string template = RevertSentences.TemplateOf(error);
            Assert.False(string.IsNullOrWhiteSpace(template), error.Signature);
            foreach (Match place in Places().Matches(template))
                Assert.Contains(place.Groups[1].Value, error.Inputs.Select(static i => i.Name));
            byte[] data = [.. error.Selector, .. AbiEncoder.Encode(error.Inputs, [.. error.Inputs.Select(Sample)])];
            string? said = RevertSentences.Explain(data);
            Assert.NotNull(said);
            Assert.EndsWith($"({error.Name})", said, StringComparison.Ordinal);
            Assert.DoesNotContain("{", said, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(
        "NotDistributed(uint256 roundId)", "the reward of round 7 of job 41 is not fixed yet: distribute it first (NotDistributed)")]
    [InlineData("PhaseWrong(uint8 actual)", "the round is in its phase Publishing, which does not allow this (PhaseWrong)")]
    public void Arguments_are_told_as_people_know_them(string declaration, string sentence)
    {
        var error = AbiError.Parse(declaration);
        object argument = error.Inputs[0].Name == "actual" ? (int)RoundPhase.Publishing : new RoundId(1, default, 41, 7).Number;
        Assert.Equal(sentence, RevertSentences.Explain((byte[])[.. error.Selector, .. AbiEncoder.Encode(error.Inputs, [argument])]));
    }

    [Fact]
    public void Times_and_fractions_are_told_as_such_and_absurd_ones_do_not_throw()
    {
        Assert.Contains("2027-01-15 08:00:00 UTC", Say("StillUnbonding(uint256 releasableAt)", 1_800_000_000), StringComparison.Ordinal);
        Assert.Contains(
            "12.5 %",
            Say("DatasetQualityTooLow(uint256 datasetId, uint256 quality, uint256 needed)", 3, 1250, 5000),
            StringComparison.Ordinal);
        Assert.Contains(
            "StillUnbonding", Say("StillUnbonding(uint256 releasableAt)", BigInteger.Pow(2, 256) - 1), StringComparison.Ordinal);
        Assert.Contains("phase 255", Say("PhaseWrong(uint8 actual)", 255), StringComparison.Ordinal);
        Assert.Null(RevertSentences.Explain(new byte[] { 1, 2, 3 }));
        Assert.Null(RevertSentences.Explain(new byte[] { 1, 2, 3, 4, 5 }));
        Assert.Null(RevertSentences.Explain((byte[])[.. AbiError.Parse("JobUnknown(uint256 jobId)").Selector, 1]));
    }

    [Fact]
    public async Task An_exception_of_a_bound_contract_speaks_in_the_sentence()
    {
        TransactionRevertedException refusal = await Assert.ThrowsAsync<TransactionRevertedException>(
            () => exchange.As(TestExchange.StrangerIndex).Exchange.CloseJobAsync(1_000_000));
        Assert.Equal("JobUnknown", refusal.ErrorName);
        Assert.Equal("closeJob reverted: there is no job 1000000 (JobUnknown)", refusal.Message);
        Assert.Equal("there is no job 1000000 (JobUnknown)", RevertSentences.Explain(refusal));
    }

    private static string Say(string declaration, params object[] arguments)
    {
        var error = AbiError.Parse(declaration);
        return RevertSentences.Explain((byte[])[.. error.Selector, .. AbiEncoder.Encode(error.Inputs, arguments)])!;
    }

    private static object Sample(AbiParameter parameter) => parameter.Type.Kind switch
    {
        AbiKind.Address => TestExchange.AccountOf(3).Address,
        AbiKind.Boolean => true,
        AbiKind.Text => "text",
        AbiKind.Bytes => new byte[] { 1 },
        AbiKind.FixedBytes => Keccak256.Hash("x").ToArray()[..parameter.Type.Size],
        _ => 5,
    };

    [GeneratedRegex(@"\{(\w+)(?::\w+)?\}")]
    private static partial Regex Places();
}
