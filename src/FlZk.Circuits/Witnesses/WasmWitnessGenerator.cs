using FlZk.Bn254;
using FlZk.Circuits.Compilation;
using FlZk.Groth16;
using FlZk.Platform.Files;
using Wasmtime;

namespace FlZk.Circuits.Witnesses;

/// <summary>Computes witnesses by running the WebAssembly program that circom wrote for the circuit, inside this process.</summary>
/// <remarks>The program sees nothing but its inputs: it has no files, no clock and no network. It is compiled to machine code once per
/// object (some 50 ms for a million bytes); each run has its own memory, so one generator serves many threads.</remarks>
public sealed class WasmWitnessGenerator : IWitnessGenerator, IDisposable
{
    private static readonly Lazy<Engine> SharedEngine = new(() => new Engine());

    private readonly Module _module;
    private readonly string _file;
    private readonly string[]? _inputNames;

    private WasmWitnessGenerator(Module module, string file, string[]? inputNames)
    {
        _module = module;
        _file = file;
        _inputNames = inputNames;
    }

    /// <summary>Loads the witness program of a compiled catalogue entry.</summary>
    /// <exception cref="FileFormatException">The program is damaged or not circom's.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static WasmWitnessGenerator Open(CircuitArtefacts circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        return Open(circuit.WitnessProgram, [.. circuit.Instance.Inputs.Select(signal => signal.Name)]);
    }

    /// <summary>Loads the witness program of any circuit.</summary>
    /// <param name="path">A <c>.wasm</c> file of circom 2.</param>
    /// <exception cref="FileFormatException">The program is damaged or not circom's.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static WasmWitnessGenerator Open(string path) => Open(path, null);

    /// <inheritdoc/>
    public Task<Witness> GenerateAsync(CircuitInputs inputs, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return Task.Run(() => Generate(inputs, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _module.Dispose();

    private static WasmWitnessGenerator Open(string path, string[]? inputNames)
    {
        byte[] program = File.ReadAllBytes(path);
        try
        {
            return new WasmWitnessGenerator(Module.FromBytes(SharedEngine.Value, Path.GetFileName(path), program), path, inputNames);
        }
        catch (WasmtimeException cause)
        {
            throw new FileFormatException(path, $"is not WebAssembly: {cause.Message}", inner: cause);
        }
    }

    private Witness Generate(CircuitInputs inputs, CancellationToken cancellation)
    {
        using var runtime = new CircomRuntime(SharedEngine.Value, _module, _file);

        // All is checked before the first input is set: the last one runs the circuit.
        foreach ((string name, ReadOnlyMemory<Fr> values) in inputs)
        {
            int length = runtime.InputLength(name)
                ?? throw new ArgumentException($"The circuit has no input signal {name}.", nameof(inputs));
            if (values.Length != length)
            {
                throw new ArgumentException($"Input signal {name} takes {length} values, not {values.Length}.", nameof(inputs));
            }
        }

        if (_inputNames?.FirstOrDefault(name => !inputs.TryGet(name, out _)) is { } missing)
        {
            throw new ArgumentException($"Input signal {missing} is missing.", nameof(inputs));
        }

        if (inputs.ValueCount != runtime.InputCount)
        {
            throw new ArgumentException(
                $"The circuit takes {runtime.InputCount} input values, not {inputs.ValueCount}: a signal is missing.", nameof(inputs));
        }

        foreach ((string name, ReadOnlyMemory<Fr> values) in inputs)
        {
            cancellation.ThrowIfCancellationRequested();
            runtime.SetInput(name, values.Span);
        }

        return new Witness(runtime.ReadWitness(cancellation));
    }
}
