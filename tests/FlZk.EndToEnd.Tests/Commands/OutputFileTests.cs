using FlZk.EndToEnd.Tests.Hosting;

namespace FlZk.EndToEnd.Tests.Commands;

/// <summary>What a command writes never lands on what it reads, nor in a folder's place.</summary>
public sealed class OutputFileTests : IDisposable
{
    private readonly Scratch _scratch = new();

    [Fact]
    public async Task No_output_overwrites_an_input_or_another_output()
    {
        await File.WriteAllTextAsync(_scratch["circuit.zkey"], "precious");
        string roundabout = Path.Combine(Path.GetDirectoryName(_scratch["circuit.zkey"])!, ".", "circuit.zkey");
        foreach (string[] arguments in (string[][])
        [
            ["prove", "--zkey", _scratch["circuit.zkey"], "--wtns", _scratch["w"], "--proof", roundabout, "--public", _scratch["p"]],
            ["prove", "--zkey", _scratch["circuit.zkey"], "--wtns", _scratch["w"], "--proof", _scratch["p"], "--public", _scratch["p"]],
            ["prove", "--zkey", _scratch["circuit.zkey"], "--wtns", _scratch["w"], "--proof", _scratch["p"], "--public", _scratch["q"],
                "--json", _scratch["circuit.zkey"]],
            ["contribute", "--zkey", _scratch["circuit.zkey"], "--out", _scratch["circuit.zkey"], "--name", "ada"],
            ["new", "--r1cs", _scratch["circuit.zkey"], "--ptau", _scratch["ptau"], "--zkey", _scratch["circuit.zkey"]],
            ["inspect", _scratch["circuit.zkey"], "--json", _scratch["circuit.zkey"]],
        ])
        {
            FlzkRun refused = await Flzk.RunAsync(["groth16", .. arguments]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains("written", refused.Error, StringComparison.Ordinal);
            Assert.Equal("precious", await File.ReadAllTextAsync(_scratch["circuit.zkey"]));
        }
    }

    [Fact]
    public async Task A_folder_in_a_files_place_is_named_before_any_work()
    {
        Directory.CreateDirectory(_scratch["folder"]);
        foreach (string option in (string[])["--zkey", "--wtns", "--proof", "--public"])
        {
            string[] named = [.. ((string[])["--zkey", "--wtns", "--proof", "--public"]).SelectMany(
                other => (string[])[other, _scratch[other == option ? "folder" : $"absent{other}"]])];
            FlzkRun refused = await Flzk.RunAsync(["groth16", "prove", .. named]);
            Assert.Equal(3, refused.ExitCode);
            Assert.Contains("is a folder", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_librarys_complaint_names_no_parameter_of_the_library()
    {
        FlzkRun refused = await Flzk.RunAsync(
            "groth16", "contribute", "--zkey", _scratch["a"], "--out", _scratch["b"], "--name", new string('x', 65));
        Assert.DoesNotContain("Parameter", refused.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _scratch.Dispose();
}
