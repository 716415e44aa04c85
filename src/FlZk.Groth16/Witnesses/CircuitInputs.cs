using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using FlZk.Bn254;

namespace FlZk.Groth16;

/// <summary>The inputs of a circuit: signal names with their values, in the order in which they were added.</summary>
/// <remarks>A scalar signal is an array of length one; a signal of several dimensions is flattened in row-major order.</remarks>
public sealed class CircuitInputs : IEnumerable<KeyValuePair<string, ReadOnlyMemory<Fr>>>
{
    private readonly List<KeyValuePair<string, ReadOnlyMemory<Fr>>> _ordered = [];
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    /// <summary>The number of signals.</summary>
    public int Count => _ordered.Count;

    /// <summary>The number of field elements of all signals together.</summary>
    public int ValueCount { get; private set; }

    /// <summary>The values of one signal.</summary>
    /// <exception cref="KeyNotFoundException">There is no such signal.</exception>
    public ReadOnlyMemory<Fr> this[string signal] => TryGet(signal, out ReadOnlyMemory<Fr> values)
        ? values
        : throw new KeyNotFoundException($"There is no input signal {signal}.");

    /// <summary>Adds a scalar signal.</summary>
    /// <exception cref="ArgumentException">The name is empty or already there.</exception>
    public CircuitInputs Add(string signal, Fr value) => Add(signal, new[] { value });

    /// <summary>Adds an array signal. The values are kept, not copied.</summary>
    /// <exception cref="ArgumentException">The name is empty or already there.</exception>
    public CircuitInputs Add(string signal, ReadOnlyMemory<Fr> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(signal);
        if (!_positions.TryAdd(signal, _ordered.Count))
            throw new ArgumentException($"The input signal {signal} is given twice.", nameof(signal));
        _ordered.Add(new(signal, values));
        ValueCount += values.Length;
        return this;
    }

    /// <summary>Adds an array signal. The values are kept, not copied.</summary>
    /// <exception cref="ArgumentException">The name is empty or already there.</exception>
    public CircuitInputs Add(string signal, Fr[] values) => Add(signal, (ReadOnlyMemory<Fr>)values);

    /// <summary>Looks up one signal.</summary>
    /// <returns>Whether it is there.</returns>
    public bool TryGet(string signal, [NotNullWhen(true)] out ReadOnlyMemory<Fr> values)
    {
        bool known = _positions.TryGetValue(signal, out int at);
        values = known ? _ordered[at].Value : default;
        return known;
    }

    /// <summary>The inputs as circom's and snarkjs's <c>input.json</c>: decimal strings; a signal of length
    /// one is written as a scalar.</summary>
    /// <remarks>Inputs are secret: write this only to files that their owner alone can read.</remarks>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach ((string signal, ReadOnlyMemory<Fr> values) in _ordered)
            {
                if (values.Length == 1)
                {
                    json.WriteString(signal, values.Span[0].ToString());
                    continue;
                }

                json.WriteStartArray(signal);
                foreach (Fr value in values.Span) json.WriteStringValue(value.ToString());
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, ReadOnlyMemory<Fr>>> GetEnumerator() => _ordered.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
