using System.Text;
using FlZk.Bn254;
using FlZk.Groth16;
using FlZk.Platform.Files;
using Wasmtime;

namespace FlZk.Circuits.Witnesses;

/// <summary>One run of a witness program: an instance of the WebAssembly module circom 2 writes, with the
/// four host functions it calls.</summary>
/// <remarks>
/// The interface is circom's own. A field element travels as eight 32-bit words, least significant first, not in Montgomery form, through a
/// fixed area of the module's memory. An input signal is named by the 64-bit FNV-1a hash of its name. Setting the last input runs the
/// circuit. All state is in the instance, so runs on several threads do not disturb each other.
/// </remarks>
internal sealed class CircomRuntime : IDisposable
{
    private const int WordsPerElement = Fr.ByteLength / sizeof(uint);

    private readonly Store _store;
    private readonly Linker _linker;
    private readonly Memory _memory;
    private readonly string _file;
    private readonly StringBuilder _messages = new();
    private readonly Func<int, int, int> _inputSize;
    private readonly Action<int, int, int> _setInput;
    private readonly Action<int> _getWitness;
    private readonly Func<int> _messageCharacter;
    private readonly int _shared;

    public CircomRuntime(Engine engine, Module module, string file)
    {
        _file = file;
        _store = new Store(engine);
        _linker = new Linker(engine);
        try
        {
            _linker.DefineFunction("runtime", "exceptionHandler", (int code) => throw new CircomTrapException(code));
            _linker.DefineFunction("runtime", "printErrorMessage", TakeMessage);

            // Output of log() statements. It can hold secrets, so it goes nowhere; its characters are not even fetched.
            _linker.DefineFunction("runtime", "writeBufferMessage", () => { });
            _linker.DefineFunction("runtime", "showSharedRWMemory", () => { });
            Instance instance = _linker.Instantiate(_store, module);
            _memory = instance.GetMemory("memory") ?? throw NotCircom("memory");
            _messageCharacter = instance.GetFunction<int>("getMessageChar") ?? throw NotCircom("getMessageChar");
            _inputSize = instance.GetFunction<int, int, int>("getInputSignalSize") ?? throw NotCircom("getInputSignalSize");
            _setInput = instance.GetAction<int, int, int>("setInputSignal") ?? throw NotCircom("setInputSignal");
            _getWitness = instance.GetAction<int>("getWitness") ?? throw NotCircom("getWitness");
            int words = (instance.GetFunction<int>("getFieldNumLen32") ?? throw NotCircom("getFieldNumLen32"))();
            _shared = (instance.GetFunction<int>("getSharedRWMemoryStart") ?? throw NotCircom("getSharedRWMemoryStart"))();
            (instance.GetAction("getRawPrime") ?? throw NotCircom("getRawPrime"))();
            if (words != WordsPerElement || !IsScalarFieldModulus(Shared))
                throw new FileFormatException(file, "computes over another field than that of BN254");
            InputCount = (instance.GetFunction<int>("getInputSize") ?? throw NotCircom("getInputSize"))();
            WireCount = (instance.GetFunction<int>("getWitnessSize") ?? throw NotCircom("getWitnessSize"))();

            // The argument asks for a slower mode with checks for debugging the compiler; constraints are checked in either.
            (instance.GetAction<int>("init") ?? throw NotCircom("init"))(0);
        }
        catch (WasmtimeException cause)
        {
            Dispose();
            throw new FileFormatException(file, $"is no witness program of circom 2: {cause.Message}", inner: cause);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Numbers the circuit takes in all, over all its input signals.</summary>
    public int InputCount { get; }

    /// <summary>Wires, the constant included.</summary>
    public int WireCount { get; }

    private Span<byte> Shared => _memory.GetSpan(_shared, Fr.ByteLength);

    /// <summary>Numbers in the input signal of a name, or null when there is no such signal.</summary>
    public int? InputLength(string signal)
    {
        (int high, int low) = HashOf(signal);
        int size = _inputSize(high, low);
        return size <= 0 ? null : size;
    }

    /// <summary>Sets a whole input signal; the last one runs the circuit.</summary>
    /// <exception cref="UnprovableException">The circuit refuses its inputs.</exception>
    public void SetInput(string signal, ReadOnlySpan<Fr> values)
    {
        (int high, int low) = HashOf(signal);
        for (int i = 0; i < values.Length; i++)
        {
            values[i].WriteLittleEndian(Shared);
            try
            {
                _setInput(high, low, i);
            }
            catch (WasmtimeException cause) when (cause.InnerException is CircomTrapException trap)
            {
                throw Refused(trap, cause);
            }
            catch (TrapException cause)
            {
                throw new FileFormatException(_file, $"the witness program stopped: {cause.Message}", inner: cause);
            }
        }
    }

    /// <summary>Reads the values of all wires.</summary>
    public Fr[] ReadWitness(CancellationToken cancellation)
    {
        var values = new Fr[WireCount];
        for (int wire = 0; wire < values.Length; wire++)
        {
            if ((wire & 0xfff) == 0) cancellation.ThrowIfCancellationRequested();
            _getWitness(wire);
            if (!Fr.TryReadLittleEndian(Shared, out values[wire]))
                throw new FileFormatException(_file, $"gave wire {wire} a value outside the field");
        }

        return values;
    }

    public void Dispose()
    {
        _linker.Dispose();
        _store.Dispose();
    }

    private static bool IsScalarFieldModulus(ReadOnlySpan<byte> littleEndian) =>
        new System.Numerics.BigInteger(littleEndian, isUnsigned: true) == Fr.Modulus;

    private static (int High, int Low) HashOf(string name)
    {
        ulong hash = 0xcbf29ce484222325;
        foreach (byte character in Encoding.UTF8.GetBytes(name)) hash = (hash ^ character) * 0x100000001b3;
        return ((int)(hash >> 32), (int)hash);
    }

    private void TakeMessage()
    {
        if (_messages.Length > 0) _messages.Append("; ");
        for (int character = _messageCharacter(); character != 0; character = _messageCharacter())
        {
            if (_messages.Length < 2000) _messages.Append((char)character);
        }
    }

    private UnprovableException Refused(CircomTrapException trap, WasmtimeException cause) =>
        new(_messages.Length == 0
            ? $"The circuit refuses its inputs: {trap.Message}."
            : $"The circuit refuses its inputs: {trap.Message} ({_messages}).", cause);

    private FileFormatException NotCircom(string missing) => new(_file, $"is no witness program of circom 2: it exports no {missing}");
}
