using System.CommandLine;
using FlZk.Cli.Hosting;
using FlZk.Learning.Quantisation;

namespace FlZk.Cli.Commands.Learning;

/// <summary><c>--fraction-bits</c> and <c>--value-bits</c>.</summary>
internal sealed class FixedPointOptions
{
    private readonly Option<int> _fractionBits = new("--fraction-bits")
    {
        Description = "Fraction bits f: a real v becomes round(v * 2^f).",
        HelpName = "F",
        DefaultValueFactory = _ => FixedPointFormat.Default.FractionBits,
    };

    private readonly Option<int> _valueBits = new("--value-bits")
    {
        Description = "Bits of a signed value; the circuits of the catalogue take 24.",
        HelpName = "V",
        DefaultValueFactory = _ => FixedPointFormat.Default.ValueBits,
    };

    public void AddTo(Command command)
    {
        command.Add(_fractionBits);
        command.Add(_valueBits);
    }

    /// <summary>The format that the user named, wholly or in part; null when neither option was given.</summary>
    public FixedPointFormat? ReadIfGiven(ParseResult parsed) =>
        parsed.GetResult(_fractionBits) is { Implicit: false } || parsed.GetResult(_valueBits) is { Implicit: false } ? Read(parsed) : null;

    public FixedPointFormat Read(ParseResult parsed)
    {
        try
        {
            return new FixedPointFormat(parsed.GetValue(_fractionBits), parsed.GetValue(_valueBits));
        }
        catch (ArgumentException wrong)
        {
            throw UsageException.From(wrong);
        }
    }
}
