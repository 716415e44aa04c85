using System.Globalization;
using System.Numerics;

namespace FlZk.Circuits.Catalog;

/// <summary>One entry of the catalogue: a template with its arguments, and what its public signals mean.</summary>
public sealed class CircuitInstance
{
    internal CircuitInstance(
        string name,
        string sourceFolder,
        string file,
        string template,
        IReadOnlyList<long> arguments,
        int chunkSize,
        int valueBits,
        int weightBits,
        int normBits,
        int constraintCount,
        IReadOnlyList<PublicSignal> publicSignals)
    {
        Name = name;
        SourceFolder = sourceFolder;
        File = file;
        Template = template;
        Arguments = arguments;
        ChunkSize = chunkSize;
        ValueBits = valueBits;
        WeightBits = weightBits;
        NormBits = normBits;
        ConstraintCount = constraintCount;
        PublicSignals = publicSignals;
        PublicCount = publicSignals.Sum(signal => signal.Length);
    }

    /// <summary>The entry's name, also a file name: lower-case letters, digits and hyphens.</summary>
    public string Name { get; }

    /// <summary>The folder that holds the circuit's sources.</summary>
    public string SourceFolder { get; }

    /// <summary>The template's source, relative to <see cref="SourceFolder"/>.</summary>
    public string File { get; }

    /// <summary>The circom template.</summary>
    public string Template { get; }

    /// <summary>The template's arguments, in order.</summary>
    public IReadOnlyList<long> Arguments { get; }

    /// <summary>Parameters of a model that one proof covers (K).</summary>
    public int ChunkSize { get; }

    /// <summary>Bits of a signed model value.</summary>
    public int ValueBits { get; }

    /// <summary>Bits of the total weight, 1 &lt;= W &lt; 2^<see cref="WeightBits"/>; 0 for a circuit without weights.</summary>
    public int WeightBits { get; }

    /// <summary>Bits of the bound on the squared norm, 0 &lt;= bound &lt; 2^<see cref="NormBits"/>; 0 for a circuit without one.</summary>
    public int NormBits { get; }

    /// <summary>Rows of the compiled circuit; the compiler checks its result against it.</summary>
    public int ConstraintCount { get; }

    /// <summary>The public signals, in the order of the verification key's input bases.</summary>
    public IReadOnlyList<PublicSignal> PublicSignals { get; }

    /// <summary>Public numbers in all: the length of public.json, and one less than the number of input bases.</summary>
    public int PublicCount { get; }

    /// <summary>Rows of a Groth16 key's evaluation domain: a power of two with room for the constraints and
    /// for one row per public number and the constant.</summary>
    public int DomainSize => (int)BitOperations.RoundUpToPowerOf2((uint)(ConstraintCount + PublicCount + 1));

    /// <summary>The names of the signals the witness generator must be given.</summary>
    public IEnumerable<PublicSignal> Inputs => PublicSignals.Where(signal => !signal.IsOutput);

    /// <summary>The circom text that instantiates the template; it lies beside <see cref="File"/>.</summary>
    public string MainComponent => string.Create(
        CultureInfo.InvariantCulture,
        $"pragma circom 2.1.0;\ninclude \"{File}\";\ncomponent main {{public [{string.Join(", ", Inputs.Select(signal => signal.Name))}]}} "
        + $"= {Template}({string.Join(", ", Arguments)});\n");

    /// <summary>The public signal of a name.</summary>
    /// <exception cref="KeyNotFoundException">The circuit has no such public signal.</exception>
    public PublicSignal Signal(string name) => PublicSignals.FirstOrDefault(signal => signal.Name == name)
        ?? throw new KeyNotFoundException(
            $"Circuit {Name} has no public signal {name}; it has {string.Join(", ", PublicSignals.Select(signal => signal.Name))}.");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
