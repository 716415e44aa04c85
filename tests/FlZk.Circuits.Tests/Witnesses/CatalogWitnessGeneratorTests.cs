using System.Numerics;
using CsCheck;
using FlZk.Bn254;
using FlZk.Circuits.Compilation;
using FlZk.Circuits.Tests.FedAvg;
using FlZk.Circuits.Tests.Fixtures;
using FlZk.Circuits.Witnesses;
using FlZk.Groth16;
using FlZk.Platform;
using FlZk.Platform.Processes;

namespace FlZk.Circuits.Tests.Witnesses;

/// <summary>The direct witness against that of circom's own program: the same bytes, or the same refusal.</summary>
public sealed class CatalogWitnessGeneratorTests
{
    [Theory]
    [InlineData(1, 24, 20)]
    [InlineData(2, 24, 20)]
    [InlineData(16, 24, 20)]
    [InlineData(16, 1, 1)]
    [InlineData(16, 4, 4)]
    [InlineData(16, 2, 30)]
    [InlineData(256, 24, 20)]
    public async Task Witnesses_are_the_programs_for_random_inputs(int chunkSize, int valueBits, int weightBits)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(chunkSize, valueBits, weightBits);
        using var program = WasmWitnessGenerator.Open(circuit.Artefacts);
        using var direct = CatalogWitnessGenerator.Open(circuit.Artefacts);
        Gen<(long Weight, long[] Averages, long[] Remainders)> drawn =
            from weight in Gen.Long[1, (1L << weightBits) - 1]
            from averages in Gen.Long[-(1L << (valueBits - 1)), (1L << (valueBits - 1)) - 1].Array[chunkSize]
            from remainders in Gen.Long[0, weight - 1].Array[chunkSize]
            select (weight, averages, remainders);
        await drawn.SampleAsync(
            async round =>
            {
                BigInteger[] sums = [.. round.Averages.Zip(
                    round.Remainders, (y, t) => ((BigInteger)round.Weight * y) + t - (round.Weight / 2))];
                await AssertSame(program, direct, FedAvgWitnessTests.Inputs(circuit, round.Weight, sums), isDirect: true);
            },
            iter: chunkSize > 100 ? 4 : 20,
            threads: 1);
    }

    [Theory]
    [MemberData(nameof(FedAvgWitnessTests.Weights), MemberType = typeof(FedAvgWitnessTests))]
    public async Task Witnesses_are_the_programs_at_edges(int weight)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(16);
        using var program = WasmWitnessGenerator.Open(circuit.Artefacts);
        using var direct = CatalogWitnessGenerator.Open(circuit.Artefacts);
        foreach (BigInteger[] sums in Edges.Sums(weight, 24).Chunk(16))
            await AssertSame(program, direct, FedAvgWitnessTests.Inputs(circuit, weight, sums), isDirect: true);
    }

    [Fact]
    public async Task Files_are_the_programs_byte_for_byte()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(256);
        using var program = WasmWitnessGenerator.Open(circuit.Artefacts);
        using var direct = CatalogWitnessGenerator.Open(circuit.Artefacts);
        CircuitInputs inputs = FedAvgWitnessTests.Inputs(
            circuit, 777_777, [.. Enumerable.Range(0, 256).Select(i => (BigInteger)(i - 128) * 65_537 * 777)]);
        using var workspace = new Workspace(CatalogText.Of());
        (string ours, string theirs) = (Path.Combine(workspace.Folder, "a.wtns"), Path.Combine(workspace.Folder, "b.wtns"));
        direct.Direct(inputs, CancellationToken.None)!.Write(ours);
        (await program.GenerateAsync(inputs)).Write(theirs);
        Assert.Equal(File.ReadAllBytes(theirs), File.ReadAllBytes(ours));
    }

    [Theory]
    [InlineData("--O0")]
    [InlineData("--O1")]
    [InlineData("--O2")]
    public async Task Any_level_of_simplification_gives_the_programs_witness(string level)
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(16);
        using var workspace = new Workspace(CatalogText.Of());
        string main = Path.Combine(Path.GetDirectoryName(circuit.Artefacts.Symbols)!, "main.circom");
        string compiler = Path.Combine(ProjectLayout.Circuits, "node_modules", "circom2", "cli.js");
        ProcessResult run = await ChildProcess.RunAsync(
            "node", [compiler, "main.circom", level, "--r1cs", "--wasm", "--sym", "-o", "."], CopyOf(main, workspace.Folder));
        Assert.Equal(0, run.ExitCode);
        CircuitArtefacts artefacts = circuit.Artefacts with
        {
            ConstraintSystem = Path.Combine(workspace.Folder, "main.r1cs"),
            WitnessProgram = Path.Combine(workspace.Folder, "main_js", "main.wasm"),
            Symbols = Path.Combine(workspace.Folder, "main.sym"),
        };
        using var program = WasmWitnessGenerator.Open(artefacts);
        using var direct = CatalogWitnessGenerator.Open(artefacts);
        foreach (int weight in (int[])[1, 2, 999, (1 << 20) - 1])
        {
            foreach (BigInteger[] sums in Edges.Sums(weight, 24).Chunk(16))
                await AssertSame(program, direct, FedAvgWitnessTests.Inputs(circuit, weight, sums), isDirect: true);
        }
    }

    [Fact]
    public async Task Refusals_are_the_programs()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(2);
        using var program = WasmWitnessGenerator.Open(circuit.Artefacts);
        using var direct = CatalogWitnessGenerator.Open(circuit.Artefacts);
        BigInteger bound = (BigInteger)(1 << 23) * 999;
        foreach ((BigInteger weight, BigInteger sum) in ((BigInteger, BigInteger)[])
        [
            (0, 0), (1 << 20, 0), (-1, 0), (RankOneSystem.R - 1, 5), (BigInteger.One << 200, 5),
            (1, 1 << 23), (1, -(1 << 23) - 1), (999, bound - 499), (999, -bound - 500), (999, (RankOneSystem.R + 1) / 2),
            (999, (RankOneSystem.R - 1) / 2), (5, BigInteger.One << 62), (5, -(BigInteger.One << 62)), (5, BigInteger.One << 63),
            (5, BigInteger.One << 64), (5, (BigInteger.One << 64) + 1), (5, -(BigInteger.One << 64)),
        ])
        {
            CircuitInputs inputs = FedAvgWitnessTests.Inputs(circuit, weight, [0, sum]);
            Exception? expected = await Record.ExceptionAsync(() => program.GenerateAsync(inputs));
            Assert.IsType<UnprovableException>(expected);
            Assert.Null(direct.Direct(inputs, CancellationToken.None));
            Exception? refused = await Record.ExceptionAsync(() => direct.GenerateAsync(inputs));
            Assert.IsType<UnprovableException>(refused);
            Assert.Equal(expected.Message, refused.Message);
        }
    }

    [Fact]
    public async Task Malformed_inputs_get_the_programs_errors()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(2);
        using var program = WasmWitnessGenerator.Open(circuit.Artefacts);
        using var direct = CatalogWitnessGenerator.Open(circuit.Artefacts);
        Fr one = Fr.One;
        CircuitInputs Scalars() => new CircuitInputs().Add("ctx", one).Add("rhoS", one).Add("rhoY", one).Add("blind", one);
        foreach (CircuitInputs inputs in (CircuitInputs[])
        [
            new CircuitInputs(),
            Scalars().Add("W", one),
            Scalars().Add("s", new Fr[2]),
            Scalars().Add("W", one).Add("s", new Fr[1]),
            Scalars().Add("W", one).Add("s", new Fr[3]),
            Scalars().Add("W", new Fr[2]).Add("s", new Fr[2]),
            Scalars().Add("W", one).Add("s", new Fr[2]).Add("y", new Fr[2]),
            Scalars().Add("weight", one).Add("s", new Fr[2]),
        ])
        {
            Exception? expected = await Record.ExceptionAsync(() => program.GenerateAsync(inputs));
            Assert.IsType<ArgumentException>(expected);
            Exception? refused = await Record.ExceptionAsync(() => direct.GenerateAsync(inputs));
            Assert.IsType<ArgumentException>(refused);
            Assert.Equal(expected.Message, refused.Message);
        }
    }

    [Fact]
    public async Task Wide_circuits_and_circuits_with_other_names_are_the_programs()
    {
        TestCircuit wide = await TestCircuit.FedAvgAsync(16, 126, 126);
        using var program = WasmWitnessGenerator.Open(wide.Artefacts);
        using var direct = CatalogWitnessGenerator.Open(wide.Artefacts);
        await AssertSame(program, direct, FedAvgWitnessTests.Inputs(wide, 12345, [6, -7]), isDirect: false);

        TestCircuit circuit = await TestCircuit.FedAvgAsync(2);
        string[] lines = File.ReadAllLines(circuit.Artefacts.Symbols);
        string[][] damaged =
        [
            [.. lines.Select(line => line.Replace("average[1].p[3]", "average[1].q[3]", StringComparison.Ordinal))],
            [.. lines.Where(line => !line.EndsWith("main.W", StringComparison.Ordinal))],
            ["nonsense", .. lines],
            ["1,99999999,0,main.W", .. lines],
            [],
        ];
        lines[0] = lines[0].Replace("y[0]", "y[2]", StringComparison.Ordinal);
        using var workspace = new Workspace(CatalogText.Of());
        foreach (string[] content in (string[][])[.. damaged, lines])
        {
            string file = Path.Combine(workspace.Folder, "other.sym");
            File.WriteAllLines(file, content);
            using var other = CatalogWitnessGenerator.Open(circuit.Artefacts with { Symbols = file });
            using var reference = WasmWitnessGenerator.Open(circuit.Artefacts);
            await AssertSame(reference, other, FedAvgWitnessTests.Inputs(circuit, 9, [1, 2]), isDirect: false);
        }
    }

    [Fact]
    public async Task A_cancelled_computation_says_so()
    {
        TestCircuit circuit = await TestCircuit.FedAvgAsync(1);
        using var generator = CatalogWitnessGenerator.Open(circuit.Artefacts);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => generator.GenerateAsync(FedAvgWitnessTests.Inputs(circuit, 1, [1]), cancelled.Token));
    }

    private static async Task AssertSame(
        WasmWitnessGenerator program, CatalogWitnessGenerator direct, CircuitInputs inputs, bool isDirect)
    {
        Witness expected = await program.GenerateAsync(inputs);
        Assert.Equal(isDirect, direct.Direct(inputs, CancellationToken.None) is not null);
        Witness witness = await direct.GenerateAsync(inputs);
        Assert.Equal(expected.Values.Length, witness.Values.Length);
        Assert.True(expected.Values.Span.SequenceEqual(witness.Values.Span));
    }

    private static string CopyOf(string main, string folder)
    {
        File.Copy(main, Path.Combine(folder, "main.circom"));
        string source = Path.GetDirectoryName(main)!;
        foreach (string file in Directory.EnumerateFiles(source, "*.circom", SearchOption.AllDirectories))
        {
            string target = Path.Combine(folder, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }

        return folder;
    }
}
