using FlZk.Bn254;
using FlZk.Circuits.Catalog;
using FlZk.Circuits.Compilation;
using FlZk.Groth16;
using FlZk.Platform.Files;

namespace FlZk.Circuits.Witnesses;

/// <summary>Which signal of the FedAvg template every wire of one compiled circuit carries, whatever the compiler's simplification left of
/// them: read from the names it wrote.</summary>
internal sealed class FedAvgWires
{
    private const int RunLength = 1 << 14;

    private readonly FedAvgSignals _signals;
    private readonly int[] _roles;

    private FedAvgWires(FedAvgSignals signals, int[] roles)
    {
        _signals = signals;
        _roles = roles;
    }

    private static bool Covers(CircuitInstance instance) =>
        instance.Template == "FedAvg" && instance.ValueBits + instance.WeightBits <= FedAvgAssignment.MaximumBits;

    /// <summary>The wires of a circuit that the direct computation knows, or null: another template, numbers too large, or names that are
    /// not the template's, as when somebody has changed it.</summary>
    /// <exception cref="IOException">The names cannot be read.</exception>
    public static FedAvgWires? TryRead(CircuitArtefacts circuit)
    {
        if (!Covers(circuit.Instance)) return null;
        try
        {
            return Read(circuit);
        }
        catch (Exception cause) when (cause is FileFormatException or AggregateException { InnerException: FileFormatException })
        {
            return null;
        }
    }

    /// <summary>Reads the names of all wires.</summary>
    /// <exception cref="FileFormatException">A wire has no name, or one that the template does not know.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    private static FedAvgWires Read(CircuitArtefacts circuit)
    {
        CircuitInstance instance = circuit.Instance;
        var signals = new FedAvgSignals(instance.ChunkSize, instance.ValueBits, instance.WeightBits);
        byte[] text = File.ReadAllBytes(circuit.Symbols);

        // The file has a line per signal before simplification; no signal is shorter than eight bytes of it.
        var roles = new int[(text.Length / 8) + 2];
        int[] starts = RunStarts(text);
        var largest = new int[starts.Length - 1];
        Parallel.For(0, largest.Length, run => largest[run] = ReadRun(circuit.Symbols, text, starts[run], starts[run + 1], signals, roles));
        int count = largest.Max() + 1;
        roles[0] = FedAvgSignals.One;
        int unnamed = Array.IndexOf(roles, FedAvgSignals.None, 0, count);
        if (count <= instance.PublicCount) throw new FileFormatException(circuit.Symbols, "does not name all public signals");
        if (unnamed >= 0) throw new FileFormatException(circuit.Symbols, $"names no signal for wire {unnamed}");
        return new FedAvgWires(signals, roles[..count]);
    }

    /// <summary>The values of all wires.</summary>
    public Witness Fill(FedAvgAssignment assignment, CancellationToken cancellation)
    {
        var values = GC.AllocateUninitializedArray<Fr>(_roles.Length);
        int runs = (values.Length + RunLength - 1) / RunLength;
        Parallel.For(0, runs, new ParallelOptions { CancellationToken = cancellation }, run =>
        {
            int start = run * RunLength, length = Math.Min(RunLength, values.Length - start);
            _signals.Fill(assignment, _roles.AsSpan(start, length), values.AsSpan(start, length));
        });
        return new Witness(values);
    }

    /// <summary>Cuts the text into runs of whole lines.</summary>
    private static int[] RunStarts(byte[] text)
    {
        int runs = Math.Clamp(text.Length >> 20, 1, 4 * Environment.ProcessorCount);
        var starts = new int[runs + 1];
        for (int run = 1; run < runs; run++)
        {
            int from = Math.Max(starts[run - 1], (int)((long)text.Length * run / runs));
            int end = text.AsSpan(from).IndexOf((byte)'\n');
            starts[run] = end < 0 ? text.Length : from + end + 1;
        }

        starts[runs] = text.Length;
        return starts;
    }

    /// <summary>Reads lines of label,wire,component,name; a signal that simplification removed has wire -1.</summary>
    /// <returns>The largest wire.</returns>
    private static int ReadRun(string file, byte[] text, int start, int end, FedAvgSignals signals, int[] roles)
    {
        int largest = 0;
        ReadOnlySpan<byte> rest = text.AsSpan(start, end - start);
        while (!rest.IsEmpty)
        {
            int length = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = length < 0 ? rest : rest[..length];
            rest = length < 0 ? default : rest[(length + 1)..];
            int label = line.IndexOf((byte)',');
            ReadOnlySpan<byte> afterLabel = line[(label + 1)..];
            if (label < 0) throw NotALine(file, line);
            if (afterLabel.StartsWith("-1,"u8)) continue;
            if (!System.Buffers.Text.Utf8Parser.TryParse(afterLabel, out int wire, out int digits)
                || wire < 1 || wire >= roles.Length || digits >= afterLabel.Length || afterLabel[digits] != (byte)',')
                throw NotALine(file, line);
            ReadOnlySpan<byte> afterWire = afterLabel[(digits + 1)..];
            int component = afterWire.IndexOf((byte)',');
            int role = component < 0 ? FedAvgSignals.None : signals.RoleOf(afterWire[(component + 1)..]);
            if (role == FedAvgSignals.None) throw NotALine(file, line);
            roles[wire] = role;
            largest = Math.Max(largest, wire);
        }

        return largest;
    }

    private static FileFormatException NotALine(string file, ReadOnlySpan<byte> line) =>
        new(file, $"does not name a signal of FedAvg: {System.Text.Encoding.UTF8.GetString(line[..Math.Min(line.Length, 80)])}");
}
