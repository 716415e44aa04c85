using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlZk.EndToEnd.Tests.Hosting;

namespace FlZk.EndToEnd.Tests.Demo;

public sealed class DemoTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task Rounds_are_proved_verified_on_chain_paid_exactly_and_audited_and_the_model_gets_better()
    {
        FlzkRun run = await Flzk.RunCheckedAsync("demo", "--rounds", "3", "--json", _scratch["demo.json"], "--keep", _scratch["run"]);
        Assert.Contains("Audit from the chain alone: VALID", run.Output, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(await File.ReadAllTextAsync(_scratch["demo.json"])).RootElement;

        Assert.Equal("flzk/demo/1", report.GetProperty("schema").GetString());
        Assert.Equal("31337", report.GetProperty("chainId").GetString());
        Assert.Equal("native", report.GetProperty("backend").GetString());
        Assert.Equal("valid", report.GetProperty("audit").GetProperty("verdict").GetString());
        JsonElement[] rounds = [.. report.GetProperty("rounds").EnumerateArray()];
        Assert.Equal(3, rounds.Length);
        Assert.Equal(3, report.GetProperty("audit").GetProperty("rounds").GetArrayLength());

        BigInteger paid = 0;
        foreach (JsonElement round in rounds)
        {
            Assert.True(round.GetProperty("proofVerified").GetBoolean());
            Assert.True(round.GetProperty("parameters").GetInt32() >= 1000);
            Assert.Equal(2, round.GetProperty("chunks").GetInt32());
            Assert.Equal(5, round.GetProperty("rewards").GetArrayLength());
            foreach (string phase in (string[])["train", "quantise", "commit", "aggregate", "witness", "prove", "link", "verify", "submit"])
            {
                Assert.True(round.GetProperty("timingsMs").GetProperty(phase).GetDouble() > 0, phase);
            }

            foreach (string call in (string[])["commitUpdate", "submitUpdate", "verifyAggregate", "claim"])
            {
                Assert.True(
                    ulong.Parse(round.GetProperty("gas").GetProperty(call).GetString()!, CultureInfo.InvariantCulture) > 21000, call);
            }

            foreach (JsonElement reward in round.GetProperty("rewards").EnumerateArray())
            {
                paid += BigInteger.Parse(reward.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
            }
        }

        // Shares telescope: the bounty is paid to the last unit.
        Assert.Equal(BigInteger.Parse(report.GetProperty("job").GetProperty("bounty").GetString()!, CultureInfo.InvariantCulture), paid);

        double[] accuracy = [.. rounds.Select(round => round.GetProperty("accuracy").GetDouble())];
        Assert.True(accuracy[0] > report.GetProperty("job").GetProperty("initialAccuracy").GetDouble() + 0.2);
        Assert.True(accuracy[2] > accuracy[0] + 0.02);
        Assert.True(accuracy[2] > rounds[2].GetProperty("singleProviderAccuracy").GetDouble() + 0.05);
        Assert.True(File.Exists(_scratch["run", "model-round-3.safetensors"]));
    }

    [Fact]
    public async Task It_trains_on_a_table_of_the_users_own_and_proves_with_snarkjs()
    {
        var table = new StringBuilder("age,dose,site,outcome\n");
        var random = new Random(3);
        for (int i = 0; i < 900; i++)
        {
            double age = random.NextDouble() * 80, dose = random.NextDouble() * 10;
            string outcome = age + (6 * dose) > 70 ? "relapse" : "healthy";
            table.Append(CultureInfo.InvariantCulture, $"{age:F1},{dose:F2},{(i % 3 == 0 ? "north" : "south")},{outcome}\n");
        }

        await File.WriteAllTextAsync(_scratch["patients.csv"], table.ToString());
        FlzkRun run = await Flzk.RunCheckedAsync(
            "demo", "--rounds", "1", "--providers", "2", "--data", _scratch["patients.csv"], "--label", "outcome", "--backend",
            "snarkjs", "--json");
        Assert.Equal("valid", run.Json.GetProperty("audit").GetProperty("verdict").GetString());
        Assert.Equal("snarkjs", run.Json.GetProperty("backend").GetString());
        Assert.True(run.Json.GetProperty("rounds")[0].GetProperty("accuracy").GetDouble() > 0.7);
    }

    [Fact]
    public async Task A_bad_table_is_exit_code_3_and_names_the_place()
    {
        await File.WriteAllTextAsync(_scratch["bad.csv"], "a,b,label\n1,2,x\n1,2\n");
        FlzkRun run = await Flzk.RunAsync("demo", "--data", _scratch["bad.csv"], "--label", "label");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("bad.csv", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await Flzk.RunAsync("demo", "--data", _scratch["missing.csv"], "--label", "label")).ExitCode);
    }

    [Fact]
    public async Task An_outsider_audits_the_running_chain_and_a_changed_model_turns_the_verdict()
    {
        using FlzkProcess demo = FlzkProcess.Start("demo", "--rounds", "1", "--providers", "2", "--stay", "--keep", _scratch["run"]);
        Match offer = await demo.WaitForAsync(@"flzk audit --rpc (\S+) --exchange (\S+) --job (\d+)");
        string rpc = offer.Groups[1].Value, exchange = offer.Groups[2].Value, job = offer.Groups[3].Value;
        string model = _scratch["run", "model-round-1.safetensors"];

        JsonElement report = await Flzk.JsonAsync("audit", "--rpc", rpc, "--exchange", exchange, "--job", job, "--model", model);
        Assert.Equal("valid", report.GetProperty("verdict").GetString());
        Assert.NotEmpty(report.GetProperty("notCovered").EnumerateArray());

        // One coordinate: bits of the exponent of the file's last float.
        byte[] bytes = await File.ReadAllBytesAsync(model);
        bytes[^2] ^= 0x40;
        await File.WriteAllBytesAsync(model, bytes);
        FlzkRun refused = await Flzk.RunAsync("audit", "--rpc", rpc, "--exchange", exchange, "--job", job, "--model", model);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("INVALID", refused.Output, StringComparison.Ordinal);

        // A job or an exchange that is not there, and then no chain at all.
        Assert.Equal(5, (await Flzk.RunAsync("audit", "--rpc", rpc, "--exchange", exchange, "--job", "99")).ExitCode);
        Assert.Equal(5, (await Flzk.RunAsync("audit", "--rpc", rpc, "--exchange", "0x00000000000000000000000000000000000000aa")).ExitCode);
        demo.PressControlC();
        await demo.WaitForExitAsync();
        Assert.Equal(0, demo.ExitCode);
        Assert.Equal(5, (await Flzk.RunAsync("audit", "--rpc", rpc, "--exchange", exchange, "--job", job)).ExitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_chain_ends_with_the_demo_whether_interrupted_or_killed(bool politely)
    {
        if (!OperatingSystem.IsLinux()) return;
        using FlzkProcess demo = FlzkProcess.Start("demo", "--rounds", "50", "--providers", "2", "--keep", _scratch["run"]);
        await demo.WaitForAsync("round 1: ");
        int[] children = demo.Descendants();
        Assert.NotEmpty(children);
        if (politely) demo.PressControlC();
        else demo.KillAlone();
        await demo.WaitForExitAsync();
        if (politely)
        {
            Assert.Equal(130, demo.ExitCode);
            Assert.Contains("interrupted", demo.Said, StringComparison.Ordinal);
        }

        Assert.True(await FlzkProcess.AreGoneAsync(children));
    }

    public void Dispose() => _scratch.Dispose();
}
