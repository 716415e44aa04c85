using System.Globalization;
using FlZk.Circuits.Catalog;
using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Circuits.Compilation;

/// <summary>Compares a compiled circuit with its catalogue entry, so that every later floor may trust the
/// catalogue's order of public signals.</summary>
internal static class CompiledShape
{
    /// <summary>Checks the number of constraints, and that wires 1 to <see cref="CircuitInstance.PublicCount"/> are the catalogue's public
    /// signals in its order, outputs first, and the only ones.</summary>
    /// <exception cref="FileFormatException">The circuit is another than the catalogue says.</exception>
    public static void Check(CircuitInstance instance, CircuitArtefacts artefacts)
    {
        string source = Path.Combine(instance.SourceFolder, instance.File);
        ConstraintSystem compiled = ConstraintSystem.Read(artefacts.ConstraintSystem);
        if (compiled.ConstraintCount != instance.ConstraintCount)
        {
            throw new FileFormatException(
                source, $"{instance.Name} compiles to {compiled.ConstraintCount} constraints, the catalogue says "
                + $"{instance.ConstraintCount}");
        }

        int outputs = instance.PublicSignals.Where(signal => signal.IsOutput).Sum(signal => signal.Length);
        if (compiled.PublicOutputCount != outputs || compiled.PublicCount != instance.PublicCount || compiled.PrivateInputCount != 0)
        {
            throw new FileFormatException(
                source,
                $"{instance.Name} compiles to {compiled.PublicOutputCount} outputs, {compiled.PublicInputCount} public and "
                + $"{compiled.PrivateInputCount} private"
                + $" inputs, the catalogue says {outputs}, {instance.PublicCount - outputs} and 0");
        }

        using StreamReader symbols = File.OpenText(artefacts.Symbols);
        int wire = 1;
        foreach (PublicSignal signal in instance.PublicSignals)
        {
            for (int i = 0; i < signal.Length; i++, wire++)
            {
                string name = signal.Kind == PublicSignalKind.Vector ? $"main.{signal.Name}[{i}]" : $"main.{signal.Name}";

                // A line is label,wire,component,name; labels count the main component's outputs and inputs first, and so do wires.
                string expected = string.Create(CultureInfo.InvariantCulture, $"{wire},{wire},");
                string? line = symbols.ReadLine();
                if (line is null || !line.StartsWith(expected, StringComparison.Ordinal)
                    || !line.EndsWith("," + name, StringComparison.Ordinal))
                {
                    throw new FileFormatException(
                        source, $"{instance.Name} compiles to a circuit whose wire {wire} is not {name}, as the catalogue says: "
                        + $"{line ?? "no such wire"}");
                }
            }
        }
    }
}
