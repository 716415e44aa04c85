using System.CommandLine;

namespace FlZk.Cli.Commands.Groth16;

/// <summary><c>--threads N</c>.</summary>
internal static class ThreadsOption
{
    private const int Largest = 1024;

    public static Option<int> Create()
    {
        var option = new Option<int>("--threads")
        {
            Description = "At most so many threads compute. Default: one for each core.",
            HelpName = "N",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out int threads) || threads is < 1 or > Largest))
                result.AddError($"--threads takes a number from 1 to {Largest}.");
        });
        return option;
    }
}
